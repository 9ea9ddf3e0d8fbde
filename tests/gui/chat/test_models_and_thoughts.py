"""Which model writes, and what it thinks, in the window with the real ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.base.settings import MAX_TOKENS, MODEL
from desktop.base.text.reasoning import CLOSING, OPENING, split
from desktop.features.chat.insight import recorded
from desktop.store import Made, Preset, Status
from desktop.store.conversations.assistants import Assistant
from desktop.ui.panes.chat.messages.regenerate_popup import RegeneratePopup
from desktop.ui.widgets import Toast
from tests.features.test_thinking import ENDS_THE_THOUGHT, THINKS, THINKS_LONG
from tests.gui.chat.conftest import Driver
from tests.gui.chat.keyboard import KEY, SHIFT, go_to, press


def _in_use(chat: Driver) -> str:
    model = chat.opened.services.model_manager.model
    return model.key if model is not None else ""


def _other(chat: Driver) -> str:
    entries = chat.window.model_list.entries
    return str(next(entry.model.key for entry in entries if entry.model.key != _in_use(chat)))


def _said(chat: Driver) -> str:
    toasts = [toast for toast in chat.window.findChildren(Toast) if toast.isVisible()]
    return str(toasts[-1].label.text()) if toasts else ""


@pytest.mark.model
def test_another_model_is_lent_for_one_version_and_can_stay(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 8}, load=True)
    chat.send("Name a river.")
    first = chat.wait_reply()
    mine, other = _in_use(chat), _other(chat)
    go_to(chat, 1)
    press(chat, KEY.Key_R, SHIFT)
    popup = chat.window.findChild(RegeneratePopup)
    assert popup is not None
    popup.model.set_value(other)
    popup.model.chosen.emit(other)
    assert "in use again" in popup.note.text()
    assert popup.regenerate_options().model == other
    chat.click(popup.button)
    chat.until(lambda: chat.controller.messages[-1].id != first.id)
    version = chat.wait_reply()
    assert (version.version, version.versions) == (2, 2)
    assert version.reply is not None
    assert first.reply is not None
    assert version.reply.model_name != first.reply.model_name
    assert version.reply.made == Made.MODEL
    chat.until(lambda: _in_use(chat) == mine)
    chat.until(lambda: "is in use again" in _said(chat))
    toast = next(toast for toast in chat.window.findChildren(Toast) if toast.isVisible())
    assert toast.button is not None
    assert version.reply.model_name in toast.button.text()
    chat.click(toast.button)
    chat.until(lambda: _in_use(chat) == other)
    chat.until(lambda: chat.opened.services.settings[MODEL] == other)


@pytest.mark.model
def test_an_assistant_puts_its_model_in_use(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 8}, load=True)
    chat.until(lambda: bool(_in_use(chat)))
    other = _other(chat)
    chat.pane.composer_controller.assistants.choose(Assistant("Poet", model=other))
    chat.until(lambda: _in_use(chat) == other)
    chat.send("Name a river.")
    reply = chat.wait_reply()
    assert reply.reply is not None
    wrote = next(entry.model for entry in chat.window.model_list.entries if entry.model.key == other)
    assert reply.reply.model_name == wrote.name
    assert chat.store.conversation(reply.conversation_id).preset.model == other


@pytest.mark.model
def test_an_assistant_whose_model_is_gone_says_which_one_writes(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 8}, load=True)
    chat.until(lambda: bool(_in_use(chat)))
    mine = _in_use(chat)
    chat.pane.composer_controller.assistants.choose(Assistant("Poet", model="no-such-model-9b"))
    current = chat.window.model_list.current
    assert current is not None
    assert _said(chat) == f"The model it was made with, no-such-model-9b, isn’t here; {current.name} writes instead."
    chat.send("Name a river.")
    reply = chat.wait_reply()
    assert reply.status in (Status.COMPLETE, Status.CUT)
    assert _in_use(chat) == mine


@pytest.mark.model
def test_a_thought_is_seen_stopped_and_goes_on(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 400}, load=True)
    chat.pane.composer_controller.assistants.choose(Assistant("Thinker", sampling={"grammar": THINKS_LONG}))
    chat.send("Is water wet?")
    chat.until(lambda: bool(chat.replies) and chat.replies[-1].thought is not None)
    view = chat.replies[-1]
    assert view.thought is not None
    assert view.thought.title.startswith("Thinking, ")
    chat.until(lambda: "thinking" in view.meta.text)
    chat.click(view.thought.line)
    thought = view.thought.text
    assert thought is not None
    chat.until(lambda: len(thought.toPlainText()) > 40)
    chat.click(chat.composer.button)
    half = chat.wait_reply()
    assert half.status is Status.STOPPED
    assert half.text.startswith(OPENING)
    assert CLOSING.strip() not in half.text
    assert view.thought.title.startswith("Thought for ")
    chat.store.set_preset(half.conversation_id, Preset(sampling={"grammar": ENDS_THE_THOUGHT}))
    go_to(chat, 1)
    press(chat, KEY.Key_G)
    chat.until(lambda: chat.controller.writing is not None)
    whole = chat.wait_reply()
    assert whole.text.startswith(half.text)
    reasoning, answer = split(whole.text)
    assert answer
    assert chat.replies[-1].editable_text() == answer
    assert "think>" not in reasoning + answer


@pytest.mark.model
def test_the_map_of_a_reply_with_a_thought_opens_without_a_model(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 200}, load=True)
    chat.pane.composer_controller.assistants.choose(Assistant("Thinker", sampling={"grammar": THINKS}))
    chat.send("Is water wet?")
    reply = chat.wait_reply()
    assert recorded(chat.store, reply) is not None
    model_manager = chat.opened.services.model_manager
    model_manager.unload()
    go_to(chat, 1)
    press(chat, KEY.Key_M)
    view = chat.replies[-1]
    chat.until(lambda: view.certainty is not None and view.certainty.text.insight is not None)
    assert view.certainty is not None
    assert view.certainty.text.toPlainText() == split(reply.text)[1]
    assert model_manager.state.phase == "stopped"
