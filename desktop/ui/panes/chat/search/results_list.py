"""What a search found: conversations, and under each the lines with the words marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.base.i18n import translate
from desktop.store.core.snippet import Snippet
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat import words
from desktop.ui.panes.chat.search.query_runner import Results
from desktop.ui.text.retranslate import say
from desktop.ui.widgets.draw import rounded

if TYPE_CHECKING:
    from desktop.store.search.records import Hit

ROW = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LINES = 2
_ICON = 13
_BEFORE = 24  # characters before the first hit: the column is narrow


@dataclass(frozen=True)
class TitleRow:
    """A conversation; `number` counts the hits below it."""

    conversation_id: int
    title: Snippet
    number: int


@dataclass(frozen=True)
class HitRow:
    """A message."""

    hit: Hit
    snippet: Snippet


class ResultModel(QAbstractListModel):
    """The rows of one `Results`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[TitleRow | HitRow] = []
        self.results = Results()

    def show(self, results: Results) -> None:
        """Show other results; a next page goes below what stands there."""
        rows: list[TitleRow | HitRow] = []
        for group in results.groups:
            rows.append(TitleRow(group.conversation_id, group.title, len(group.hits)))
            rows += [HitRow(hit, shortened(hit.snippet)) for hit in group.hits]
        same = self.results.typed == results.typed and self.results.filters == results.filters
        kept = len(self.rows) if same and rows[: len(self.rows)] == self.rows else 0
        self.results = results
        if kept and len(rows) > kept:
            self.beginInsertRows(_NOWHERE, kept, len(rows) - 1)
            self.rows = rows
            self.endInsertRows()
        elif rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, HitRow) and row.hit.document:
            return spoken(row.hit)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(row, TitleRow):
                return row.title.text or translate("Chat", "Untitled")
            return f"{spoken(row.hit)}: {row.hit.snippet.text}"
        return None


class ResultView(QListView):
    """Enter or a click goes there; Escape and Up from the first row go back to the field.

    `chosen` carries a conversation's id, and the `Hit`, or None for the conversation as a whole.
    """

    chosen = Signal(int, object)
    left_upwards = Signal()
    end_reached = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results = ResultModel(self)
        self.hovered_row = -1
        self._by_keyboard = False
        self.setModel(self.results)
        self.setItemDelegate(_Paint(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._choose)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        say(self, self.setAccessibleName, lambda: translate("Chat", "Search results"))
        theme.follow(self, self.scheduleDelayedItemsLayout)

    @property
    def by_keyboard(self) -> bool:
        return self._by_keyboard and self.hasFocus()

    def show_results(self, results: Results) -> None:
        self.results.show(results)
        if not self.currentIndex().isValid() and self.results.rows:
            self.setCurrentIndex(self.results.index(0))

    def go_in(self) -> None:
        """Take the keyboard, on the first row."""
        if self.results.rows:
            self._by_keyboard = True
            self.setCurrentIndex(self.results.index(0))
            self.setFocus(Qt.FocusReason.TabFocusReason)

    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - self.height():
            self.end_reached.emit()

    def open_first(self) -> None:
        """The first message that was found, else the first conversation."""
        rows = self.results.rows
        at = next((number for number, row in enumerate(rows) if isinstance(row, HitRow)), 0)
        if rows:
            self.setCurrentIndex(self.results.index(at))
            self._choose(self.results.index(at))

    def step(self, by: int) -> None:
        """Go to the next message found, or the one before, and open it."""
        rows = self.results.rows
        at = self.currentIndex().row() + by
        while 0 <= at < len(rows):
            if isinstance(rows[at], HitRow):
                self.setCurrentIndex(self.results.index(at))
                self._choose(self.results.index(at))
                return
            at += by

    def _choose(self, index: _Index) -> None:
        row = self.results.rows[index.row()]
        if isinstance(row, TitleRow):
            self.chosen.emit(row.conversation_id, None)
        else:
            self.chosen.emit(row.hit.conversation_id, row.hit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_keyboard = True
        key, at = event.key(), self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at.isValid():
            self._choose(at)
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Up and at.row() <= 0):
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)
            if key == Qt.Key.Key_Down and self.currentIndex().row() == len(self.results.rows) - 1:
                self.end_reached.emit()
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.hovered_row = self.indexAt(event.position().toPoint()).row()
        self.viewport().update()


