"""Many requests at once: all get their text, people come first, and what doesn't fit waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Delta, Finished, Load
from desktop.engine.protocol.outcome import Ending
from tests.engine.asking import ask, finish, go_on, text_of

pytestmark = pytest.mark.model


def test_many_requests_share_the_machine(shared_chat: Engine) -> None:
    requests = [go_on(f"Number {number} is followed by number", max_tokens=6, background=True) for number in range(20)]
    endings = [finish(call) for call in [shared_chat.generate(request) for request in requests]]
    assert all(ending.completion_tokens == 6 for _, ending in endings)
    assert all(text for text, _ in endings)


def test_a_person_comes_first(shared_chat: Engine) -> None:
    work = [
        shared_chat.generate(
            go_on(f"Story {number}: once upon a time", max_tokens=80, ignore_end=True, background=True)
        )
        for number in range(16)
    ]
    next(event for event in work[0].events() if isinstance(event, Delta))
    text, ending = text_of(shared_chat, ask("Which city is the capital of France?"))
    assert text
    assert ending.outcome.complete
    assert not all(call.ended for call in work)
    for call in work:
        result = call.result(120)
        assert isinstance(result, Finished)
        assert result.completion_tokens == 80


def test_what_does_not_fit_waits_and_fails_nobody(chat_model: Path, engine: Engine) -> None:
    engine.load(Load(str(chat_model), context=256)).result(60)
    prompts = [f"{name} wrote a long letter about the sea. " * 12 for name in ("Ada", "Bo", "Cy", "Di", "Ed")]
    calls = [engine.generate(go_on(prompt, max_tokens=40, ignore_end=True, background=True)) for prompt in prompts]
    person = engine.generate(go_on("Hello, my name is", max_tokens=40, ignore_end=True))
    for call in [person, *calls]:
        ending = call.result(120)
        assert isinstance(ending, Finished)
        assert ending.outcome.ending is Ending.LENGTH, ending
        assert ending.completion_tokens == 40


def test_a_reply_that_fills_the_context_says_so(chat_model: Path, engine: Engine) -> None:
    engine.load(Load(str(chat_model), context=256)).result(60)
    _, ending = text_of(engine, go_on("Once", max_tokens=1000, ignore_end=True))
    assert ending.outcome.ending is Ending.CONTEXT_FULL
    assert ending.prompt_tokens + ending.completion_tokens == 256


def test_cancelling_one_leaves_the_others(shared_chat: Engine) -> None:
    calls = [shared_chat.generate(go_on(f"Tale {n}:", max_tokens=50, ignore_end=True)) for n in range(3)]
    next(event for event in calls[1].events() if isinstance(event, Delta))
    calls[1].cancel()
    endings = [call.result(60) for call in calls]
    assert [ending.outcome.ending for ending in endings] == [Ending.LENGTH, Ending.CANCELLED, Ending.LENGTH]  # type: ignore[union-attr]
