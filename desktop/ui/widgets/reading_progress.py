"""How far the model is with loading or with reading a prompt."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.look.theme import theme
from desktop.ui.widgets import ProgressBar4

_BAR_WIDTH = 160


class ReadingProgress(QWidget):
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
