"""Searching and looking into repositories with the real huggingface_hub, against a hub on this machine."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from functools import partial

import pytest

from desktop.base.errors import Code, HubError
from desktop.hub import call
from desktop.hub.hugging_face import HuggingFace
from desktop.hub.network import NetworkOptions
from desktop.hub.repository import Query
from tests.hub.repositories import COMMIT
from tests.hub.scripted import Answered, scripted
from tests.hub.server import TOKEN, HubServer

DATA = b"GGUF" + bytes(range(256))
_ARABIC = "نموذج"


def _code(raised: pytest.ExceptionInfo[HubError]) -> Code:
    return raised.value.code


def test_a_search_reads_no_more_pages_than_it_shows(hub: HubServer) -> None:
    for number in range(70):
        facts = {"total": 4_000_000_000, "architecture": "qwen35"}
        hub.add(
            f"maker/model-{number}",
            {"a.gguf": DATA},
            downloads=number,
            likes=3,
            gguf=facts,
            tags=["gguf", "en", "zh", "license:apache-2.0", "region:us", "tf"],
        )
    hub.add("maker/model-of-another-kind", {"a.onnx": DATA}, tags=["onnx"], downloads=1000)
    found = HuggingFace(NetworkOptions(hub.url)).search(Query("model", limit=25))
    assert [each.id for each in found[:2]] == ["maker/model-69", "maker/model-68"]
    assert len(found) == 25
    first = found[0]
    assert (first.parameters, first.architecture, first.licence) == (4_000_000_000, "qwen35", "apache-2.0")
    assert (first.languages, first.likes, first.modified) == (("en", "zh"), 3, "2026-11-01")
    assert len(hub.requests) == 2


def test_what_a_search_asks_for(hub: HubServer) -> None:
    hub.add("maker/one", {"a.gguf": DATA}, tags=["gguf", "zh", "license:mit"])
    hub.add("maker/two", {"a.gguf": DATA}, tags=["gguf", "en", "license:mit"])
    query = Query("", least=2_000_000_000, most=9_500_000_000, language="zh", licence="mit")
    assert [each.id for each in HuggingFace(NetworkOptions(hub.url)).search(query)] == ["maker/one"]
    assert "num_parameters=min%3A2000000000%2Cmax%3A9500000000" in hub.requests[0].path


def test_a_repository_with_its_files(hub: HubServer) -> None:
    files = {"q/模型-Q4_K_M.gguf": DATA, "README.md": b"text", f"{_ARABIC}-Q8_0.gguf": DATA + b"1"}
    hub.add("maker/model", files, tags=["gguf", "license:mit"], gguf={"total": 7})
    found = HuggingFace(NetworkOptions(hub.url)).repository("maker/model")
    assert [file.name for file in found.files] == ["q/模型-Q4_K_M.gguf", f"{_ARABIC}-Q8_0.gguf"]
    first = found.files[0]
    assert (first.size, first.sha256) == (len(DATA), hashlib.sha256(DATA).hexdigest())
    assert first.url.startswith(f"{hub.url}/maker/model/resolve/{COMMIT}/q/%")
    assert (found.licence, found.parameters, found.page) == ("mit", 7, f"{hub.url}/maker/model")


def test_only_a_token_that_was_given_is_sent(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_of_somebody_else")
    hub.add("maker/private", {"a.gguf": DATA}, private=True)
    with pytest.raises(HubError) as raised:
        HuggingFace(NetworkOptions(hub.url)).repository("maker/private")
    assert _code(raised) is Code.HUB_NOT_FOUND
    assert "authorization" not in hub.requests[-1].headers
    assert HuggingFace(NetworkOptions(hub.url, token=TOKEN)).repository("maker/private").files
    assert hub.requests[-1].headers["user-agent"] == "lamplight"


def test_a_gated_repository_says_so(hub: HubServer) -> None:
    hub.add("maker/gated", {"a.gguf": DATA}, gated="manual")
    found = HuggingFace(NetworkOptions(hub.url))
    assert found.repository("maker/gated").gated
    assert [each.gated for each in found.search(Query("gated"))] == [True]


@pytest.mark.parametrize("name", ["nobody/nothing", "bad name", "../..", "a/b/c", "", "x" * 500, "名字/模型"])
def test_a_repository_that_is_not_there(hub: HubServer, name: str) -> None:
    with pytest.raises(HubError) as raised:
        HuggingFace(NetworkOptions(hub.url)).repository(name)
    assert _code(raised) in (Code.HUB_NOT_FOUND, Code.HUB_ANSWER)


def test_its_switches_are_set_before_the_import() -> None:
    code = (
        "import sys\n"
        "from desktop.hub import hugging_face\n"
        "assert not any(name in sys.modules for name in ('huggingface_hub', 'httpx2'))\n"
        "constants = hugging_face._library().constants\n"
        "assert constants.HF_HUB_DISABLE_XET and constants.HF_HUB_DISABLE_TELEMETRY\n"
        "assert constants.HF_HUB_DISABLE_UPDATE_CHECK and constants.HF_HUB_DISABLE_IMPLICIT_TOKEN\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


# -- what no hub should say --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Sign in to the network of this hotel</html>",
        b"",
        b"[1, 2, 3]",
        b'[{"no": "id"}]',
        b'{"error": "text"}',
        b'[{"id": "a/b", "lastModified": "yesterday"}]',
        b"[" * 200_000,
        b"\xff\xfe",
    ],
    ids=["portal", "nothing", "numbers", "no id", "an object", "no date", "deep", "no text"],
)
def test_an_answer_that_makes_no_sense(body: bytes) -> None:
    with scripted(lambda path, query: Answered(body)) as server:
        hub = HuggingFace(NetworkOptions(server.url))
        for ask in (partial(hub.search, Query("words")), partial(hub.repository, "maker/model")):
            with pytest.raises(HubError) as raised:
                ask()
            assert _code(raised) is Code.HUB_ANSWER


def test_odd_facts_are_left_out() -> None:
    odd = {"id": "maker/\u202emodel", "downloads": -5, "likes": "many", "gguf": [1], "tags": [None, "zh", {}], "x": 1}
    with scripted(lambda path, query: Answered([odd, 5])) as server:
        found = HuggingFace(NetworkOptions(server.url)).search(Query("words"))
    assert len(found) == 1
    assert (found[0].id, found[0].downloads, found[0].likes, found[0].parameters) == ("maker/model", 0, 0, 0)
    assert found[0].languages == ("zh",)


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, Code.HUB_TOKEN_NEEDED), (403, Code.HUB_FORBIDDEN), (404, Code.HUB_NOT_FOUND), (418, Code.HUB_REFUSED),
     (429, Code.HUB_BUSY), (500, Code.HUB_FAILED), (503, Code.HUB_BUSY)],
)  # fmt: skip
def test_a_refusal_is_told_at_once(status: int, code: Code) -> None:
    with scripted(lambda path, query: Answered(b"{}", status, {"Retry-After": "60"})) as server:
        with pytest.raises(HubError) as raised:
            HuggingFace(NetworkOptions(server.url)).search(Query("words"))
        assert _code(raised) is code
        assert len(server.asked) == 1


def test_no_other_host_is_asked_than_the_one_that_was_named() -> None:
    with scripted(lambda path, query: Answered([])) as other:
        moved = {"Location": f"{other.url}/api/models"}
        with scripted(lambda path, query: Answered(b"", 307, moved)) as server, pytest.raises(HubError) as raised:
            HuggingFace(NetworkOptions(server.url, token="secret")).search(Query("words"))
        assert _code(raised) is Code.HUB_REDIRECT
        assert not other.asked


def test_a_repository_that_was_renamed_is_found() -> None:
    def answer(path: str, query: dict[str, list[str]]) -> Answered:
        if path.endswith("/old"):
            return Answered(b"", 307, {"Location": "/api/models/maker/new?blobs=True"})
        return Answered({"id": "maker/new", "sha": COMMIT, "siblings": []})

    with scripted(answer) as server:
        assert HuggingFace(NetworkOptions(server.url)).repository("maker/old").id == "maker/new"


def test_nobody_answers() -> None:
    with pytest.raises(HubError) as raised:
        HuggingFace(NetworkOptions("http://127.0.0.1:9")).search(Query("words"))
    assert _code(raised) is Code.HUB_UNREACHABLE
    assert raised.value.details["host"] == "127.0.0.1:9"


def test_a_slow_answer_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call.Call.__init__, "__kwdefaults__", {"seconds": 0.5})
    slow = Answered(b" " * 1000, drip=0.02)
    with scripted(lambda path, query: slow) as server, pytest.raises(HubError) as raised:
        HuggingFace(NetworkOptions(server.url)).search(Query("words"))
    assert _code(raised) is Code.HUB_STALLED


def test_an_endless_answer_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "_MOST_BYTES", 100_000)
    with scripted(lambda path, query: Answered(b" " * 1_000_000)) as server, pytest.raises(HubError) as raised:
        HuggingFace(NetworkOptions(server.url)).search(Query("words"))
    assert _code(raised) is Code.HUB_ANSWER
