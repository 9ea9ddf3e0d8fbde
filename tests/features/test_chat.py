"""The chat feature over a real store, with scripted replies: order of keeping, versions, every way to end."""

from __future__ import annotations

import time
from typing import Any, cast

import pytest

from desktop.base.errors import Code, ModelFileError, StoreError
from desktop.base.settings import MAX_TOKENS, SYSTEM_PROMPT, TEMPERATURE, Settings
from desktop.engine.protocol.messages import Delta, Event, InContext, Part
from desktop.engine.protocol.messages import Message as Turn
from desktop.engine.protocol.outcome import Ending
from desktop.features.chat.chat import Begun, Chat, Ended, Kept, LeftOut, ReplyWrote, Wrote
from desktop.features.generation.stop import Stop
from desktop.features.models.model_manager import ModelManager
from desktop.store import Status, Store
from desktop.store.conversations.versions import Versions
from tests.fakes import FakeHost, says


def chat_with(store: Store, model_manager: FakeHost, settings: Settings | None = None) -> Chat:
    return Chat(store, cast(ModelManager, model_manager), settings or Settings())


def test_a_message_is_kept_before_the_engine_is_asked(store: Store) -> None:
    model_manager = FakeHost(says("Hello", " there"))
    events = chat_with(store, model_manager).send("**Hi** you", None, Stop())
    kept = next(events)
    assert isinstance(kept, Kept)
    assert kept.conversation.title == "Hi you"
    assert [message.text for message in store.path(kept.conversation.id)] == ["**Hi** you"]
    assert model_manager.asked == []
    rest = list(events)
    assert [type(event) for event in rest] == [Begun, ReplyWrote, ReplyWrote, Ended]
    reply = store.path(kept.conversation.id)[-1]
    assert (reply.text, reply.status, reply.role) == ("Hello there", Status.COMPLETE, "assistant")
    assert reply.reply is not None
    assert (reply.reply.model_hash, reply.reply.seed, reply.reply.model_name) == ("f00d", 7, "Fake 1B")


def test_the_prompt_is_the_active_path_with_the_system_prompt(store: Store) -> None:
    settings = Settings()
    settings.set(SYSTEM_PROMPT, "Be brief.")
    settings.set(TEMPERATURE, 0.0)
    settings.set(MAX_TOKENS, 9)
    model_manager = FakeHost(says("one"), says("two"))
    chat = chat_with(store, model_manager, settings)
    first = next(iter(list(chat.send("a", None, Stop()))))
    assert isinstance(first, Kept)
    list(chat.send("b", first.conversation.id, Stop()))
    assert model_manager.asked[1].messages == (
        Turn("system", "Be brief."),
        Turn("user", "a"),
        Turn("assistant", "one"),
        Turn("user", "b"),
    )
    assert (model_manager.asked[1].max_tokens, model_manager.asked[1].sampling.temperature) == (9, 0.0)


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        (Ending.LENGTH, Status.CUT),
        (Ending.CANCELLED, Status.STOPPED),
        (Ending.DIED, Status.INTERRUPTED),
        (Ending.FAILED, Status.FAILED),
        (Ending.CONTEXT_FULL, Status.CUT),
    ],
)
def test_however_it_ends_the_text_and_the_reason_are_kept(store: Store, ending: Ending, status: Status) -> None:
    model_manager = FakeHost(says("half", ending=ending, code="engine_died", cause="last line"))
    *_, ended = chat_with(store, model_manager).send("x", None, Stop())
    assert isinstance(ended, Ended)
    assert (ended.message.text, ended.message.status) == ("half", status)
    assert ended.message.reply is not None
    assert (ended.message.reply.error_code, ended.message.reply.error_cause) == ("engine_died", "last line")


def test_continue_goes_on_in_the_same_message(store: Store) -> None:
    model_manager = FakeHost(says("half", ending=Ending.LENGTH), says(" and whole"))
    chat = chat_with(store, model_manager)
    *_, ended = chat.send("x", None, Stop())
    assert isinstance(ended, Ended)
    *_, again = chat.continue_reply(ended.message.id, Stop())
    assert isinstance(again, Ended)
    assert model_manager.asked[1].prefill == "half"
    assert [turn.content for turn in model_manager.asked[1].messages] == ["x"]
    assert (again.message.id, again.message.text, again.message.versions) == (ended.message.id, "half and whole", 1)
    assert again.message.reply is not None
    assert again.message.reply.completion_tokens == 2


