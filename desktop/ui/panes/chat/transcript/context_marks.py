"""Beside the conversation: which messages are no longer read, where that ends, and which are pinned."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.look import icons
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.messages.message_view import MessageView
from desktop.ui.panes.chat.transcript.transcript import Transcript
from desktop.ui.text.retranslate import say

_WIDTH = 18
_BOUNDARY = 18


class ReadingMarks(QObject):
    """Follows the transcript: a dotted line left of what has no room, a line with words where it ends, pins."""

    def __init__(self, transcript: Transcript) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._left_out: frozenset[int] = frozenset()
        self.margin = _Margin(transcript.viewport())
        self.boundary = _Boundary(transcript.viewport())
        transcript.placed.connect(self.place)
        say(self, lambda _: self.place(), lambda: "")

    def show_left_out(self, left_out: Collection[int]) -> None:
        """These messages (ids) have no room in the next prompt."""
        if frozenset(left_out) != self._left_out:
            self._left_out = frozenset(left_out)
            self.place()

    def place(self) -> None:
        """Put the marks where the messages are."""
        views = self._transcript.views
        left, width = self._transcript.column()
        out = [view for view in views if view.message.id in self._left_out]
        pinned = [view for view in views if view.message.pinned]
        for view in views:
            view.setAccessibleDescription(self._said(view))
        self.margin.show_marks([view.geometry() for view in out], [view.geometry() for view in pinned])
        self.margin.setGeometry(left - _WIDTH - 2, 0, _WIDTH, self._transcript.viewport().height())
        self.margin.setVisible(bool(out or pinned))
        self.margin.raise_()
        last = max(self._left_out, key=self._transcript.row, default=None)
        edge = next((view for view in out if view.message.id == last), None)
        self.boundary.setVisible(edge is not None)
        if edge is not None:
            middle = edge.geometry().bottom() + 1 + (8 if edge.message.role != "user" else 0)
            self.boundary.setGeometry(left, middle - _BOUNDARY // 2, width, theme.px(_BOUNDARY))
            self.boundary.raise_()

    def _said(self, view: MessageView) -> str:
        if view.message.id in self._left_out:
            return translate("Chat", "No longer read by the model")
        return translate("Chat", "Pinned: it stays in the context") if view.message.pinned else ""


class _Margin(QWidget):
    """The narrow strip left of the column; clicks go through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._out: list[QRect] = []
        self._pinned: list[QRect] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_marks(self, out: list[QRect], pinned: list[QRect]) -> None:
        if (out, pinned) != (self._out, self._pinned):
            self._out, self._pinned = out, pinned
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(theme.colour("border"), 2, Qt.PenStyle.DotLine))
        for area in self._out:
            painter.drawLine(self.width() // 2, area.top(), self.width() // 2, area.bottom() - 4)
        side = theme.px(16)
        for area in self._pinned:
            painter.drawPixmap((self.width() - side) // 2, area.top() + 1, icons.pixmap("pin", "origin_pinned", side))


class _Boundary(QWidget):
    """Above this line nothing is read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        say(self, self.setAccessibleName, _words)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        words = _words()
        painter.setFont(theme.font_for("meta", words))
        wide = QFontMetrics(painter.font()).horizontalAdvance(words) + 24
        middle, half = self.height() // 2, self.width() // 2
        painter.setPen(theme.colour("hairline"))
        painter.drawLine(0, middle, half - wide // 2, middle)
        painter.drawLine(half + wide // 2, middle, self.width(), middle)
        painter.setPen(theme.colour("secondary"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)


def _words() -> str:
    return translate("Chat", "No longer read above this line")
