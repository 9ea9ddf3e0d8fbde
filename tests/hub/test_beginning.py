"""A header from the first megabytes of a file that isn't here."""

from __future__ import annotations

import pytest

from desktop.base.errors import Code, HubError, LamplightError
from desktop.base.gguf.reader import parse_header
from desktop.hub import beginning
from desktop.hub.beginning import remote_headers
from desktop.hub.hugging_face import HuggingFace
from desktop.hub.network import NetworkOptions
from desktop.hub.transfer.progress import Control
from tests.base.gguf.files import model, tensor
from tests.hub.server import Fault, HubServer

_WORDS = [f"word {number:06}" for number in range(20_000)]
_DATA = 6 << 20
_FILE = model(
    "llama", {"block_count": 2, "tokenizer.ggml.tokens": _WORDS}, [tensor("token_embd.weight", [_DATA // 4])], _DATA
)


def _read(hub: HubServer, data: bytes = _FILE) -> object:
    hub.add("maker/model", {"a.gguf": data})
    options = NetworkOptions(hub.url)
    files = HuggingFace(options).repository("maker/model").files
    return remote_headers(options, files, Control())[0]


def test_it_is_the_header_of_the_file(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginning, "_STEPS", (1000, 100_000, 1 << 20))
    assert _read(hub) == parse_header(_FILE, len(_FILE), "a.gguf")
    (asked,) = hub.contents_asked()
    assert asked.headers["range"] == f"bytes=0-{(1 << 20) - 1}"


def test_a_server_that_ignores_ranges(hub: HubServer) -> None:
    hub.always = Fault(ignore_range=True)
    assert _read(hub) == parse_header(_FILE, len(_FILE), "a.gguf")


@pytest.mark.parametrize(
    ("data", "fault", "code"),
    [
        (b"<html>" * 100, Fault(), Code.HUB_ANSWER),
        (b"GGUF" + b"\xff" * 100, Fault(), Code.MODEL_UNSUPPORTED),
        (_FILE[: len(_FILE) // 2], Fault(), Code.MODEL_TRUNCATED),
        (_FILE, Fault(status=503), Code.HUB_BUSY),
        (_FILE, Fault(status=403), Code.HUB_FORBIDDEN),
        (_FILE, Fault(cut=1000), Code.HUB_CUT),
    ],
    ids=["portal", "garbage", "truncated", "busy", "forbidden", "cut"],
)
def test_what_goes_wrong_is_told(hub: HubServer, data: bytes, fault: Fault, code: Code) -> None:
    hub.always = fault
    with pytest.raises(LamplightError) as raised:
        _read(hub, data)
    assert raised.value.code is code


def test_it_is_stopped(hub: HubServer) -> None:
    control = Control()
    control.stop()
    hub.add("maker/model", {"a.gguf": _FILE})
    options = NetworkOptions(hub.url)
    with pytest.raises(HubError) as raised:
        remote_headers(options, HuggingFace(options).repository("maker/model").files, control)
    assert raised.value.code is Code.CANCELLED
