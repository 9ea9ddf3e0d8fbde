"""Choosing parts of a document: pages, chapters, rows or lines, with what each takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.base.i18n import translate
from desktop.features.chat.attachments import Counted, amount_text
from desktop.formats.reading import Part, PartKind, Readable
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.widgets import Button, Label, PanelSheet, Paragraph
from desktop.ui.widgets.draw import rounded

if TYPE_CHECKING:
    from desktop.formats.pieces import Piece

_ROW = 32
_CHECKED = Qt.CheckState.Checked
_TOKENS = int(Qt.ItemDataRole.UserRole)


class PartsPopup(PanelSheet):
    """`chosen` carries the numbers of the parts; `look_asked` asks for the text that is attached now."""

    help_topic = "chat#documents"

    chosen = Signal(list)
    look_asked = Signal()

    def __init__(self, anchor: QWidget, counted: Counted, room: int | None, part: str = "") -> None:
        super().__init__(anchor, counted.document.name, width_em=36, height_em=40)
        self._counted = counted
        self._room = room
        self.body.addWidget(Paragraph(self._intro(), "chrome", "secondary"))
        self.body.addSpacing(8)
        self.list = _PartList(self)
        self.list.setAccessibleName(translate("Chat", "Parts of {name}").format(name=counted.document.name))
        for number, one in enumerate(counted.document.parts):
            item = QListWidgetItem(part_title(one, counted.document.kind))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(_TOKENS, counted.tokens[number] if counted.tokens else 0)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _: self._refresh())
        self.body.addWidget(self.list, 1)
        self.body.addSpacing(8)
        self._add_foot(part)
        self._check_what_fits(whole=not part and room is not None and counted.total() <= room)
        self.list.setCurrentRow(0)

    def first_focus(self) -> QWidget:
        return self.list

    def _intro(self) -> str:
        total, room = self._counted.total(), self._room
        if room is None or total <= room:
            return translate("Chat", "Choose what is to be read.")
        said = translate("Chat", "{n} tokens in all, {over} more than fit. Choose what is to be read.")
        return said.format(n=f"{total:,}", over=f"{total - room:,}")

    @property
    def parts(self) -> list[int]:
        """The numbers of the parts that are checked."""
        return [row for row in range(self.list.count()) if self.list.item(row).checkState() == _CHECKED]

    def _add_foot(self, part: str) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._sum = Label("", "meta", "secondary", elide=True)
        foot.addWidget(self._sum, 1)
        every = Button(lambda: translate("Chat", "All or none"), "quiet")
        every.clicked.connect(self._toggle_all)
        foot.addWidget(every)
        if part:
            look = Button(lambda: translate("Chat", "Show text"), "quiet")
            look.clicked.connect(self._look)
            foot.addWidget(look)
        self.accept = Button(lambda: translate("Chat", "Attach"), "primary")
        self.accept.clicked.connect(self._take)
        foot.addWidget(self.accept)
        self.body.addLayout(foot)

    def _check_what_fits(self, *, whole: bool) -> None:
        """From the beginning, as many as there is room for."""
        left = self._room if self._room is not None else 0
        left -= self._counted.head_tokens
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            item = self.list.item(row)
            left -= item.data(_TOKENS)
            if not whole and left < 0:
                break
            item.setCheckState(_CHECKED)
        self.list.blockSignals(False)
        self._refresh()

    def _toggle_all(self) -> None:
        state = Qt.CheckState.Unchecked if len(self.parts) == self.list.count() else _CHECKED
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(state)
        self.list.blockSignals(False)
        self._refresh()

    def _refresh(self) -> None:
        self.list.viewport().update()
        parts = self.parts
        size = self._counted.total(parts) if parts else 0
        over = self._room is not None and size > self._room
        if over and self._room is not None:
            words = translate("Chat", "{n} tokens chosen, {over} too many").format(
                n=f"{size:,}", over=f"{size - self._room:,}"
            )
        elif self._room is not None:
            words = translate("Chat", "{n} of {room} tokens chosen").format(n=f"{size:,}", room=f"{self._room:,}")
        else:
            words = translate("Chat", "{n} tokens chosen").format(n=f"{size:,}")
        self._sum.set_look(token="wrong" if over else "secondary")
        self._sum.setText(words)
        self.accept.setEnabled(bool(parts) and not over)

    def _take(self) -> None:
        self.chosen.emit(self.parts)
        self.close_popup()

    def _look(self) -> None:
        self.close_popup()
        self.look_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.accept.isEnabled():
            self._take()
        else:
            super().keyPressEvent(event)


class PiecesPopup(PartsPopup):
    """A file too large to be read at once: which pieces of it to read. Each is counted then, and offers its parts."""

    def __init__(self, anchor: QWidget, path: Path, pieces: Sequence[Piece], said: str) -> None:
        self._pieces = pieces
        self._said = said
        listed = tuple(Part(piece.first_line, piece.last_line, piece.begins) for piece in pieces)
        super().__init__(anchor, Counted(Readable(path.name, PartKind.LINES, listed), path), None)
        self.accept.setText(translate("Chat", "Read"))

    def _intro(self) -> str:
        return self._said

    def _check_what_fits(self, *, whole: bool) -> None:
        self.list.item(0).setCheckState(_CHECKED)

    def _refresh(self) -> None:
        self.list.viewport().update()
        chosen = sum(self._pieces[number].end - self._pieces[number].start for number in self.parts)
        self._sum.setText(translate("Chat", "{size} chosen").format(size=amount_text(chosen, "bytes")))
        self.accept.setEnabled(bool(self.parts))


class _PartList(QListWidget):
    """Rows with a box, a name and a number. Space and a click check the current one; Enter is the sheet's."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.itemClicked.connect(self._toggle)

    def _toggle(self, item: QListWidgetItem) -> None:
        checked = item.checkState() == _CHECKED
        item.setCheckState(Qt.CheckState.Unchecked if checked else _CHECKED)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        elif event.key() == Qt.Key.Key_Space and self.currentItem() is not None:
            self._toggle(self.currentItem())
        else:
            super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, theme.px(_ROW))

    def editorEvent(self, *_: object) -> bool:
        return False

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area: QRect = option.rect
        view = self.parent()
        assert isinstance(view, QListWidget)
        if index.row() == view.currentRow() and view.hasFocus():
            rounded(painter, area, tokens.RADIUS_CONTROL, "card_hover")
        side = theme.px(16)
        box = QRect(area.left() + 8, area.center().y() - side // 2, side, side)
        checked = index.data(Qt.ItemDataRole.CheckStateRole) in (_CHECKED, _CHECKED.value)
        rounded(painter, box, 4, "primary" if checked else "card", "accent" if checked else "border")
        if checked:
            painter.drawPixmap(box.topLeft(), icons.pixmap("check", "primary_text", side))
        number = f"{index.data(_TOKENS):,}" if index.data(_TOKENS) else ""
        painter.setFont(theme.font("chrome", chinese=False))
        wide = QFontMetrics(painter.font()).horizontalAdvance(number)
        painter.setPen(QPen(theme.colour("secondary")))
        text = area.adjusted(side + 20, 0, -12, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)
        name = str(index.data())
        painter.setFont(theme.font_for("chrome", name))
        painter.setPen(QPen(theme.colour("text")))
        text.setRight(text.right() - wide - 12)
        shown = QFontMetrics(painter.font()).elidedText(name, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def part_title(part: Part, kind: PartKind) -> str:
    """A part in words, with its beginning."""
    span = f"{part.first:,}–{part.last:,}" if part.last > part.first else f"{part.first:,}"
    begins = " ".join(part.text[:200].split())[:80]
    match kind:
        case PartKind.CHAPTERS:
            return part.title or begins
        case PartKind.PAGES:
            return translate("Chat", "Page {n}").format(n=span) + f" · {begins}"
        case PartKind.ROWS:
            return translate("Chat", "Rows {n}").format(n=span)
        case _:
            return translate("Chat", "Lines {n}").format(n=span) + f" · {begins}"
