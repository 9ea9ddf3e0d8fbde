"""A word to press in a line of text: as a quiet button, in a colour of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desktop.ui.widgets import Button


class WordButton(Button):
    """`token` is its colour when it can be pressed."""

    def __init__(
        self,
        label: Callable[[], str],
        token: str = "text",
        icon: str | None = None,
        parent: QWidget | None = None,
        *,
        menu: bool = False,
    ) -> None:
        self._own_token = token
        super().__init__(label, "quiet", icon, parent, menu=menu)

    def _paint_back(self, painter: QPainter) -> str:
        token = super()._paint_back(painter)
        return self._own_token if self.isEnabled() else token
