"""The one line over a reply: the model's name and how it went, or what the model is doing."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.look.theme import theme
from desktop.ui.widgets import ProgressBar4
from desktop.ui.widgets.draw import rounded

_GAP = 8
_DOT = 6
_BAR_WIDTH = 160


class MetaLine(QWidget):
    """Name, words after it, and an amber dot before both while the reply is being written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._text = ""
        self._live = False

    def show_words(self, name: str, text: str, *, live: bool = False) -> None:
        """Say something else."""
        if (name, text, live) != (self._name, self._text, self._live):
            self._name, self._text, self._live = name, text, live
            self.setAccessibleName(f"{name} {text}".strip())
            self.update()

    @property
    def text(self) -> str:
        return f"{self._name} {self._text}".strip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = 0
        if self._live:
            rounded(painter, QRectF(1, (self.height() - _DOT) / 2, _DOT, _DOT), _DOT / 2, "accent")
            x = 16
        painter.setPen(theme.colour("secondary"))
        for style, words in (("meta_strong", self._name), ("meta", self._text)):
            font = theme.font_for(style, words)
            painter.setFont(font)
            room = self.width() - x
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRect(x, 0, room, self.height()), flags, shown)
            x += QFontMetrics(font).horizontalAdvance(shown) + (_GAP if shown else 0)


class Reading(QWidget):
    """What stands in the place of the first line while a model is loaded or a prompt is read: a bar and per cent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = ProgressBar4(self)
        self._words = ""

    def show_progress(self, name: str, fraction: float, words: str) -> None:
        """`name` says of what, `words` how far in words."""
        self._bar.set_fraction(fraction)
        self._bar.setAccessibleName(name)
        self._words = words
        self.update()

    @property
    def fraction(self) -> float:
        return self._bar.fraction

    def fit(self, width: int) -> int:
        """Place the bar in the height of one line of text."""
        height = theme.line("chat")
        self._bar.setGeometry(0, (height - 4) // 2, min(theme.px(_BAR_WIDTH), width // 2), 4)
        return height

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.colour("secondary"))
        left = self._bar.width() + 12
        area = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words)
