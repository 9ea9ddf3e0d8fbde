"""Invalid values are refused by name, and every field of Sampling has a rule."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest

from desktop.base.errors import Code, EngineError
from desktop.engine.protocol.limits import SAMPLING, check, check_sampling
from desktop.engine.protocol.messages import Embed, Generate, Measure, Message, Sampling, Score
from desktop.engine.protocol.presets import PRESETS

OTHERWISE_CHECKED = {"mirostat", "logit_bias", "banned", "grammar", "json_schema", "dry_breakers"}


def test_every_field_has_a_rule() -> None:
    assert {field.name for field in dataclasses.fields(Sampling)} == SAMPLING.keys() | OTHERWISE_CHECKED


@pytest.mark.parametrize("name", sorted(SAMPLING))
def test_both_bounds(name: str) -> None:
    limit = SAMPLING[name]
    kind = type(getattr(Sampling(), name))
    for value in (limit.least, limit.most):
        check_sampling(dataclasses.replace(Sampling(), **{name: kind(value)}))
    bad: Any
    for bad in (limit.least - 1, limit.most + 1, math.nan, math.inf):
        with pytest.raises(EngineError) as caught:
            check_sampling(dataclasses.replace(Sampling(), **{name: bad}))
        assert caught.value.code is Code.INVALID_VALUE
        assert caught.value.details["name"] == name
        assert caught.value.details["most"] == limit.most


BAD: list[tuple[str, dict[str, Any]]] = [
    ("mirostat", {"mirostat": 1}),
    ("logit_bias", {"logit_bias": {-1: 1.0}}),
    ("logit_bias", {"logit_bias": {5: math.nan}}),
    ("banned", {"banned": ("",)}),
    ("json_schema", {"json_schema": "{"}),
    ("json_schema", {"json_schema": "{}", "grammar": 'root ::= "a"'}),
]


@pytest.mark.parametrize(("name", "values"), BAD)
def test_other_values(name: str, values: dict[str, Any]) -> None:
    with pytest.raises(EngineError) as caught:
        check_sampling(Sampling(**values))
    assert caught.value.details["name"] == name


REQUESTS: list[tuple[str, Any]] = [
    ("max_tokens", Generate(prompt="a", max_tokens=0)),
    ("alternatives", Generate(prompt="a", alternatives=51)),
    ("stop", Generate(prompt="a", stop=("",))),
    ("prompt", Generate()),
    ("role", Generate(messages=(Message("tool", "x"),))),
    ("top_p", Measure(Generate(prompt="a", sampling=Sampling(top_p=2.0)))),
    ("alternatives", Score("a", alternatives=-1)),
    ("text", Score("")),
    ("text", Embed("")),
]


@pytest.mark.parametrize(("name", "request_"), REQUESTS)
def test_requests(name: str, request_: Any) -> None:
    with pytest.raises(EngineError) as caught:
        check(request_)
    assert caught.value.details["name"] == name


def test_presets_are_valid_and_differ() -> None:
    for sampling in PRESETS.values():
        check_sampling(sampling)
    assert len({repr(sampling) for sampling in PRESETS.values()}) == len(PRESETS)
