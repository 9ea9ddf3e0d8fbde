"""How the rows of the list of conversations are painted, and edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.base.i18n import translate
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.conversation_list.grouping import ConversationRow, FolderRow, Heading, Row
from desktop.ui.panes.chat.conversation_list.list_model import DATE, ROW
from desktop.ui.widgets import LineField
from desktop.ui.widgets.draw import mirrored, put, rounded

_INDENT = 14
_CHEVRON, _ICON = 14, 16
_TAG, _MARK = 18, 13
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_Index = QModelIndex | QPersistentModelIndex


class RowState(Protocol):
    """What painting asks of the view: which row is open, chosen, under the pointer, or where something would drop."""

    open_id: int | None
    drop_row: int
    hovered_row: int

    @property
    def by_keyboard(self) -> bool: ...

    def is_chosen(self, index: _Index, /) -> bool: ...

    def currentIndex(self) -> QModelIndex: ...


class RowPainting(QStyledItemDelegate):
    """Headings, folders and rows, all of one height: what is at a point is then a division, however long the list."""

    def __init__(self, state: RowState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self._row = QRect()  # the one being painted

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(80, theme.px(tokens.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row | None = index.data(ROW)
        title = str(index.data())
        self._row = QRect(option.rect)
        area = QRect(option.rect)
        painter.save()
        match row:
            case Heading():
                painter.setFont(theme.font_for("small_strong", title))
                painter.setPen(theme.colour("secondary"))
                area.adjust(16, 0, -16, -theme.px(5))
                painter.drawText(area, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, title)
            case FolderRow():
                area = self._paint_back(painter, area.adjusted(8, 0, -8, 0), index, marked=False)
                area.adjust(row.depth * _INDENT, 0, 0, 0)
                self._paint_folder(painter, area, row, title)
            case ConversationRow():
                is_open = row.conversation.id == self._state.open_id
                marked = is_open or self._state.is_chosen(index)
                area = self._paint_back(painter, area.adjusted(8, 0, -8, 0), index, marked=marked)
                area.adjust(row.depth * _INDENT, 0, 0, 0)
                date, tags = str(index.data(DATE)), row.conversation.tags
                self._paint_line(painter, area, title, date, strong=is_open, marked=marked, tags=tags)
        painter.restore()

    def _seen(self, area: QRect) -> QRect:
        """Where it lies for those who read from right to left."""
        return mirrored(area, self._row)

    def _closed_chevron(self) -> str:
        """Points to where reading goes."""
        leftwards = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return "chevron-left" if leftwards else "chevron-right"

    def _paint_back(self, painter: QPainter, area: QRect, index: _Index, *, marked: bool) -> QRect:
        """The fill and the ring; returns where the words go."""
        if index.row() == self._state.drop_row:
            rounded(painter, area, tokens.RADIUS_CONTROL, "proposal", "accent")
        elif marked:
            rounded(painter, area, tokens.RADIUS_CONTROL, "selected")
        elif self._state.hovered_row == index.row():
            rounded(painter, area, tokens.RADIUS_CONTROL, "hover")
        if self._state.by_keyboard and index == self._state.currentIndex():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), tokens.RING_WIDTH))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        return area.adjusted(8, 0, -8, 0)

    def _paint_folder(self, painter: QPainter, area: QRect, row: FolderRow, name: str) -> None:
        chevron, icon = theme.px(_CHEVRON), theme.px(_ICON)
        y = area.center().y() + 1
        name_of = "chevron-down" if row.is_open else self._closed_chevron()
        put(painter, area.left() - 4, y - chevron // 2, icons.pixmap(name_of, "secondary", chevron), chevron, self._row)
        area.adjust(chevron, 0, 0, 0)
        put(painter, area.left(), y - icon // 2, icons.pixmap("folder", "secondary", icon), icon, self._row)
        area.adjust(icon + 6, 0, 0, 0)
        self._paint_line(painter, area, name, str(row.count or ""))

    def _paint_line(
        self,
        painter: QPainter,
        area: QRect,
        title: str,
        date: str,
        *,
        strong: bool = False,
        marked: bool = False,
        tags: Sequence[str] = (),
    ) -> None:
        small = theme.font_for("small", date)
        painter.setFont(small)
        quiet = "text" if marked and theme.dark else "secondary"
        painter.setPen(theme.colour(quiet))
        painter.drawText(self._seen(area), _RIGHT, date)
        area = area.adjusted(0, 0, -QFontMetrics(small).horizontalAdvance(date) - 12, 0)
        font = theme.font_for("chrome_medium" if strong else "chrome", title)
        wide = QFontMetrics(font).horizontalAdvance(title)
        if tags:
            area.setRight(area.right() - self._paint_tags(painter, area, tags, area.width() - wide - 8, quiet))
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        shown = QFontMetrics(font).elidedText(title, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(self._seen(area), _LEFT, shown)

    def _paint_tags(self, painter: QPainter, area: QRect, tags: Sequence[str], room: int, quiet: str) -> int:
        """The first name that has room beside the title, with how many more, else a mark; returns how wide it is."""
        high, right = theme.px(_TAG), area.right()
        for tag in tags:
            name = f"{tag} +{len(tags) - 1}" if len(tags) > 1 else tag
            font = theme.font_for("small", name)
            wide = QFontMetrics(font).horizontalAdvance(name) + theme.px(10)
            if wide > room:
                continue
            box = self._seen(QRect(right - wide, area.center().y() - high // 2 + 1, wide, high))
            rounded(painter, box, tokens.RADIUS_TOKEN, None, "hairline" if quiet == "secondary" else "border")
            painter.setFont(font)
            painter.setPen(theme.colour(quiet))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
            return wide + 6
        icon = theme.px(_MARK)
        put(painter, right - icon, area.center().y() - icon // 2 + 1, icons.pixmap("tag", quiet, icon), icon, self._row)
        return icon + 6

    # -- editing in place ------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index) -> QWidget:
        if isinstance(index.data(ROW), FolderRow):
            return LineField(lambda: translate("Chat", "Name of the folder"), parent)
        return LineField(lambda: translate("Chat", "Title"), parent)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, LineField) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            QTimer.singleShot(0, editor, lambda: None if editor.isModified() else editor.selectAll())

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, LineField):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row | None = index.data(ROW)
        left = 8
        if isinstance(row, FolderRow):  # beside its picture
            left += row.depth * _INDENT + theme.px(_CHEVRON) + theme.px(_ICON) + 6
        elif isinstance(row, ConversationRow):
            left += row.depth * _INDENT
        area: QRect = option.rect
        editor.setGeometry(area.adjusted(left, 0, -8, 0))
