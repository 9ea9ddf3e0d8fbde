"""The chat pane in the real window, driven as a person would."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.store import Conversation, Message, ReplyInfo, Status, Store
from desktop.ui.panes.chat.composer.composer import Composer
from desktop.ui.panes.chat.controller import ChatController
from desktop.ui.panes.chat.conversation_list.column import ConversationList
from desktop.ui.panes.chat.messages.reply_view import ReplyView
from desktop.ui.panes.chat.messages.user_view import UserView
from desktop.ui.panes.chat.pane import ChatPane
from desktop.ui.panes.chat.transcript.transcript import Transcript
from tests.gui.conftest import Opened

WAIT = 60_000  # ms: a loaded machine may take long; the tests assert what happens, not how fast


class Driver:
    """What a person sees and does in the chat pane."""

    def __init__(self, bot: QtBot, opened: Opened, *, size: tuple[int, int] = (1280, 800)) -> None:
        self.bot = bot
        self.opened = opened
        self.window = opened.show(*size)
        pane = self.window.current
        assert isinstance(pane, ChatPane)
        with bot.waitActive(self.window):
            self.window.activateWindow()
        self.pane: ChatPane = pane
        self.bot.waitUntil(lambda: self.controller.listed, timeout=WAIT)

    @property
    def controller(self) -> ChatController:
        return self.pane.controller

    @property
    def composer(self) -> Composer:
        return self.pane.page().composer  # type: ignore[attr-defined]

    @property
    def transcript(self) -> Transcript:
        return self.pane.page().transcript  # type: ignore[attr-defined]

    @property
    def list(self) -> ConversationList:
        return self.pane.list

    @property
    def store(self) -> Store:
        return self.opened.services.store

    @property
    def replies(self) -> builtins.list[ReplyView]:
        return [view for view in self.transcript.views if isinstance(view, ReplyView)]

    @property
    def asked(self) -> builtins.list[UserView]:
        return [view for view in self.transcript.views if isinstance(view, UserView)]

    def until(self, true: Callable[[], bool]) -> None:
        self.bot.waitUntil(true, timeout=WAIT)

    def type(self, text: str) -> None:
        self.composer.text.setFocus()
        self.bot.keyClicks(self.composer.text, text)

    def press(self, widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, or would be."""
        self.bot.keyClick(widget, key, held)

    def send(self, text: str) -> None:
        """Type a message and press Enter."""
        self.type(text)
        self.bot.keyClick(self.composer.text, Qt.Key.Key_Return)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        self.bot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def wait_reply(self) -> Message:
        """Until nothing is being written; the last message."""
        self.until(lambda: self.controller.writing is None and len(self.controller.messages) > 1)
        return self.controller.messages[-1]

    def titles(self) -> builtins.list[str]:
        model = self.list.model
        return [str(model.index(row).data()) for row in range(model.rowCount())]

    def open(self, conversation: Conversation) -> None:
        self.controller.open(conversation.id)
        self.until(lambda: bool(self.controller.messages))
        QApplication.processEvents()

    def conversation(
        self, *texts: str, title: str = "A conversation", status: Status = Status.COMPLETE
    ) -> Conversation:
        """Keep a conversation of alternating messages; the last reply ends with `status`."""
        made = self.store.create_conversation(title)
        parent: int | None = None
        for at, text in enumerate(texts):
            if at % 2 == 0:
                parent = self.store.add_message(made.id, parent, "user", text).id
            else:
                ends = status if at == len(texts) - 1 else Status.COMPLETE
                info = ReplyInfo(model_name="Some model", seconds=2.0, tokens_per_second=20.0)
                reply = self.store.begin_reply(parent, info)
                parent = self.store.finish_reply(reply.id, text, ends, info).id
        self.controller.reload()
        self.until(lambda: any(known.id == made.id for known in self.controller.conversations))
        return made


@pytest.fixture
def drive(open_program, qtbot: QtBot) -> Callable[..., Driver]:  # type: ignore[no-untyped-def]
    """Open the program and take the wheel; keyword arguments go to `open_program`."""

    def start(*, size: tuple[int, int] = (1280, 800), **options: object) -> Driver:
        return Driver(qtbot, open_program(**options), size=size)

    return start


def made_up(count: int, *, text: Callable[[int], str] | None = None) -> list[Message]:
    """A path of alternating messages that no store holds."""
    say = text or (lambda at: f"Message {at}. " + "Some words that wrap over a line or two, now and then. " * (at % 7))
    now = datetime.now(UTC)
    return [
        Message(
            id=at + 1,
            conversation_id=1,
            parent_id=at or None,
            role="assistant" if at % 2 else "user",
            text=say(at),
            status=Status.COMPLETE,
            created=now,
            reply=ReplyInfo(model_name="Some model") if at % 2 else None,
        )
        for at in range(count)
    ]
