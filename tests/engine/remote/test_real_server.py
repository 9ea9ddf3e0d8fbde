"""The door to another machine, against the server of llama-cpp-python with the chat starter."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.base.endpoints import Endpoint, ServerKind
from desktop.base.errors import Code, EngineError
from desktop.engine.protocol.messages import (
    Cost,
    Delta,
    Finished,
    Generate,
    InContext,
    Load,
    Loaded,
    Measure,
    Message,
    Recorded,
    Sampling,
    Score,
    Tokenize,
    Tokens,
)
from desktop.engine.protocol.outcome import Ending
from desktop.engine.remote.engine import RemoteEngine
from desktop.engine.remote.probe import examine, find
from tests.engine.remote.real_server import llama_cpp_server

pytestmark = pytest.mark.model

KEY = "a-key-for-the-test"
GREEDY = Sampling(temperature=0.0, seed=1)
ASKED = Generate(messages=(Message("user", "What is the capital of France?"),), max_tokens=16, sampling=GREEDY)


@pytest.fixture(scope="module")
def address(chat_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with llama_cpp_server(chat_model, tmp_path_factory.mktemp("server") / "server.log", key=KEY) as found:
        yield found


@pytest.fixture(scope="module")
def endpoint(address: str) -> Endpoint:
    return examine(find(address, KEY), "smol", KEY)


@pytest.fixture
def engine(endpoint: Endpoint) -> Iterator[RemoteEngine]:
    made = RemoteEngine(lambda: endpoint, lambda: KEY)
    loaded = made.load(Load("", context=2048)).result(30)
    assert isinstance(loaded, Loaded)
    yield made
    made.close()


def text_of(engine: RemoteEngine, request: Generate) -> tuple[str, Finished]:
    call = engine.generate(request)
    ended = call.result(60)
    assert isinstance(ended, Finished)
    return "".join(event.text for event in call.events() if isinstance(event, Delta)), ended


def test_it_is_found_out_what_the_server_is_and_can(endpoint: Endpoint) -> None:
    assert endpoint.kind is ServerKind.LLAMA_CPP_PYTHON
    assert endpoint.at_once == 1  # a second request would end the first
    assert endpoint.has_key
    can = endpoint.abilities
    assert (can.chat, can.completions, can.probabilities, can.continues) == (True, True, True, False)
    assert can.tokenizer == "/extras/tokenize"


def test_without_its_key_it_is_said_that_one_is_needed(address: str) -> None:
    with pytest.raises(EngineError) as raised:
        find(address)
    assert raised.value.code is Code.ENDPOINT_KEY


def test_a_greedy_reply_is_the_same_twice(engine: RemoteEngine) -> None:
    first, ended = text_of(engine, replace(ASKED, record=4))
    again, _ = text_of(engine, ASKED)
    assert first == again != ""
    assert ended.outcome.ending is Ending.LENGTH
    assert ended.completion_tokens == 16
    assert ended.seed == 1


def test_probabilities_are_the_texts_own(engine: RemoteEngine) -> None:
    call = engine.generate(replace(ASKED, record=4))
    call.result(60)
    events = list(call.events())
    text = "".join(event.text for event in events if isinstance(event, Delta))
    rows = json.loads(next(event.rows for event in events if isinstance(event, Recorded)))
    assert "".join(row[0] for row in rows) == text
    assert all(row[2] <= 0 and len(row[3]) <= 4 for row in rows)
    assert all(row[0] in [other[0] for other in row[3]] for row in rows)  # greedy: the likeliest was taken


def test_plain_text_is_continued(engine: RemoteEngine) -> None:
    text, _ = text_of(engine, Generate(prompt="The capital of France is", max_tokens=4, sampling=GREEDY))
    assert "Paris" in text


def test_a_reply_is_stopped_at_once_and_the_next_one_comes(engine: RemoteEngine) -> None:
    call = engine.generate(Generate(messages=(Message("user", "Tell me a very long story."),), max_tokens=1500))
    for event in call.events():
        if isinstance(event, Delta):
            break
    began = time.monotonic()
    call.cancel()
    ended = call.result(10)
    assert isinstance(ended, Finished)
    assert (ended.outcome.ending, time.monotonic() - began < 5.0) == (Ending.CANCELLED, True)
    assert text_of(engine, ASKED)[0]


def test_many_in_the_background_all_come_whole(engine: RemoteEngine) -> None:
    """One after the other, as this server must be asked: two at once would cut each other off."""
    calls = [engine.generate(replace(ASKED, background=True, max_tokens=4)) for _ in range(5)]
    in_front = engine.generate(replace(ASKED, max_tokens=4))
    assert in_front.result(60).outcome.ending is Ending.LENGTH  # type: ignore[union-attr]
    assert {call.result(60).outcome.ending for call in calls} == {Ending.LENGTH}  # type: ignore[union-attr]


def test_old_turns_leave_when_there_is_no_room(engine: RemoteEngine) -> None:
    turns = [
        Message("user" if at % 2 == 0 else "assistant", f"Number {at}. " + "The lamp burns low. " * 30)
        for at in range(19)
    ]
    call = engine.generate(Generate(messages=tuple(turns), max_tokens=8, sampling=GREEDY))
    ended = call.result(60)
    assert isinstance(ended, Finished)
    assert ended.outcome.ending in (Ending.LENGTH, Ending.END)
    told = next(event for event in call.events() if isinstance(event, InContext))
    assert told.dropped
    assert told.kept[-1] == 18


def test_tokens_are_counted_by_estimate_until_they_are_sent(engine: RemoteEngine) -> None:
    said = "The old lamp stood under the stairs, and nobody remembered who had put it there."
    cost = engine.ask(Measure(Generate(prompt="."), (said,))).answer(10)
    tokens = engine.ask(Tokenize(said)).answer(10)
    assert isinstance(cost, Cost)
    assert isinstance(tokens, Tokens)
    assert 0.5 < cost.counts[0] / len(tokens.tokens) < 2.0


def test_a_given_text_cant_be_judged_there(engine: RemoteEngine) -> None:
    with pytest.raises(EngineError) as raised:
        engine.ask(Score("a text")).answer(10)
    assert raised.value.code is Code.ENDPOINT_UNABLE
