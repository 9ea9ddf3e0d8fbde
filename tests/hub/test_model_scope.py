"""ModelScope's API, as its own documentation and others' programs show it."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from desktop.base.errors import Code, HubError
from desktop.hub.model_scope import ModelScope
from desktop.hub.network import NetworkOptions
from desktop.hub.repository import Query
from tests.hub.scripted import Answered, scripted

_SHA = "AB" * 32
_FILES = [
    {"Path": ".gitattributes", "Size": 1630, "Sha256": "00" * 32, "Type": "blob"},
    {"Path": "q4/模型-Q4_K_M.gguf", "Size": 1_266_425_696, "Sha256": _SHA, "Type": "blob"},
    {"Path": "no-hash-Q8_0.gguf", "Size": "large", "Sha256": None, "Type": "blob"},
    "not an object",
]
_MODELS = [
    {"id": "OpenBMB/MiniCPM5-1B-GGUF", "downloads": 5, "tags": ["license:apache-2.0", "language:zh"]},
    {"id": "Qwen/Qwen3-8B-GGUF", "downloads": 90, "license": "MIT", "params": 8_000_000_000, "tags": ["en"]},
    {"id": None},
    7,
]


def _answer(path: str, query: dict[str, list[str]]) -> Answered:
    if path == "/openapi/v1/models":
        assert query["filter.library"] == ["gguf"]
        return Answered({"success": True, "data": {"models": _MODELS, "total_count": 2}})
    if path == "/api/v1/models/OpenBMB/MiniCPM5-1B-GGUF/repo/files":
        return Answered({"Code": 200, "Data": {"Files": _FILES}})
    if path == "/api/v1/models/OpenBMB/MiniCPM5-1B-GGUF":
        return Answered({"Code": 200, "Data": {"License": "Apache-2.0", "Tags": ["zh"]}})
    return Answered({"Code": 10010205001, "Message": "not found"}, 404)


def test_a_search() -> None:
    with scripted(_answer) as server:
        hub = ModelScope(NetworkOptions(server.url))
        found = hub.search(Query("gguf"))
        assert [each.id for each in found] == ["Qwen/Qwen3-8B-GGUF", "OpenBMB/MiniCPM5-1B-GGUF"]
        assert (found[0].licence, found[0].parameters) == ("mit", 8_000_000_000)
        assert [each.id for each in hub.search(Query("gguf", language="zh"))] == ["OpenBMB/MiniCPM5-1B-GGUF"]
        assert [each.id for each in hub.search(Query("gguf", licence="mit"))] == ["Qwen/Qwen3-8B-GGUF"]
        small = hub.search(Query("gguf", most=2_000_000_000))
        assert [each.id for each in small] == ["OpenBMB/MiniCPM5-1B-GGUF"]  # it doesn't say how large it is


def test_a_repository() -> None:
    with scripted(_answer) as server:
        found = ModelScope(NetworkOptions(server.url, token="t")).repository("OpenBMB/MiniCPM5-1B-GGUF")
        assert server.seen["authorization"] == "Bearer t"
        first, second = found.files
        assert first.url == (
            f"{server.url}/models/OpenBMB/MiniCPM5-1B-GGUF/resolve/master/q4/%E6%A8%A1%E5%9E%8B-Q4_K_M.gguf"
        )
    assert (first.size, first.sha256, first.source) == (1_266_425_696, _SHA.lower(), "modelscope")
    assert (second.size, second.sha256) == (0, "")
    assert (found.licence, found.languages) == ("apache-2.0", ("zh",))


@pytest.mark.parametrize("name", ["nobody/nothing", "", "../../x", "a/..", "one", "a/b/c"])
def test_what_is_not_there(name: str) -> None:
    with scripted(_answer) as server, pytest.raises(HubError) as raised:
        ModelScope(NetworkOptions(server.url)).repository(name)
    assert raised.value.code is Code.HUB_NOT_FOUND


@pytest.mark.parametrize("body", [b"<html>", [], {"data": None}, {"data": {}}, {"Data": {"Files": 3}}, 5])
def test_an_answer_that_makes_no_sense(body: Any) -> None:
    with scripted(lambda path, query: Answered(body)) as server:
        hub = ModelScope(NetworkOptions(server.url))
        for ask in (partial(hub.search, Query("words")), partial(hub.repository, "maker/model")):
            with pytest.raises(HubError) as raised:
                ask()
            assert raised.value.code is Code.HUB_ANSWER
