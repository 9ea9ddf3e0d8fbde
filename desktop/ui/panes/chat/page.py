"""The chat's page: the transcript, or the first page, or a blank one; the composer always below."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.blank import Blank
from desktop.ui.panes.chat.composer.composer import Composer
from desktop.ui.panes.chat.text_column import COLUMN_EMS
from desktop.ui.widgets import Notice

if TYPE_CHECKING:
    from desktop.ui.panes.chat.first_page.first_run import FirstRun
    from desktop.ui.panes.chat.transcript.transcript import Transcript

_ABOVE_COMPOSER = 8
_TOAST_ROOM = 16


class ChatPage(QWidget):
    """What stands in the middle of the window. `restore_asked` wants the open conversation out of the trash.

    Before `complete` there is only the composer, and above it the blank page or, while it isn't known what will be
    shown, nothing.
    """

    transcript: Transcript

    restore_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.blank = Blank()
        self.composer = Composer()
        self._nothing = QWidget()
        self._stack = QStackedWidget()
        for widget in (self.blank, self._nothing):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_ABOVE_COMPOSER)
        column.addWidget(self._stack, 1)
        column.addWidget(self.composer)
        self._trashed = self._make_trashed()
        column.addWidget(self._trashed)
        self._stack.setCurrentWidget(self.blank)
        theme.follow(self, self.update)

    def show_nothing(self) -> None:
        """It isn't known yet what will stand here."""
        self._stack.setCurrentWidget(self._nothing)

    def complete(self) -> None:
        """Build what shows a conversation."""
        from desktop.ui.panes.chat.transcript.transcript import Transcript

        self.transcript = Transcript()
        self._stack.addWidget(self.transcript)

    @cached_property
    def first_run(self) -> FirstRun:
        """The page of somebody who has never written anything here."""
        from desktop.ui.panes.chat.first_page.first_run import FirstRun

        built = FirstRun()
        self._stack.addWidget(built)
        return built

    def show_state(self, *, messages: bool, first_run: bool) -> None:
        """Which of the three is in front."""
        wanted: QWidget = self.transcript if messages else self.first_run if first_run else self.blank
        if self._stack.currentWidget() is not wanted:
            self._stack.setCurrentWidget(wanted)
        self.composer.set_first_run(first_run and not messages)

    def show_trashed(self, trashed: bool) -> None:
        """A conversation in the trash is read; the way out of it stands in the composer's place."""
        if trashed == self._trashed.isHidden():
            self.composer.setVisible(not trashed)
            self._trashed.setVisible(trashed)
            self.transcript.freeze(trashed)

    def _make_trashed(self) -> QWidget:
        self.trash_notice = Notice(
            lambda: translate("Chat", "This conversation is in the trash."),
            button=lambda: translate("Chat", "Restore"),
            kind="plain",
            tone="plain",
        )
        self.trash_notice.pressed.connect(self.restore_asked)
        around = QWidget()
        row = QHBoxLayout(around)
        row.setContentsMargins(24, 0, 24, 24)
        row.addStretch(1)
        row.addWidget(self.trash_notice, 100)
        row.addStretch(1)
        theme.follow(around, lambda: self.trash_notice.setMaximumWidth(theme.em("chat", COLUMN_EMS)))
        around.hide()
        return around

    def toast_room(self) -> int:
        """Pixels a toast leaves free below it: the composer's."""
        below = self.composer if self._trashed.isHidden() else self._trashed
        return below.height() + _TOAST_ROOM

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("page"))
