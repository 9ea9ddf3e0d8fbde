"""With the real starter: what works for replies, stories and both sides of a comparison, and what is kept of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from desktop.app import App, build
from desktop.base.settings import MAX_TOKENS, SEED, TEMPERATURE
from desktop.features.chat.adapter_comparison import AdapterComparison, Answered, ComparedPrompt
from desktop.features.chat.chat import Ended
from desktop.features.generation.stop import Stop
from desktop.library.adapters.records import ShelfEntry
from desktop.store import Made, Message
from tests.engine.adapter_files import lora

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("started", "kept_engine")]


@pytest.fixture
def app() -> Iterator[App]:
    made = build()
    made.settings.set(MAX_TOKENS, 24)
    made.settings.override(SEED, 5)
    made.settings.override(TEMPERATURE, 0.0)
    made.open_store()
    yield made
    made.close()


@pytest.fixture
def pirate(app: App, chat_model: Path, tmp_path: Path) -> ShelfEntry:
    """At work for the chat starter."""
    model = app.model_manager.resolve()
    entry = app.adapters.shelves.add(model, lora(tmp_path / "Pirate.gguf", chat_model))
    app.adapters.shelves.set(model, entry.row, scale=0.3)
    return app.adapters.shelves.entries(model)[0]


def shared(one: str, other: str) -> int:
    """How many letters two texts begin with alike.

    A prompt that is read in one piece and one that is found in the cache but for its last token differ by rounding, so
    that two texts of the same model part at their first near tie: how far they go together is what can be compared.
    """
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def said(app: App, text: str, conversation: int | None = None) -> Message:
    *_, end = app.chat.send(text, conversation, Stop())
    assert isinstance(end, Ended)
    return end.message


def test_a_reply_keeps_what_it_was_written_with_and_a_strength_changes_without_a_load(
    app: App, pirate: ShelfEntry
) -> None:
    shelves, model = app.adapters.shelves, app.model_manager.resolve()
    first = said(app, "What is the sea?")
    process = app.model_manager.engine().pid
    assert first.reply is not None
    assert first.reply.adapters == [("Pirate", 0.3)]
    shelves.set(model, pirate.row, on=False)
    second = said(app, "What is the sea?")
    assert second.reply is not None
    assert second.reply.adapters == []
    assert second.text != first.text
    shelves.set(model, pirate.row, on=True)
    third = said(app, "What is the sea?")
    assert shared(third.text, first.text) > shared(second.text, first.text)
    assert app.model_manager.engine().pid == process
    again = app.store.message(third.id)
    assert again.reply is not None
    assert again.reply.sampling["adapters"][0]["sha256"] == pirate.row.sha256


def test_the_setting_is_there_after_a_restart(app: App, pirate: ShelfEntry) -> None:
    first = said(app, "What is the sea?")
    app.close()
    later = build()
    later.settings.override(SEED, 5)
    later.settings.override(TEMPERATURE, 0.0)
    later.open_store()
    try:
        same = said(later, "What is the sea?")
        (entry,) = later.adapters.shelves.entries(later.model_manager.resolve())
        later.adapters.shelves.set(later.model_manager.resolve(), entry.row, on=False)
        plain = said(later, "What is the sea?")
        assert shared(same.text, first.text) > shared(plain.text, first.text)
    finally:
        later.close()


def test_an_adapter_that_has_gone_fails_the_reply_with_a_sentence(app: App, pirate: ShelfEntry) -> None:
    pirate.row.path.unlink()
    message = said(app, "What is the sea?")
    assert message.reply is not None
    assert message.reply.error_code == "adapter_missing"
    assert "Pirate.gguf" in message.reply.error_cause


def both(app: App, prompt: ComparedPrompt) -> tuple[Answered, Answered]:
    """Both texts, written at the same time."""
    comparison = AdapterComparison(app.store, app.model_manager, app.adapters, app.settings)
    working = app.adapters.working(app.model_manager.resolve())
    answers: dict[int, Answered] = {}

    def write(number: int) -> None:
        *_, end = comparison.write(prompt, working if number else (), Stop())
        assert isinstance(end, Answered)
        answers[number] = end

    threads = [threading.Thread(target=write, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers[0], answers[1]


def test_the_last_prompt_is_answered_twice_and_one_text_is_kept_as_a_version(app: App, pirate: ShelfEntry) -> None:
    comparison = AdapterComparison(app.store, app.model_manager, app.adapters, app.settings)
    assert comparison.last_prompt() is None
    reply = said(app, "What is the sea?")
    prompt = comparison.last_prompt()
    assert prompt is not None
    assert (prompt.text, prompt.title) == ("What is the sea?", "What is the sea?")
    without, with_it = both(app, prompt)
    assert without.finished.seed == with_it.finished.seed == prompt.seed
    assert without.text != with_it.text
    assert shared(with_it.text, reply.text) > shared(without.text, reply.text)
    working = app.adapters.working(app.model_manager.resolve())
    kept = comparison.keep(prompt, with_it, working)
    assert (kept.version, kept.versions, kept.text) == (2, 2, with_it.text)
    assert kept.reply is not None
    assert (kept.reply.made, kept.reply.adapters) == (Made.ADAPTERS, [("Pirate", 0.3)])
    assert kept.reply.model_hash
    plain = comparison.keep(prompt, without, ())
    assert plain.reply is not None
    assert (plain.version, plain.reply.adapters) == (3, [])


def test_a_text_of_ones_own_begins_a_conversation_when_it_is_kept(app: App, pirate: ShelfEntry) -> None:
    comparison = AdapterComparison(app.store, app.model_manager, app.adapters, app.settings)
    prompt = ComparedPrompt("Name a river.")
    _, with_it = both(app, prompt)
    assert app.store.conversations() == []
    kept = comparison.keep(prompt, with_it, app.adapters.working(app.model_manager.resolve()))
    (conversation,) = app.store.conversations()
    assert [message.role for message in app.store.path(conversation.id)] == ["user", "assistant"]
    assert kept.conversation_id == conversation.id


def test_stopping_one_text(app: App, pirate: ShelfEntry) -> None:
    comparison = AdapterComparison(app.store, app.model_manager, app.adapters, app.settings)
    stop = Stop()
    events = comparison.write(ComparedPrompt("Write a very long story."), (), stop)
    next(events)
    stop.set()
    *_, end = events
    assert isinstance(end, Answered)
    assert end.finished.outcome.ending == "cancelled"
