"""The page of a conversation in which nothing stands yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look import tokens
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Icon, Paragraph

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class Blank(QWidget):
    """A conversation without messages, later than the first: one sentence, the composer is its button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.GRID[4], 0, tokens.GRID[4], 0)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(Icon("lamp", "secondary", 28), 0, _CENTRE)
        self._greeting = ""
        self.words = Paragraph("", "chat", "secondary", align=_CENTRE)
        say(self, lambda _: self._show_words(), lambda: "")
        column.addWidget(self.words)
        column.addStretch(3)

    def show_greeting(self, greeting: str) -> None:
        """What the chosen assistant says first, or what it is for; "" without one."""
        self._greeting = greeting
        self._show_words()

    def _show_words(self) -> None:
        self.words.set_text(self._greeting or translate("Chat", "A new conversation. Write below to begin."))