class _Paint(QStyledItemDelegate):
    """A title in one line; a hit as who said it and when, and two lines of it."""

    def __init__(self, view: ResultView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        if isinstance(index.data(ROW), TitleRow):
            return QSize(80, theme.px(tokens.ROW + 4))
        return QSize(80, theme.px(16 + 12) + _LINES * theme.px(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        row = index.data(ROW)
        area = QRect(option.rect).adjusted(8, 0, -8, 0)
        if isinstance(row, TitleRow):
            area.adjust(0, 4, 0, 0)
        if index == self._view.currentIndex() and not self._view.by_keyboard and self._view.hasFocus():
            rounded(painter, area, tokens.RADIUS_CONTROL, "selected")
        elif self._view.hovered_row == index.row() and self._view.underMouse():
            rounded(painter, area, tokens.RADIUS_CONTROL, "hover")
        if self._view.by_keyboard and index == self._view.currentIndex():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), tokens.RING_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        inner = area.adjusted(8, 0, -8, 0)
        if isinstance(row, TitleRow):
            title = row.title if row.title.text else Snippet(translate("Chat", "Untitled"))
            lines(painter, QRectF(inner), title, theme.font_for("chrome_medium", title.text), 1, theme.px(22))
        else:
            self._paint_hit(painter, inner.adjusted(8, 6, 0, -6), row)
        painter.restore()

    def _paint_hit(self, painter: QPainter, area: QRect, row: HitRow) -> None:
        head = theme.px(16)
        said, when = who(row.hit), words.when(row.hit.created, datetime.now().astimezone())
        top = QRect(area.left(), area.top(), area.width(), head)
        painter.setPen(theme.colour("secondary"))
        small = theme.font_for("small", when)
        painter.setFont(small)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, when)
        room = top.width() - QFontMetrics(small).horizontalAdvance(when) - 8
        small = theme.font_for("small", said)
        if row.hit.document:
            side = theme.px(_ICON)
            painter.drawPixmap(top.left(), top.center().y() - side // 2, icons.pixmap("file", "secondary", side))
            top.adjust(side + 4, 0, 0, 0)
            room -= side + 4
        painter.setFont(small)
        elided = Qt.TextElideMode.ElideMiddle if row.hit.document else Qt.TextElideMode.ElideRight
        shown = QFontMetrics(small).elidedText(said, elided, room)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        rest = QRectF(area.left(), area.top() + head, area.width(), area.height() - head)
        lines(painter, rest, row.snippet, theme.font_for("meta", row.snippet.text), _LINES, theme.px(18))


def lines(painter: QPainter, area: QRectF, snippet: Snippet, font: QFont, most: int, line_height: int) -> None:
    """Draw a text over at most so many lines, its hits on the tint of the selection."""
    layout = QTextLayout(snippet.text, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeading))
    layout.beginLayout()
    placed = []
    metrics = QFontMetrics(font)
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(area.width() if number < most - 1 else 100_000)
        line.setPosition(area.topLeft())
        placed.append(line)
    layout.endLayout()
    painter.save()
    painter.setClipRect(area)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, line in enumerate(placed):
        top = area.top() + number * line_height
        if most == 1:
            top = area.top() + (area.height() - line_height) / 2
        text_top = top + (line_height - line.height()) / 2
        start, end = line.textStart(), line.textStart() + line.textLength()
        for begin, stop in snippet.hits:
            if max(begin, start) < min(stop, end):
                one, other = _x(line, max(begin, start)), _x(line, min(stop, end))
                if number == most - 1 and line.naturalTextWidth() > area.width() and other > area.right() - 12:
                    continue  # behind the ellipsis
                box = QRectF(min(one, other) - 1, top + 1, abs(other - one) + 2, line_height - 2)
                rounded(painter, box, tokens.RADIUS_TOKEN, "selection")
        painter.setPen(theme.colour("text"))
        last = number == most - 1
        if last and line.naturalTextWidth() > area.width():
            painter.setFont(font)
            rest = metrics.elidedText(snippet.text[start:], Qt.TextElideMode.ElideRight, int(area.width()))
            box = QRectF(area.left(), top, area.width(), line_height)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, rest)
        else:
            line.setPosition(area.topLeft())
            line.draw(painter, QPointF(0, text_top - area.top()))
    painter.restore()


def _x(line: Any, position: int) -> float:
    found: Any = line.cursorToX(position)
    return float(found[0])


def who(hit: Hit) -> str:
    """Who said it, or the document that has it."""
    if hit.document:
        return hit.document
    if hit.role == "user":
        return translate("Chat", "You")
    return hit.model or translate("Chat", "Reply")


def spoken(hit: Hit) -> str:
    """The same for a screen reader, to whom no icon says that it is a document."""
    return translate("Chat", "In the document {name}").format(name=hit.document) if hit.document else who(hit)


def shortened(snippet: Snippet) -> Snippet:
    """With less before the first hit, so that it stands in the first line of a narrow column."""
    first = snippet.hits[0][0] if snippet.hits else 0
    if first <= _BEFORE:
        return snippet
    cut = first - _BEFORE
    space = snippet.text.find(" ", cut, first)
    cut = space + 1 if space >= 0 else cut
    return Snippet("…" + snippet.text[cut:], tuple((start - cut + 1, end - cut + 1) for start, end in snippet.hits))
