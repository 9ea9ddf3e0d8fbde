"""Strips of the column: where one is, what it is narrowed to, and what can be done with several conversations."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.commands import Command
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.widgets import CommandIcon, IconButton, Label


class Strip(QWidget):
    """A line of words with a button at its left to leave and buttons at its right."""

    left = Signal()

    def __init__(
        self, icon: str, label: Callable[[], str], parent: QWidget | None = None, *, style: str = "chrome_medium"
    ) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(8, 0, 8, 0)
        self.row.setSpacing(4)
        self.leave = IconButton(icon, label)
        self.leave.clicked.connect(self.left)
        self.words = Label("", style, elide=True)
        self.row.addWidget(self.leave)
        self.row.addWidget(self.words, 1)
        theme.follow(self, lambda: self.setFixedHeight(theme.px(tokens.ROW + 4)))

    def add(self, command: Command, action: Callable[[], object]) -> IconButton:
        """One more button at the right: what `command` does, done to what this strip is about."""
        button = CommandIcon(command, run=action)
        self.row.addWidget(button)
        return button


class ChoiceBar(Strip):
    """Several conversations are chosen: how many, and what to do with them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("x", lambda: translate("Chat", "Choose none"), parent, style="meta")
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many; there is only room for the number."""
        self.words.setText(f"{count:,}")
        self.words.setAccessibleName(translate("Chat", "{n} chosen").format(n=f"{count:,}"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, self.width(), 1, theme.colour("hairline"))
