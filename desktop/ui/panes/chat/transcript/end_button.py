"""The way back to the end of a long conversation."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.look import tokens
from desktop.ui.widgets import IconButton
from desktop.ui.widgets.draw import rounded


class EndButton(IconButton):
    """A small card with an arrow that floats over the foot of the page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("chevron-down", lambda: translate("Chat", "To the end"), parent)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "card", "hairline")
        painter.end()
        super().paintEvent(event)
