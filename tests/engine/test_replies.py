"""The real process with the real starters: replies, streaming, counts."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from desktop.base.errors import Code, EngineError
from desktop.engine.client.engine import Engine, EngineState, Phase
from desktop.engine.protocol.messages import (
    Delta,
    Finished,
    Generate,
    InContext,
    Load,
    Loaded,
    LoadProgress,
    Message,
    PromptProgress,
    Sampling,
)
from desktop.engine.protocol.outcome import Ending

pytestmark = pytest.mark.model

GREEDY = Sampling(temperature=0.0)


def ask(text: str, **options: object) -> Generate:
    return Generate(messages=(Message("user", text),), **{"sampling": GREEDY, "max_tokens": 48, **options})  # type: ignore[arg-type]


def text_of(engine: Engine, request: Generate) -> tuple[str, Finished]:
    call = engine.generate(request)
    text = "".join(event.text for event in call.events() if isinstance(event, Delta))
    ending = call.result(60)
    assert isinstance(ending, Finished)
    return text, ending


def test_load_tells_what_it_did(chat_model: Path, tmp_path: Path) -> None:
    states: list[EngineState] = []
    engine = Engine(tmp_path / "engine.log", on_state=states.append)
    assert engine.state.phase is Phase.STOPPED
    call = engine.load(Load(str(chat_model), context=1024))
    events = list(call.events())
    loaded = call.result(60)
    assert isinstance(loaded, Loaded)
    assert loaded.architecture == "llama"
    assert loaded.context == 1024
    assert loaded.trained_context == 8192
    assert loaded.has_template
    assert loaded.threads >= 1
    assert loaded.memory_bytes > 50_000_000
    fractions = [event.fraction for event in events if isinstance(event, LoadProgress)]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    phases = [state.phase for state in states]
    assert phases[0] is Phase.STARTING
    assert Phase.LOADING in phases
    assert engine.state.phase is Phase.READY
    assert engine.state.loaded == loaded
    assert "llama" in (tmp_path / "engine.log").read_text("utf-8", "replace")
    engine.close()
    assert engine.state.phase is Phase.STOPPED
    with pytest.raises(EngineError) as caught:
        engine.generate(ask("x"))
    assert caught.value.code is Code.ENGINE_CLOSED


def test_a_reply_streams_and_is_counted(shared_chat: Engine) -> None:
    call = shared_chat.generate(ask("Which city is the capital of France?"))
    events = list(call.events())
    ending = events[-1]
    assert isinstance(ending, Finished)
    assert ending.outcome.ending in (Ending.END, Ending.LENGTH)
    assert isinstance(events[0], InContext)
    assert events[0].kept == (0,)
    assert isinstance(events[1], PromptProgress)
    deltas = [event for event in events if isinstance(event, Delta)]
    assert "Paris" in "".join(delta.text for delta in deltas)
    assert len(deltas) > 1
    assert ending.prompt_tokens > 10
    assert 0 < ending.completion_tokens <= 48
    assert deltas[-1].tokens <= ending.completion_tokens
    assert ending.first_token_seconds > 0
    assert ending.tokens_per_second > 0


def test_the_token_limit(shared_chat: Engine) -> None:
    _, ending = text_of(shared_chat, ask("Tell a long story.", max_tokens=7))
    assert ending.outcome.ending is Ending.LENGTH
    assert ending.completion_tokens == 7
    assert not ending.outcome.complete


def test_a_stop_string_across_tokens_is_not_shown(shared_chat: Engine) -> None:
    question = "Which city is the capital of France?"
    whole, _ = text_of(shared_chat, ask(question))
    at = whole.index("Paris")
    text, ending = text_of(shared_chat, ask(question, stop=(whole[at - 3 : at + 3],)))
    assert text == whole[: at - 3]
    assert ending.outcome.ending is Ending.STOP


def test_a_prefilled_reply_goes_on(shared_chat: Engine) -> None:
    question = "Which city is the capital of France?"
    whole, _ = text_of(shared_chat, ask(question))
    rest, _ = text_of(shared_chat, ask(question, prefill=whole[:11]))
    assert whole.startswith(whole[:11] + rest[:6])


def test_the_same_seed_writes_the_same(shared_chat: Engine) -> None:
    sampling = Sampling(temperature=1.2, seed=4711)
    request = ask("Tell me about the sea.", sampling=sampling, max_tokens=90)  # longer than its prompt
    first, ending = text_of(shared_chat, request)
    second, _ = text_of(shared_chat, request)
    other, _ = text_of(shared_chat, ask("Tell me about the sea.", sampling=Sampling(temperature=1.2, seed=4712)))
    assert first == second
    assert first != other
    assert ending.seed == 4711
    _, drawn = text_of(shared_chat, ask("Tell me about the sea.", sampling=Sampling(temperature=1.2), max_tokens=2))
    assert drawn.seed > 0


def test_regenerating_evaluates_one_token_of_the_prompt(shared_chat: Engine) -> None:
    request = ask("Explain in two sentences why the sky is blue, please.")
    text_of(shared_chat, request)
    _, again = text_of(shared_chat, request)
    assert again.prompt_tokens - again.cached_tokens == 1


def test_a_base_model_answers_from_a_transcript(shared_base: Engine) -> None:
    loaded = shared_base.state.loaded
    assert loaded is not None
    assert not loaded.has_template
    text, ending = text_of(shared_base, ask("What is the capital of France?"))
    assert "Paris" in text
    assert "Person" not in text
    assert text == text.lstrip()
    assert ending.outcome.ending is Ending.STOP


def test_chinese_and_emoji_arrive_as_whole_characters(shared_base: Engine) -> None:
    prompt = "天气：☀️🌧️⛄🌈\n动物：🐶🐱🐭🐹\n水果：🍎🍐🍊\n动物：🐶🐱🐭🐹\n水果：🍎🍐🍊\n动物：🐶🐱🐭🐹\n水果："
    call = shared_base.generate(Generate(prompt=prompt, sampling=GREEDY, max_tokens=40))
    parts = [event.text for event in call.events() if isinstance(event, Delta)]
    assert "🍎" in "".join(parts)
    assert "动物" in "".join(parts)
    for part in parts:
        part.encode("utf-8")  # no half of a pair
        assert "\ufffd" not in part


def test_a_prompt_longer_than_the_context(shared_chat: Engine) -> None:
    _, ending = text_of(shared_chat, ask("word " * 4000))
    assert ending.outcome.ending is Ending.CONTEXT_FULL
    assert ending.outcome.code == Code.CONTEXT_FULL
    assert text_of(shared_chat, ask("Hello."))[0]


def test_unloading_ends_the_process(chat_model: Path, engine: Engine) -> None:
    engine.load(Load(str(chat_model), context=512)).result(60)
    pid = engine.pid
    assert pid is not None
    assert psutil.pid_exists(pid)
    engine.unload()
    assert not psutil.pid_exists(pid)
    assert engine.state.phase is Phase.STOPPED
    assert engine.state.error is None
    call = engine.generate(ask("Hello."))  # loads again by itself
    events = list(call.events())
    assert any(isinstance(event, LoadProgress) for event in events)
    assert isinstance(events[-1], Finished)
    assert events[-1].completion_tokens > 0
    assert os.getpid() != engine.pid


def test_generating_without_a_model(engine: Engine) -> None:
    with pytest.raises(EngineError) as caught:
        engine.generate(ask("x"))
    assert caught.value.code is Code.NO_MODEL


def test_the_context_is_clamped_or_refused(chat_model: Path, engine: Engine) -> None:
    loaded = engine.load(Load(str(chat_model), context=100_000)).result(60)
    assert isinstance(loaded, Loaded)
    assert loaded.context == 8192
    with pytest.raises(EngineError) as caught:
        engine.load(Load(str(chat_model), context=100_000, exact_context=True)).result(60)
    assert caught.value.code is Code.CONTEXT_TOO_LARGE
    assert caught.value.details["trained"] == 8192
    assert caught.value.details["requested"] == 100_000
