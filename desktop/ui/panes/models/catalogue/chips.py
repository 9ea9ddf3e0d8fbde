"""A few words side by side, one of them chosen: what one is looking for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.text.retranslate import say
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.draw import rounded


class Chip(Pressable):
    """One of them; the arrow keys go from one to the next."""

    def __init__(self, label: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, self._name, label)

    def _name(self, label: str) -> None:
        self.setText(label)
        self.setAccessibleName(label)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font_for("chrome_medium", self.text()))
        return QSize(metrics.horizontalAdvance(self.text()) + theme.px(28), theme.px(tokens.CONTROL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        chosen = self.isChecked() or self.isDown()
        fill = "selected" if chosen else "hover" if self.hovered else "card"
        # In the dark the fills are too near to each other to tell which one is chosen.
        line = "hairline" if not chosen else "border" if theme.dark else "selected"
        rounded(painter, self.rect(), tokens.RADIUS_CONTROL, fill, line)
        painter.setFont(theme.font_for("chrome_medium", self.text()))
        painter.setPen(theme.colour("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
