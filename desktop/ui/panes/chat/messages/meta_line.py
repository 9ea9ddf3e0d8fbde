"""The one line over a reply: the model's name and how it went, or what the model is doing."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.look.theme import theme
from desktop.ui.widgets.draw import mirrored, rounded

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
            dot = mirrored(QRect(1, (self.height() - _DOT) // 2, _DOT, _DOT), self.rect())
            rounded(painter, QRectF(dot), _DOT / 2, "accent")
            x = 16
        painter.setPen(theme.colour("secondary"))
        for style, words in (("meta_strong", self._name), ("meta", self._text)):
            font = theme.font_for(style, words)
            painter.setFont(font)
            room = self.width() - x
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(mirrored(QRect(x, 0, room, self.height()), self.rect()), flags, shown)
            x += QFontMetrics(font).horizontalAdvance(shown) + (_GAP if shown else 0)
