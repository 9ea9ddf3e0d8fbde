"""A column that scrolls, on whatever ground it lies."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Scrolled(QScrollArea):
    """Shows `inside` as wide as its place, with a horizontal bar only where that can't be.

    `focusable` where nothing in it takes the keys.
    """

    accessible_role = QAccessible.Role.Pane

    def __init__(self, inside: QWidget | None = None, *, focusable: bool = False) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if focusable else Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        if inside is not None:
            self.show_inside(inside)

    def show_inside(self, inside: QWidget) -> None:
        """Show this from now on."""
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # setWidget turns it on