def test_regenerate_is_another_version_and_destroys_nothing(store: Store) -> None:
    chat = chat_with(store, FakeHost(says("first"), says("second")))
    *_, ended = chat.send("x", None, Stop())
    assert isinstance(ended, Ended)
    *_, again = chat.regenerate(ended.message.id, Stop())
    assert isinstance(again, Ended)
    assert (again.message.version, again.message.versions) == (2, 2)
    assert [message.text for message in store.siblings(again.message.id)] == ["first", "second"]


def test_no_model_is_told_and_the_message_stays(store: Store) -> None:
    model_manager = FakeHost(error=ModelFileError(Code.NO_MODEL))
    kept, _, ended = chat_with(store, model_manager).send("x", None, Stop())
    assert isinstance(kept, Kept)
    assert isinstance(ended, Ended)
    assert ended.message.status is Status.FAILED
    assert ended.message.reply is not None
    assert ended.message.reply.error_code == Code.NO_MODEL


def test_stop_before_the_engine_answers_and_in_the_middle(store: Store) -> None:
    early = Stop()
    early.set()
    model_manager = FakeHost(says("never"), says("a", "b", "c"))
    chat = chat_with(store, model_manager)
    *_, ended = chat.send("x", None, early)
    assert isinstance(ended, Ended)
    assert (ended.message.status, ended.message.text, model_manager.asked) == (Status.STOPPED, "", [])
    stop, model_manager = Stop(), FakeHost(says("a", "b", "c"))
    for event in chat_with(store, model_manager).send("x", None, stop):
        if isinstance(event, Wrote):
            stop.set()
        last = event
    assert isinstance(last, Ended)
    assert (last.message.status, last.message.text) == (Status.STOPPED, "a")


def test_an_abandoned_reply_is_kept_and_its_engine_call_cancelled(store: Store) -> None:
    model_manager = FakeHost(says("a", "b"))
    events = chat_with(store, model_manager).send("x", None, Stop())
    for event in events:
        if isinstance(event, Wrote):
            break
    events.close()  # type: ignore[attr-defined]
    assert model_manager.call is not None
    assert model_manager.call.cancelled
    conversation = store.conversations()[0]
    assert (store.path(conversation.id)[-1].text, store.path(conversation.id)[-1].status) == ("a", Status.STOPPED)


def test_a_growing_reply_is_checkpointed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("desktop.features.chat.chat.time.monotonic", lambda: now[0])
    model_manager = FakeHost(says("a", "b", "c"))
    events = chat_with(store, model_manager).send("x", None, Stop())
    seen = []

    def pass_time() -> None:
        now[0] += 0.6
        conversation = store.conversations()[0]
        seen.append(store.path(conversation.id)[-1].text)

    model_manager.between = pass_time
    list(events)
    assert seen == ["", "a", "ab", "abc"]


