"""A card in the middle of the window with a title, a cross and room for widgets: what our sheets are made of."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.look.theme import theme
from desktop.ui.text.retranslate import say
from desktop.ui.widgets.buttons import CommandIcon
from desktop.ui.widgets.commands import CLOSE
from desktop.ui.widgets.floating.popup import Popup
from desktop.ui.widgets.labels import Label, Line, Text

_EDGE = 40


class PanelSheet(Popup):
    """Put widgets into `body`, and into `head` before the cross. The size is in em of the interface's font, and never
    more than the window's.
    """

    def __init__(self, anchor: QWidget, title: Text, *, width_em: float, height_em: float) -> None:
        super().__init__(anchor)
        self._size = (width_em, height_em)
        say(self.card, self.card.setAccessibleName, title if callable(title) else lambda: title)
        head = self.head = QHBoxLayout()
        head.setContentsMargins(20, 8, 8, 8)
        head.addWidget(Label(title, "title", elide=True), 1)
        cross = self.cross = CommandIcon(CLOSE, run=self.close_popup)
        head.addWidget(cross)
        self.card.column.addLayout(head)
        self.card.column.addWidget(Line())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(20, 12, 20, 16)
        self.body.setSpacing(0)
        self.card.column.addLayout(self.body, 1)

    def open_over(self) -> None:
        """Show it in the middle of the window."""
        self.open_below(self.anchor)

    def _place(self) -> None:
        window = self._over.rect()
        self.setGeometry(window)
        width = min(theme.em("chrome", self._size[0]), window.width() - 2 * _EDGE)
        height = min(theme.em("chrome", self._size[1]), window.height() - 2 * _EDGE)
        self.card.setGeometry((window.width() - width) // 2, (window.height() - height) // 2, width, height)
