"""Stop means stop now: while loading, while reading the prompt, while writing; and kill where that doesn't help."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from desktop.base.errors import Code, EngineError
from desktop.engine.client.engine import Engine, Phase
from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.protocol.messages import (
    Delta,
    Finished,
    Generate,
    Load,
    LoadProgress,
    Message,
    PromptProgress,
    Sampling,
)
from desktop.engine.protocol.outcome import Ending

pytestmark = pytest.mark.model

LONG = Generate(prompt="One day the lighthouse keeper said: " * 200, sampling=Sampling(temperature=0.0), max_tokens=500)
STORY = Generate(messages=(Message("user", "Tell me a very long story."),), max_tokens=1000)


def _cancelled(call: RequestHandle) -> Finished:
    """How it ended; how soon is measured in tests/bench/test_speed.py."""
    ending = call.result(30)
    assert isinstance(ending, Finished)
    assert ending.outcome.ending is Ending.CANCELLED
    return ending


def test_stop_while_the_prompt_is_read(shared_chat: Engine) -> None:
    pid = shared_chat.pid
    call = shared_chat.generate(LONG)
    for event in call.events():
        if isinstance(event, PromptProgress):
            break
    call.cancel()
    ending = _cancelled(call)
    assert ending.completion_tokens == 0
    assert shared_chat.pid == pid


def test_stop_while_writing_keeps_the_text_and_the_engine(shared_chat: Engine) -> None:
    pid = shared_chat.pid
    call = shared_chat.generate(STORY)
    events = call.events()
    for event in events:
        if isinstance(event, Delta) and event.tokens > 5:
            break
    call.cancel()
    ending = _cancelled(call)
    assert 5 < ending.completion_tokens < 500
    assert isinstance(list(events)[-1], Finished)
    assert shared_chat.pid == pid
    assert shared_chat.state.phase in (Phase.READY, Phase.BUSY)


def test_stop_while_waiting_behind_another_load(chat_model: Path, engine: Engine) -> None:
    engine.load(Load(str(chat_model), context=512))
    call = engine.generate(STORY)
    call.cancel()
    assert call.result(30).outcome.ending is Ending.CANCELLED  # type: ignore[union-attr]


def test_stop_while_loading(base_model: Path, chat_model: Path, engine: Engine) -> None:
    call = engine.load(Load(str(base_model), context=512))
    for event in call.events():
        if isinstance(event, LoadProgress):
            break
    call.cancel()
    with pytest.raises(EngineError) as caught:
        call.result(30)
    assert caught.value.code is Code.CANCELLED
    assert engine.state.phase is Phase.STOPPED
    assert engine.state.error is None
    engine.load(Load(str(chat_model), context=512)).result(60)


def test_a_process_that_does_not_answer_is_killed_and_started_again(chat_model: Path, tmp_path: Path) -> None:
    engine = Engine(tmp_path / "engine.log", grace_seconds=0.3)
    engine.load(Load(str(chat_model), context=512)).result(60)
    call = engine.generate(STORY)
    next(event for event in call.events() if isinstance(event, Delta))
    frozen = engine.pid
    assert frozen is not None
    os.kill(frozen, signal.SIGSTOP)
    call.cancel()
    assert not call.ended  # cancel itself returns at once
    ending = call.result(30)
    assert ending.outcome.ending is Ending.CANCELLED  # type: ignore[union-attr]
    assert engine.state.phase is Phase.STOPPED
    again = engine.generate(Generate(messages=(Message("user", "Hello."),), max_tokens=5)).result(60)
    assert isinstance(again, Finished)
    assert again.completion_tokens > 0
    assert engine.pid != frozen
    engine.close()


def test_cancelling_twice_or_late_does_nothing(shared_chat: Engine) -> None:
    call = shared_chat.generate(Generate(prompt="a", max_tokens=2))
    call.result(30)
    call.cancel()
    call.cancel()
    assert isinstance(call.result(1), Finished)


def test_loading_another_model_cancels_what_is_being_written(chat_model: Path, engine: Engine) -> None:
    engine.load(Load(str(chat_model), context=512)).result(60)
    call = engine.generate(STORY)
    engine.load(Load(str(chat_model), context=256)).result(60)
    assert call.result(5).outcome.ending is Ending.CANCELLED  # type: ignore[union-attr]
    assert engine.state.phase is Phase.READY
