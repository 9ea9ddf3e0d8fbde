"""The prefix cache gives the text it would give without: in memory, over edits, from disk, and where memory can't."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import (
    Finished,
    Generate,
    InContext,
    Load,
    Message,
    Place,
    Sampling,
    Score,
    Scored,
    Token,
)
from tests.engine.asking import GREEDY, ask, go_on, text_of

pytestmark = pytest.mark.model

# Batches of another size round differently in llama.cpp (up to 0.8 in a logit was measured); two tokens this near to
# each other may change places for that reason alone.
TIE = 1.0
WORDS = ["sea", "light", "door", "stone", "bird", "rain", "book", "lamp", "wind", "boat"]
WORDS += ["hill", "song", "night", "road", "bread", "tree"]


def _same_but_for_ties(engine: Engine, prompt: str, warm: str, cold: str) -> None:
    """Fails unless the texts are equal up to a place where the model hardly prefers one token to the other."""
    if warm == cold:
        return
    same = len([1 for left, right in zip(warm, cold, strict=False) if left == right and warm[:1]])
    while warm[:same] != cold[:same]:
        same -= 1
    start = warm.rfind(" ", 0, same + 1)
    start = max(start, 0)
    found = engine.ask(Score(warm[start:] or " ", prompt=prompt + warm[:start], alternatives=5)).answer(120)
    assert isinstance(found, Scored)
    assert any(_near(info) for info in found.tokens[:3]), (warm, cold)


def _near(info: Token) -> bool:
    first, second = info.alternatives[:2]
    return first.probability < second.probability * 2.72**TIE


@pytest.mark.parametrize("swa_full", [True, False], ids=["whole cache", "sliding window"])
def test_random_edits_give_the_text_of_a_cold_start(base_model: Path, tmp_path: Path, swa_full: bool) -> None:
    """With the sliding window a removal fails where the window has moved on, and the prompt is evaluated again."""
    engine = Engine(tmp_path / "engine.log")
    engine.load(Load(str(base_model), context=2048, swa_full=swa_full)).result(60)
    dice = random.Random(8)
    history = [dice.choice(WORDS) for _ in range(60 if swa_full else 800)]
    evaluated = []
    for _ in range(5 if swa_full else 3):
        prompt = "Words: " + " ".join(history) + "\nWords: " + " ".join(history[:6])
        warm, ending = text_of(engine, go_on(prompt, max_tokens=10, speculate=False))
        cold, _ = text_of(engine, go_on(prompt, max_tokens=10, speculate=False, cache=False))
        _same_but_for_ties(engine, prompt, warm, cold)
        evaluated.append(ending.prompt_tokens - ending.cached_tokens)
        history[dice.randrange(20, len(history)) :] = [dice.choice(WORDS) for _ in range(dice.randrange(1, 20))]
    assert evaluated
    engine.close()


def test_an_edit_evaluates_from_the_edit_on(shared_chat: Engine) -> None:
    turns = [Message("user", "My name is Ada and I live by the sea, in a white house.")]
    text_of(shared_chat, Generate(messages=tuple(turns), sampling=GREEDY, max_tokens=8))
    longer = (*turns, Message("assistant", "Hello Ada."), Message("user", "What is my name?"))
    _, first = text_of(shared_chat, Generate(messages=longer, sampling=GREEDY, max_tokens=8))
    edited = (*longer[:-1], Message("user", "What was my name?"))
    _, second = text_of(shared_chat, Generate(messages=edited, sampling=GREEDY, max_tokens=8))
    assert first.cached_tokens >= 25
    assert 0 < second.prompt_tokens - second.cached_tokens < 16


def test_a_conversation_is_found_again_after_a_restart(chat_model: Path, tmp_path: Path) -> None:
    states = tmp_path / "states"
    request = go_on("The keeper wrote down what he saw. " * 40, max_tokens=4)

    def run() -> tuple[str, Finished]:
        engine = Engine(tmp_path / "engine.log", states_dir=states)
        engine.load(Load(str(chat_model), context=1024)).result(60)
        found = text_of(engine, request)
        engine.close()  # saves what isn't saved
        return found

    cold, first = run()
    files = list(states.glob("*.state"))
    assert len(files) == 1
    warm, second = run()
    assert first.cached_tokens == 0
    assert second.prompt_tokens - second.cached_tokens == 1
    assert warm == cold
    assert second.first_token_seconds < first.first_token_seconds / 3  # 1/50 is for 3,000 tokens: see tests/bench
    damaged = bytearray(files[0].read_bytes())
    damaged[-100] ^= 1
    files[0].write_bytes(damaged)
    again, third = run()
    assert third.cached_tokens == 0
    assert again == cold


def test_a_quiet_conversation_is_saved_without_being_asked(chat_model: Path, tmp_path: Path) -> None:
    states = tmp_path / "states"
    engine = Engine(tmp_path / "engine.log", states_dir=states)
    engine.load(Load(str(chat_model), context=512)).result(60)
    text_of(engine, go_on("The keeper wrote down what he saw. " * 12, max_tokens=2))
    assert not list(states.glob("*.state"))
    deadline = time.monotonic() + 20
    while not list(states.glob("*.state")) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert list(states.glob("*.state"))
    text_of(engine, go_on("Something else, " * 20, max_tokens=2))  # the saved one makes room
    _, back = text_of(engine, go_on("The keeper wrote down what he saw. " * 12, max_tokens=2))
    assert back.prompt_tokens - back.cached_tokens == 1
    engine.close()


def _conversation(turns: int) -> list[Message]:
    messages = [Message("system", "You are a keeper of lists.")]
    for number in range(turns):
        messages.append(Message("user", f"Entry {number}: " + " ".join(WORDS)))
        messages.append(Message("assistant", f"Noted entry {number}."))
    return [*messages, Message("user", "Which was the last entry?")]


def test_the_oldest_turns_leave_as_blocks_and_are_named(chat_model: Path, engine: Engine) -> None:
    engine.load(Load(str(chat_model), context=512)).result(60)
    dropped_before: tuple[int, ...] = ()
    cached = []
    for turns in range(12, 22):
        messages = tuple(_conversation(turns))
        call = engine.generate(Generate(messages=messages, sampling=GREEDY, max_tokens=2))
        events = list(call.events())
        (seen,) = [event for event in events if isinstance(event, InContext)]
        ending = events[-1]
        assert isinstance(ending, Finished)
        assert ending.completion_tokens > 0
        assert 0 in seen.kept  # instructions never leave
        assert seen.kept[-1] == len(messages) - 1
        assert sorted(seen.kept + seen.dropped) == list(range(len(messages)))
        assert seen.dropped == tuple(range(1, 1 + len(seen.dropped)))
        assert len(seen.dropped) % 2 == 0  # whole turns
        if seen.dropped == dropped_before and turns > 12:
            cached.append(ending.cached_tokens / ending.prompt_tokens)
        dropped_before = seen.dropped
    assert dropped_before
    assert len(cached) >= 5  # the edge moves seldom
    assert min(cached) > 0.8


def test_pinned_and_left_out_messages(chat_model: Path, engine: Engine) -> None:
    engine.load(Load(str(chat_model), context=512)).result(60)
    messages = _conversation(20)
    messages[3] = Message("user", "Remember: the password is Ahoy.", Place.PINNED)
    messages[-3] = Message("user", "This one nobody reads.", Place.OUT)
    call = engine.generate(Generate(messages=tuple(messages), sampling=GREEDY, max_tokens=2))
    (seen,) = [event for event in call.events() if isinstance(event, InContext)]
    assert 3 in seen.kept
    assert len(messages) - 3 not in seen.kept + seen.dropped
    assert seen.prompt_tokens <= seen.context


def test_turns_stay_when_they_must(shared_chat: Engine) -> None:
    request = Generate(messages=tuple(_conversation(60)), sampling=Sampling(), max_tokens=2, drop_turns=False)
    _, ending = text_of(shared_chat, request)
    assert ending.outcome.code == "context_full"


def test_speculation_writes_what_the_plain_loop_writes(shared_base: Engine) -> None:
    prompt = "Original: " + " ".join(WORDS) + ".\nCopy: " + " ".join(WORDS) + ".\nCopy:"
    plain, none = text_of(shared_base, go_on(prompt, speculate=False))
    fast, ending = text_of(shared_base, go_on(prompt, speculate=True))
    assert fast == plain
    assert none.speculated == 0
    assert ending.accepted > 10
    assert ask("x").speculate is None
