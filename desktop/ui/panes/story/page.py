"""The page: the manuscript, the find bar above it, what went wrong, and what there is before there is a story."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.ui.look.theme import theme
from desktop.ui.panes.story.commands import IMPORT, NEW, SCENE
from desktop.ui.panes.story.editor.manuscript import Manuscript
from desktop.ui.widgets import CommandButton, Label, Notice, Paragraph


class Empty(QWidget):
    """One sentence, one button."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(2)
        self.sentence = Paragraph(
            lambda: translate("StoryPane", "Write a story here, with the model as a hand you guide."),
            "chat",
            align=Qt.AlignmentFlag.AlignHCenter,
        )
        column.addWidget(self.sentence)
        self.button = CommandButton(NEW, "primary", icon=False)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(CommandButton(IMPORT, "quiet", icon=False), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


class NoScene(QWidget):
    """A story without a scene to write in."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(2)
        column.addWidget(
            Paragraph(
                lambda: translate("StoryPane", "This story has no scene yet."),
                "chat",
                align=Qt.AlignmentFlag.AlignHCenter,
            )
        )
        column.addWidget(CommandButton(SCENE, "primary", icon=False, keys=False), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


class StoryPage(QWidget):
    """Stacks: nothing, no scene, the manuscript, the settings-to-story form."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("toasts", 16)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self._notice: Notice | None = None
        self._undone = False  # it tells of something that wasn't done
        self.empty = Empty()
        self.no_scene = NoScene()
        self.manuscript = Manuscript()
        self._stack = QStackedWidget()
        for page in (QWidget(), self.empty, self.no_scene, self.manuscript):
            self._stack.addWidget(page)
        self._notice_room = QVBoxLayout()
        self.column.addLayout(self._notice_room)
        self.column.addWidget(self._stack, 1)
        self.sent = Label("", "meta", "secondary", elide=True)
        self.sent.setContentsMargins(40, 6, 24, 6)
        self.sent.hide()
        self.column.addWidget(self.sent)
        theme.follow(self, self.update)

    def show_host(self, host: str, waiting: str = "") -> None:
        """The other machine that the story is sent to when the model writes, or what the model is `waiting` for; "" for
        none.
        """
        self.sent.setText(waiting or translate("StoryPane", "Sent to {host}").format(host=host))
        self.sent.setVisible(bool(host or waiting))

    def show_place(self, *, project: bool, scene: bool) -> None:
        """The manuscript where a scene is open, else what to do first."""
        self._stack.setCurrentWidget(self.manuscript if scene else self.no_scene if project else self.empty)

    def add_page(self, page: QWidget) -> None:
        self._stack.addWidget(page)

    def show_page(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)

    @property
    def in_front(self) -> QWidget:
        return self._stack.currentWidget() or self

    def show_error(
        self,
        error: Exception | None,
        again: Callable[[], object] | None = None,
        before: Callable[[], str] | None = None,
    ) -> None:
        """A line above the text, `before` it what wasn't done because of it; None takes it away.

        With a way to try it `again`, there is a button for that.
        """
        if self._notice is not None:
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None
            self._notice_room.setContentsMargins(0, 0, 0, 0)
        if error is None:
            return
        told = sentence(error)
        button = (lambda: translate("StoryPane", "Try again")) if again else None
        what = f"{before()} {told.what}" if before is not None else told.what
        notice = Notice(what, told.cause, button, closable=True)
        notice.closed.connect(lambda: self.show_error(None))
        if again is not None:

            def pressed() -> None:
                self.show_error(None)
                again()

            notice.pressed.connect(pressed)
        self._notice_room.setContentsMargins(24, 16, 24, 0)
        self._notice_room.addWidget(notice)
        self._notice = notice
        self._undone = before is not None

    def saved_again(self) -> None:
        """The text could be kept after all; what wasn't done because of that is still told."""
        if not self._undone:
            self.show_error(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("page"))
