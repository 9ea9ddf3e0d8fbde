"""Every message crosses the pipe unchanged, and nothing else gets through."""

from __future__ import annotations

import dataclasses

import pytest

from desktop.base.errors import Code, EngineError
from desktop.engine.protocol import messages as protocol
from desktop.engine.protocol.codec import decode, decode_all, encode, encode_all
from desktop.engine.protocol.outcome import Ending, Outcome

MESSAGES = [
    protocol.Load("/models/灯.gguf", context=4096, gpu_layers=-1, id=1),
    protocol.Load("/models/a.gguf", gpu_layers=None, id=2),
    protocol.Generate(
        messages=(protocol.Message("user", "“引号”\n\t\\ 🙂 \ud800"),),
        sampling=protocol.Sampling(temperature=0.0, seed=7),
        stop=("\n\n", "终"),
        id=3,
    ),
    protocol.Cancel(target=3, id=4),
    protocol.Started(protocol.VERSION, 77, "x"),
    protocol.Delta(3, "灯下", 2),
    protocol.Finished(3, Outcome(Ending.DIED, "engine_died", "cause", signal=9), prompt_tokens=5, seed=7),
    protocol.Failed(1, "model_missing", {"path": "/x", "size": 3, "ratio": 0.5}),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_round_trip(message: protocol.Request | protocol.Event) -> None:
    again = decode(encode(message))
    assert again == message
    assert type(again) is type(message)


def test_missing_fields_are_defaults() -> None:
    assert decode(b'{"type":"Cancel","target":5}') == protocol.Cancel(target=5)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"type":"Nothing"}',
        b'{"type":"Cancel"}',
        b'{"type":"Cancel","target":"five"}',
        b'{"type":"Cancel","target":5,"extra":1}',
        b'{"type":"Generate","messages":"text"}',
        b'{"type":"Generate","messages":[{"role":1,"content":"x"}]}',
        b"\xff\xfe",
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(EngineError) as caught:
        decode(data)
    assert caught.value.code is Code.ENGINE_PROTOCOL


def test_every_message_has_an_id_but_the_greeting() -> None:
    for kind in protocol.Request.__args__ + protocol.Event.__args__:
        if kind is not protocol.Started:
            assert "id" in {field.name for field in dataclasses.fields(kind)}, kind


def test_several_events_cross_as_one_message() -> None:
    events: list[protocol.Event] = [
        protocol.Delta(1, "灯", 1),
        protocol.Delta(2, "下 ", 1),
        protocol.Finished(1, Outcome(Ending.END)),
    ]
    assert decode_all(encode_all(events)) == events


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'["Delta"]', b'[{"type":"Nothing"}]', b"[[]]"])
def test_what_is_no_list_of_events_is_an_error(data: bytes) -> None:
    with pytest.raises(EngineError) as caught:
        decode_all(data)
    assert caught.value.code is Code.ENGINE_PROTOCOL