def test_a_full_disk_does_not_end_the_reply(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreError(Code.DISK_FULL)

    monkeypatch.setattr(store, "checkpoint", full)
    monkeypatch.setattr("desktop.features.generation.checkpoint.CHECKPOINT_SECONDS", 0.0)
    *_, ended = chat_with(store, FakeHost(says("a", "b"))).send("x", None, Stop())
    assert isinstance(ended, Ended)
    assert (ended.message.text, ended.message.status) == ("ab", Status.COMPLETE)


def test_a_message_that_can_not_be_kept_is_an_error_and_nothing_is_asked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError(Code.DISK_FULL)

    monkeypatch.setattr(store, "add_message", full)
    model_manager = FakeHost(says("a"))
    with pytest.raises(StoreError):
        next(chat_with(store, model_manager).send("x", None, Stop()))
    assert model_manager.asked == []


def test_reasoning_is_kept_whole_and_not_sent_again(store: Store) -> None:
    thinking: list[Event] = [
        Delta(1, "Let me", 1, part=Part.THINK),
        Delta(1, " see.", 2, part=Part.THINK),
        Delta(1, "Forty", 3),
        *says("-two"),
    ]
    model_manager = FakeHost(thinking, says("Yes."))
    chat = chat_with(store, model_manager)
    *_, ended = chat.send("x", None, Stop())
    assert isinstance(ended, Ended)
    assert ended.message.text == "<think>\nLet me see.\n</think>\n\nForty-two"
    list(chat.send("sure?", ended.message.conversation_id, Stop()))
    assert [turn.content for turn in model_manager.asked[1].messages] == ["x", "Forty-two", "sure?"]


def test_messages_left_out_are_named(store: Store) -> None:
    settings = Settings()
    settings.set(SYSTEM_PROMPT, "Be brief.")
    model_manager = FakeHost(
        says("a"), [InContext(1, kept=(0, 3), dropped=(1, 2), prompt_tokens=9, context=10), *says("b")]
    )
    chat = chat_with(store, model_manager, settings)
    *_, ended = chat.send("x", None, Stop())
    assert isinstance(ended, Ended)
    events = list(chat.send("y", ended.message.conversation_id, Stop()))
    path = store.path(ended.message.conversation_id)
    assert LeftOut((path[0].id, path[1].id)) in events


@pytest.mark.parametrize(
    ("outcome", "cause"),
    [
        (
            {"signal": 9, "cause": "sched_reserve: reserve took 2 ms"},
            "ended from outside or for lack of memory, signal 9",
        ),
        ({"signal": 6, "cause": "GGML_ASSERT(x) failed"}, "GGML_ASSERT(x) failed; signal 6 SIGABRT"),
        ({"exit_code": 3, "cause": "last line"}, "last line; exit code 3"),
    ],
)
def test_a_process_that_was_killed_is_told_by_its_signal(store: Store, outcome: dict[str, Any], cause: str) -> None:
    model_manager = FakeHost(says("half", ending=Ending.DIED, code="engine_died", **outcome))
    *_, ended = chat_with(store, model_manager).send("x", None, Stop())
    assert isinstance(ended, Ended)
    assert ended.message.reply is not None
    assert ended.message.reply.error_cause == cause


def test_the_time_of_thinking_is_kept(store: Store) -> None:
    events = [Delta(1, "hm", 1, Part.THINK), Delta(1, "m", 2, Part.THINK), Delta(1, "Yes", 3)]
    model_manager = FakeHost([*events, *says()])
    model_manager.between = lambda: time.sleep(0.02)
    *_, ended = chat_with(store, model_manager).send("x", None, Stop())
    assert isinstance(ended, Ended)
    assert ended.message.text == "<think>\nhmm\n</think>\n\nYes"
    assert ended.message.reply is not None
    assert 0.03 < ended.message.reply.thought_seconds < ended.message.reply.seconds


def test_what_made_a_version_is_kept(store: Store) -> None:
    chat = chat_with(store, FakeHost(says("first"), says("second"), says("third")))
    *_, ended = chat.send("x", None, Stop())
    assert isinstance(ended, Ended)
    *_, again = chat.regenerate(ended.message.id, Stop(), sampling={"temperature": 1.5}, instructions="Shout.")
    assert isinstance(again, Ended)
    assert again.message.reply is not None
    assert (again.message.reply.made, again.message.reply.instructions) == ("sampling,instructions", "Shout.")
    assert again.message.reply.sampling["temperature"] == 1.5
    *_, plain = chat.regenerate(again.message.id, Stop())
    assert isinstance(plain, Ended)
    assert plain.message.reply is not None
    assert plain.message.reply.made == ""


def test_an_edited_reply_can_be_continued_by_the_model(store: Store) -> None:
    model_manager = FakeHost(says("first"), says(" and more"))
    chat = chat_with(store, model_manager)
    *_, ended = chat.send("x", None, Stop())
    assert isinstance(ended, Ended)
    edited = Versions(store.database).edit(ended.message.id, "Mine")
    *_, again = chat.continue_reply(edited.id, Stop())
    assert isinstance(again, Ended)
    assert again.message.text == "Mine and more"
    assert again.message.reply is not None
    assert (again.message.reply.model_name, again.message.reply.made) == ("Fake 1B", "edited")
