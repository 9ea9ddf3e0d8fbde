"""A sheet with a list at the left and a form at the right: a person's own helpers, and those that came along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import translate
from desktop.ui import tasks
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.widgets import Button, Label, PanelSheet, Scrolled, toast
from desktop.ui.widgets.draw import rounded

_LIST_EMS = 15
_ROLE = int(Qt.ItemDataRole.UserRole)


class ItemForm(QWidget):
    """Fields for one helper."""

    def show_item(self, helper: Any, *, editable: bool) -> None:
        """Fill the fields; where they are not `editable` they can only be read."""
        raise NotImplementedError

    def helper(self) -> Any:
        """What the fields say, over the helper that was shown."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """The field to begin with."""
        raise NotImplementedError


class NameList(QListWidget):
    """Names, one current."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Delete):
            event.ignore()
        else:
            super().keyPressEvent(event)


class ListFormDialog(PanelSheet):
    """`read`, `keep` and `trash` run off the main thread. What is changed is kept when one goes on: to another helper,
    to a button, or away from the sheet. One that came along is copied to be changed."""

    help_topic = "chat#assistants"

    def __init__(
        self,
        anchor: QWidget,
        title: str,
        form: ItemForm,
        *,
        read: Callable[[], list[Any]],
        keep: Callable[[Any], Any],
        trash: Callable[[int, bool], object],
        new: Callable[[], Any],
    ) -> None:
        super().__init__(anchor, title, width_em=60, height_em=48)
        self.form = form
        self._read, self._keep, self._trash, self._new = read, keep, trash, new
        self._shown: Any = None
        row = QHBoxLayout()
        row.setSpacing(16)
        left = QVBoxLayout()
        self.list = NameList(self)
        self.list.setAccessibleName(title)
        self.list.setFixedWidth(theme.em("chrome", _LIST_EMS))
        self.list.currentRowChanged.connect(self._row_changed)
        left.addWidget(self.list, 1)
        row.addLayout(left)
        right = QVBoxLayout()
        right.setSpacing(8)
        self._origin = Label("", "meta", "secondary")
        self._origin.setIndent(2)  # as the form below it leaves room for rings
        right.addWidget(self._origin)
        right.addWidget(Scrolled(form), 1)  # the fields in it take the keys
        row.addLayout(right, 1)
        self.body.addLayout(row, 1)
        self.body.addSpacing(12)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.new_button = self._button(lambda: translate("Chat", "New"), self.add_new, "plus")
        self.copy_button = self._button(lambda: translate("Chat", "Make a copy"), self.copy, "copy")
        self.delete_button = self._button(lambda: translate("Chat", "Delete"), self.delete, "trash")
        self.foot.addStretch(1)
        self.body.addLayout(self.foot)
        self.reload()

    def _button(self, label: Callable[[], str], action: Callable[[], object], icon: str) -> Button:
        button = Button(label, "plain", icon)
        button.clicked.connect(lambda: action())
        self.foot.addWidget(button)
        return button

    def first_focus(self) -> QWidget:
        return self.list

    @property
    def shown(self) -> Any:
        """The helper in the form."""
        return self._shown

    # -- doing -----------------------------------------------------------------------------------------------------

    def reload(self, select: object = None) -> None:
        """Read the list again; show the helper with the id or key `select`."""

        def show(found: list[Any]) -> None:
            self._shown = None
            self.list.blockSignals(True)
            self.list.clear()
            for helper in found:
                item = QListWidgetItem(helper.name)
                item.setData(_ROLE, helper)
                self.list.addItem(item)
            self.list.blockSignals(False)
            wanted = [at for at, helper in enumerate(found) if select in (helper.id or None, helper.key or None)]
            self.list.setCurrentRow(wanted[0] if select is not None and wanted else 0)

        tasks.run(self._read, show, owner=self, lane="store")

    def add_new(self) -> None:
        """Begin a new one."""
        self.keep_changes()
        self._keep_as(self._new())

    def copy(self) -> None:
        """A copy of the one shown, to be changed."""
        if self._shown is not None:
            self.keep_changes()
            name = translate("Chat", "{name} (copy)").format(name=self.form.helper().name)
            self._keep_as(replace(self.form.helper(), id=0, key="", name=name))

    def delete(self) -> None:
        """Put the one shown into the trash; it can be taken back."""
        gone = self._shown
        if gone is None or gone.key:
            return
        self._shown = None

        def back() -> None:
            tasks.run(lambda: self._trash(gone.id, True), lambda _: self.reload(gone.id), owner=self, lane="store")

        tasks.run(lambda: self._trash(gone.id, False), lambda _: self.reload(), owner=self, lane="store")
        said = translate("Chat", "“{name}” is in the trash for 30 days.").format(name=gone.name)
        toast(self.anchor, said, lambda: self._trash_back(gone, back))
        self.list.setFocus()

    def keep_changes(self) -> None:
        """Keep what was changed in the form."""
        shown = self._shown
        if shown is None or shown.key:
            return
        now = self.form.helper()
        if now != shown and now.name.strip():
            self._shown = now
            item = self.list.currentItem()
            if item is not None and item.data(_ROLE).id == now.id:
                item.setText(now.name)
                item.setData(_ROLE, now)
            tasks.run(lambda: self._keep(now), lane="store")

    def close_popup(self) -> None:
        self.keep_changes()
        self._shown = None
        super().close_popup()

    def _trash_back(self, gone: Any, in_sheet: Callable[[], object]) -> None:
        if self.isVisible():
            in_sheet()
        else:
            trash = self._trash
            tasks.run(lambda: trash(gone.id, True), lane="store")

    def _keep_as(self, helper: Any) -> None:
        def kept(made: Any) -> None:
            self.reload(made.id)
            self.form.first().setFocus()

        tasks.run(lambda: self._keep(helper), kept, owner=self, lane="store")

    def _row_changed(self, row: int) -> None:
        self.keep_changes()
        item = self.list.item(row)
        self._shown = item.data(_ROLE) if item is not None else None
        own = self._shown is not None and not self._shown.key
        self.delete_button.setEnabled(own)
        self.copy_button.setEnabled(self._shown is not None)
        came = translate("Chat", "It came with Lamplight: make a copy to change it.")
        self._origin.setText("" if own or self._shown is None else came)
        self.form.setVisible(self._shown is not None)
        if self._shown is not None:
            self.form.show_item(self._shown, editable=own)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, theme.px(tokens.ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area: QRect = option.rect
        view = self.parent()
        assert isinstance(view, QListWidget)
        if index.row() == view.currentRow():
            line = "accent" if view.hasFocus() else None
            rounded(painter, area, tokens.RADIUS_CONTROL, "selected", line, tokens.RING_WIDTH)
        name = str(index.data())
        painter.setFont(theme.font_for("chrome", name))
        painter.setPen(theme.colour("text"))
        text = area.adjusted(10, 0, -8, 0)
        shown = QFontMetrics(painter.font()).elidedText(name, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
