"""The chat's page: the transcript, or the first page, or a blank one; the composer always below."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.panes.chat.composer import Composer
from desktop.ui.panes.chat.first_run import Blank, FirstRun
from desktop.ui.panes.chat.transcript import Transcript
from desktop.ui.theme import theme

_ABOVE_COMPOSER = 8
_TOAST_ROOM = 16


class ChatPage(QWidget):
    """What stands in the middle of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.transcript = Transcript()
        self.first_run = FirstRun()
        self.blank = Blank()
        self.composer = Composer()
        self._stack = QStackedWidget()
        for widget in (self.transcript, self.first_run, self.blank):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_ABOVE_COMPOSER)
        column.addWidget(self._stack, 1)
        column.addWidget(self.composer)
        self._stack.setCurrentWidget(self.blank)
        theme.follow(self, self.update)

    def show_state(self, *, messages: bool, first_run: bool) -> None:
        """Which of the three is in front."""
        wanted: QWidget = self.transcript if messages else self.first_run if first_run else self.blank
        if self._stack.currentWidget() is not wanted:
            self._stack.setCurrentWidget(wanted)
        self.composer.set_first_run(first_run and not messages)

    def toast_room(self) -> int:
        """Pixels a toast leaves free below it: the composer's."""
        return self.composer.height() + _TOAST_ROOM

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("page"))
