"""Each sampler does what it says, in the real chain."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from desktop.base.errors import Code
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Delta, Sampling, Tokenize, Tokens
from desktop.engine.protocol.outcome import Ending
from desktop.engine.protocol.presets import PRESETS
from tests.engine.asking import GREEDY, ask, go_on, text_of

pytestmark = pytest.mark.model

LIST = "One, two, three, one, two, three, one, two, three, one, two,"
HOT = Sampling(temperature=1.5, top_k=0, top_p=1.0, min_p=0.0, seed=11)


def _token(engine: Engine, text: str) -> int:
    found = engine.ask(Tokenize(text)).answer(30)
    assert isinstance(found, Tokens)
    assert len(found.tokens) == 1
    return found.tokens[0]


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_writes_and_repeats_itself_with_its_seed(shared_chat: Engine, name: str) -> None:
    request = ask("Tell me about rain.", sampling=dataclasses.replace(PRESETS[name], seed=5), max_tokens=12)
    first, ending = text_of(shared_chat, request)
    assert ending.completion_tokens > 0
    assert text_of(shared_chat, request)[0] == first


@pytest.mark.parametrize(
    "narrow",
    [
        {"top_k": 1},
        {"top_p": 0.0001},
        {"min_p": 1.0},
        {"typical_p": 0.0001, "temperature": 0.1},
        {"top_n_sigma": 0.001},
    ],
)
def test_a_filter_that_leaves_one_token_is_greedy(shared_chat: Engine, narrow: dict[str, Any]) -> None:
    if "typical_p" in narrow:  # typical isn't the likeliest: it only has to change something
        assert text_of(shared_chat, go_on(LIST, sampling=dataclasses.replace(HOT, **narrow)))[0] != ""
        return
    greedy, _ = text_of(shared_chat, go_on(LIST))
    assert text_of(shared_chat, go_on(LIST, sampling=dataclasses.replace(HOT, **narrow)))[0] == greedy


def test_typical_leaves_the_same_token_whatever_the_seed(shared_chat: Engine) -> None:
    typical = dataclasses.replace(HOT, typical_p=0.0001)
    texts = {
        text_of(shared_chat, go_on("I like", sampling=dataclasses.replace(typical, seed=seed), max_tokens=1))[0]
        for seed in range(4)
    }
    assert len(texts) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"dry_multiplier": 5.0, "dry_breakers": ()},
        {"repeat_penalty": 1.8},
        {"presence_penalty": 8.0},
        {"frequency_penalty": 8.0},
    ],
)
def test_what_stands_there_is_avoided(shared_chat: Engine, change: dict[str, Any]) -> None:
    plain, _ = text_of(shared_chat, go_on(LIST))
    assert plain.startswith(" three")
    avoiding, _ = text_of(shared_chat, go_on(LIST, sampling=dataclasses.replace(GREEDY, **change)))
    assert avoiding != plain


def test_xtc_leaves_out_the_likeliest(shared_chat: Engine) -> None:
    calm = Sampling(temperature=0.01, top_k=0, top_p=1.0, min_p=0.0, seed=3)
    prompt = "My favourite colour is"
    greedy, _ = text_of(shared_chat, go_on(prompt, max_tokens=1))
    xtc = dataclasses.replace(calm, xtc_probability=1.0, xtc_threshold=0.02)
    assert text_of(shared_chat, go_on(prompt, sampling=calm, max_tokens=1))[0] == greedy
    assert text_of(shared_chat, go_on(prompt, sampling=xtc, max_tokens=1))[0] != greedy


def test_mirostat_follows_tau(shared_chat: Engine) -> None:
    def write(tau: float) -> str:
        sampling = Sampling(temperature=1.0, mirostat=2, mirostat_tau=tau, mirostat_eta=0.5, seed=9)
        return text_of(shared_chat, go_on("The old house", sampling=sampling, max_tokens=40))[0]

    assert write(0.01) != write(9.0)
    assert write(3.0) == write(3.0)


def test_logit_bias(shared_chat: Engine) -> None:
    three, seven = _token(shared_chat, " three"), _token(shared_chat, " seven")
    never, _ = text_of(shared_chat, go_on(LIST, sampling=Sampling(temperature=0.0, logit_bias={three: -100.0})))
    assert "three" not in never
    always = Sampling(temperature=0.0, logit_bias={seven: 100.0})
    assert text_of(shared_chat, go_on(LIST, sampling=always, max_tokens=3))[0] == " seven seven seven"


def test_a_banned_phrase_is_never_shown_and_the_text_goes_on(shared_chat: Engine) -> None:
    plain, _ = text_of(shared_chat, ask("Which city is the capital of France?"))
    assert "France is Paris" in plain
    sampling = Sampling(temperature=0.0, banned=("France is Paris", "Paris"))
    call = shared_chat.generate(ask("Which city is the capital of France?", sampling=sampling))
    parts = [getattr(event, "text", "") for event in call.events()]
    text = "".join(parts)
    assert "Paris" not in text
    assert len(text) > 12
    assert text_of(shared_chat, ask("Which city is the capital of France?", sampling=sampling))[0] == text


def test_what_is_told_of_tokens_is_told_of_those_that_stay(shared_chat: Engine) -> None:
    sampling = Sampling(temperature=0.0, banned=("france is paris", "PARIS"))
    events = list(
        shared_chat.generate(ask("Which city is the capital of France?", sampling=sampling, alternatives=0)).events()
    )
    text = "".join(event.text for event in events if isinstance(event, Delta))
    told = "".join(info.text for event in events if isinstance(event, Delta) for info in event.infos)
    assert "paris" not in text.lower()
    assert told.removesuffix("<|im_end|>") == text


def test_a_grammar_binds_the_form(shared_chat: Engine) -> None:
    sampling = Sampling(temperature=1.0, seed=2, grammar='root ::= ("yes" | "no") "," [0-9]{3}')
    text, ending = text_of(shared_chat, ask("Is water wet?", sampling=sampling))
    answer, _, number = text.partition(",")
    assert answer in ("yes", "no")
    assert len(number) == 3
    assert number.isdigit()
    assert ending.outcome.ending is Ending.END


def test_a_json_schema_binds_the_form(shared_chat: Engine) -> None:
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string", "maxLength": 20}, "country": {"enum": ["France", "Spain"]}},
        "required": ["city", "country"],
    }
    sampling = Sampling(temperature=0.0, json_schema=json.dumps(schema))
    text, _ = text_of(shared_chat, ask("Name a city and its country as JSON.", sampling=sampling, max_tokens=80))
    found = json.loads(text)
    assert found["country"] in ("France", "Spain")
    assert isinstance(found["city"], str)


@pytest.mark.parametrize(
    ("name", "sampling"),
    [
        ("grammar", Sampling(grammar="root ::= (")),
        ("grammar", Sampling(grammar='start ::= "a"')),
        ("json_schema", Sampling(json_schema='{"type": "nonsense"}')),
        ("logit_bias", Sampling(logit_bias={10_000_000: 1.0})),
        ("temperature", Sampling(temperature=-1.0)),
    ],
)
def test_what_cannot_be_is_refused_by_name(shared_chat: Engine, name: str, sampling: Sampling) -> None:
    pid = shared_chat.pid
    _, ending = text_of(shared_chat, ask("x", sampling=sampling))
    assert ending.outcome.ending is Ending.FAILED
    assert ending.outcome.code == Code.INVALID_VALUE
    assert name in ending.outcome.cause
    assert shared_chat.pid == pid
