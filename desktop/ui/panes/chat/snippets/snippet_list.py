"""The list of snippets that appears at the caret. It never takes the focus: typing goes on in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextEdit,
)

from desktop.base.i18n import translate
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import tip
from desktop.ui.text.speech import announce
from desktop.ui.widgets import Card
from desktop.ui.widgets.draw import rounded, shadow

if TYPE_CHECKING:
    from desktop.store.conversations.assistants import Snippet

_WIDTH = 400
_MOST_ROWS = 8
_ROOM = tokens.SHADOW_BLUR  # around the card, for its shadow
_ROLE = int(Qt.ItemDataRole.UserRole)


class SnippetList(Card):
    """`chosen` carries a snippet, None for the way to manage them."""

    chosen = Signal(object)

    def __init__(self, text: QTextEdit) -> None:
        super().__init__(text.window(), margins=_ROOM + 4)
        self._text = text
        self._list = QListWidget()
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_Delegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.viewport().setAutoFillBackground(False)
        self._list.setAccessibleName(translate("Chat", "Snippets"))
        self._list.itemClicked.connect(lambda item: self.chosen.emit(item.data(_ROLE)))
        self.column.addWidget(self._list)
        self.hide()

    def show_snippets(self, found: Sequence[Snippet], at: QRect) -> None:
        """Show these at the caret (`at`, in the window), above it where there is no room below."""
        self._list.clear()
        for snippet in found:
            item = QListWidgetItem(snippet.name)
            item.setData(_ROLE, snippet)
            item.setToolTip(tip(snippet.text))
            self._list.addItem(item)
        self._list.addItem(QListWidgetItem(translate("Chat", "Manage snippets…")))
        self._list.setCurrentRow(0)
        row = theme.px(tokens.ROW)
        high = min(self._list.count(), _MOST_ROWS) * row + 8
        window = self.parentWidget()
        assert window is not None
        wide = min(theme.px(_WIDTH), window.width() - 16)
        top = at.bottom() + 4
        if top + high > window.height() - 8:
            top = max(8, at.top() - 4 - high)
        left = max(8, min(at.left(), window.width() - wide - 8))
        card = QRect(QPoint(left, top), QSize(wide, high))
        self.setGeometry(card.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM))
        self.show()
        self.raise_()
        self._say()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        card = self.rect().adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM)
        shadow(painter, card, tokens.RADIUS_CARD)
        rounded(painter, card, tokens.RADIUS_CARD, "card", "hairline")

    @property
    def names(self) -> list[str]:
        """The names that are offered."""
        return [self._list.item(row).text() for row in range(self._list.count() - 1)]

    def move(self, step: int) -> None:  # type: ignore[override]
        """Go to the next or the previous one."""
        self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
        self._say()

    def take(self) -> None:
        """Choose the current one."""
        item = self._list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(_ROLE))

    def _say(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            announce(self._text, item.text())


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, theme.px(tokens.ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area: QRect = option.rect
        view = self.parent()
        assert isinstance(view, QListWidget)
        if index.row() == view.currentRow():
            rounded(painter, area, tokens.RADIUS_CONTROL, "card_hover")
        snippet = index.data(_ROLE)
        name = str(index.data())
        painter.setFont(theme.font_for("chrome_medium" if snippet else "chrome", name))
        painter.setPen(theme.colour("text" if snippet else "secondary"))
        text = area.adjusted(12, 0, -12, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(text, flags, name)
        if snippet is None:
            return
        text.setLeft(text.left() + QFontMetrics(painter.font()).horizontalAdvance(name) + 12)
        begins = " ".join(snippet.text.split())
        painter.setFont(theme.font_for("meta", begins))
        painter.setPen(theme.colour("secondary"))
        shown = QFontMetrics(painter.font()).elidedText(begins, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, flags, shown)
