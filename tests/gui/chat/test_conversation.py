"""Talking to a real model through the real window."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from desktop.base.settings import MAX_TOKENS
from desktop.store import Status
from desktop.ui import tasks
from tests.gui.chat.conftest import Driver

pytestmark = pytest.mark.model

LONG = "Tell me a very long story about a lighthouse keeper and his daughter, in many paragraphs."


def text_of(chat: Driver) -> str:
    return chat.controller.messages[-1].text


def test_a_reply_arrives_and_is_there_after_a_restart(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 40}, load=True)
    chat.send("What is the capital of France?")
    reply = chat.wait_reply()
    assert reply.text
    assert chat.replies[0].body.isVisible()
    assert (
        reply.text.split()[0].strip("*#`.,")
        in chat.replies[0].body.findChildren(type(chat.asked[0].prose))[0].toPlainText()
    )
    assert chat.composer.text.toPlainText() == ""
    assert "What is the capital of France?" in chat.titles()
    chat.opened.close()

    again = drive()
    again.until(lambda: len(again.controller.messages) == 2)
    assert again.pane.title() == "What is the capital of France?"
    assert again.replies[0].message.text == reply.text


def test_stop_keeps_what_was_written(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 800}, load=True)
    chat.send(LONG)
    chat.until(lambda: chat.controller.writing is not None and len(chat.controller.writing.answer) > 20)
    assert chat.composer.button.text() == "Stop"
    chat.click(chat.composer.button)
    reply = chat.wait_reply()
    assert reply.status is Status.STOPPED
    assert reply.text
    assert "stopped" in chat.replies[-1].meta.text
    assert chat.composer.button.text() == "Send"
    assert chat.replies[-1].on_button.isVisible()


def test_escape_stops(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 800}, load=True)
    chat.send(LONG)
    chat.until(lambda: chat.controller.writing is not None and bool(chat.controller.writing.answer))
    chat.bot.keyClick(chat.composer.text, Qt.Key.Key_Escape)
    assert chat.wait_reply().status is Status.STOPPED


def test_write_again_makes_a_version_and_the_pager_turns_to_the_first(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 12}, load=True)
    chat.send("Name a colour.")
    first = chat.wait_reply()
    view = chat.replies[-1]
    assert not view.pager.isVisible()
    chat.click(view.again_button)
    chat.until(lambda: chat.controller.messages[-1].id != first.id)
    second = chat.wait_reply()
    assert (second.version, second.versions) == (2, 2)
    view = chat.replies[-1]
    assert view.pager.text == "2/2"
    chat.click(view.pager.before)
    chat.until(lambda: chat.controller.messages[-1].id == first.id)
    assert chat.replies[-1].pager.text == "1/2"
    assert chat.store.path(first.conversation_id)[-1].id == first.id


def test_continue_goes_on_in_the_same_message(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 12}, load=True)
    chat.send(LONG)
    cut = chat.wait_reply()
    assert cut.status is Status.CUT
    notice = chat.replies[-1].notice
    assert notice is not None
    assert notice.button is not None
    chat.click(notice.button)
    chat.until(lambda: len(text_of(chat)) > len(cut.text))
    on = chat.wait_reply()
    assert on.id == cut.id
    assert on.text.startswith(cut.text)


def test_a_killed_engine_is_told_and_gone_on_from(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 300}, load=True)
    chat.send(LONG)
    chat.until(lambda: chat.controller.writing is not None and len(chat.controller.writing.answer) > 40)
    pid = chat.opened.services.model_manager.engine().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    broken = chat.wait_reply()
    assert broken.status is Status.INTERRUPTED
    notice = chat.replies[-1].notice
    assert notice is not None
    assert "process stopped" in notice.what.text()
    assert "words" in notice.what.text()
    assert broken.reply is not None
    assert broken.reply.error_cause == "ended from outside or for lack of memory, signal 9"
    assert notice.button is not None
    assert notice.button.text() == "Go on"
    chat.opened.services.settings.set(MAX_TOKENS, 8)
    chat.click(notice.button)
    chat.until(lambda: chat.controller.writing is not None)
    on = chat.wait_reply()
    assert on.id == broken.id
    assert on.text.startswith(broken.text)
    assert on.status is Status.CUT
    assert chat.replies[-1].notice is not None  # now it says that the length was reached
    assert "process" not in chat.replies[-1].notice.what.text()


def test_a_reply_goes_on_while_another_conversation_is_open(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 120}, load=True)
    chat.send(LONG)
    chat.until(lambda: chat.controller.writing is not None and bool(chat.controller.writing.answer))
    first = chat.controller.open_id
    chat.pane.new_conversation()
    assert chat.controller.open_id is None
    assert chat.composer.button.text() == "Send"
    assert chat.controller.writing_in(first) is not None
    chat.controller.open(first)
    chat.until(lambda: len(chat.controller.messages) == 2)
    reply = chat.wait_reply()
    assert len(reply.text) > 100
    assert chat.replies[-1].streaming_typesetter is None


def test_closing_the_window_mid_reply_keeps_it(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 900}, load=True)
    chat.send(LONG)
    chat.until(lambda: chat.controller.writing is not None and len(chat.controller.writing.answer) > 40)
    written = chat.controller.writing.answer
    chat.opened.close()
    assert tasks.finish()
    again = drive()
    again.until(lambda: len(again.controller.messages) == 2)
    assert again.replies[-1].message.text.startswith(written)
    assert again.replies[-1].message.status is Status.STOPPED


def test_no_model_is_said_and_nothing_is_sent(drive: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.library.models.starter_folders", list)
    chat = drive(load=True)
    chat.until(lambda: chat.composer.reason.text() != "")
    chat.type("hello")
    assert not chat.composer.button.isEnabled()
    chat.bot.keyClick(chat.composer.text, Qt.Key.Key_Return)
    assert chat.composer.text.toPlainText() == "hello"
    assert chat.controller.writing is None
