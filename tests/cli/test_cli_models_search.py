"""`lamplight models search`: the catalogue without the network, a hub with it."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

from desktop.base.files import write_json
from desktop.base.paths import Paths
from desktop.cli.commands.models.searching import size_range
from tests.cli.conftest import Run
from tests.hub.server import hub_server


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any, **options: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_without_words_the_catalogue_is_judged(run: Run, no_network: None) -> None:
    ran = run("models", "search", "--task", "translation")
    assert ran.returncode == 0
    assert "hy-mt2-1.8b-q6" in ran.stdout
    assert len([line for line in ran.stdout.splitlines() if line.startswith("*")]) == 1
    assert "nothing was asked of anybody" in ran.stderr
    found = json.loads(run("models", "search", "--json", "--size", "1B-4B").stdout)
    assert {each["task"] for each in found} >= {"chat", "translation", "vision"}
    assert all(each["good_at"] and each["licence"] for each in found)
    assert "qwen3.5-0.8b" not in {each["key"] for each in found}


def test_with_words_a_hub_is_asked_and_named_before(run: Run, paths: Paths) -> None:
    with hub_server() as hub:
        write_json(paths.settings_file, {"hub_address": hub.url})
        hub.add("maker/tiny-模型", {"a.gguf": b"GGUF"}, downloads=7, tags=["gguf", "license:mit"], gated="auto")
        ran = run("models", "search", "tiny")
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.split() == ["maker/tiny-模型", "mit", "7", "terms", "to", "accept"]
        assert f"Asking 127.0.0.1:{hub.url.rpartition(':')[2]}." in ran.stderr.splitlines()[0]
        found = json.loads(run("models", "search", "tiny", "--licence", "MIT", "--json").stdout)
        assert (found[0]["repository"], found[0]["gated"]) == ("maker/tiny-模型", True)
        nothing = run("models", "search", "nothing", "like", "this", LC_ALL="zh_CN.UTF-8")
        assert (nothing.returncode, nothing.stdout) == (0, "")
        assert "没有" in nothing.stderr


def test_a_hub_that_is_not_there(run: Run, paths: Paths) -> None:
    write_json(paths.settings_file, {"hub_address": "http://127.0.0.1:9"})
    ran = run("models", "search", "words")
    assert ran.returncode == 1
    assert "127.0.0.1:9 can’t be reached" in ran.stderr


@pytest.mark.parametrize(
    ("text", "bounds"),
    [("4B", (0, 4.0)), ("2b-9B", (2.0, 9.0)), ("0.5-", (0.5, 0)), ("-3B", (0, 3.0))],
)
def test_sizes(text: str, bounds: tuple[float, float]) -> None:
    assert size_range(text) == tuple(int(bound * 1e9) for bound in bounds)


def test_a_size_that_is_none(run: Run) -> None:
    ran = run("models", "search", "words", "--size", "large")
    assert ran.returncode == 2
    assert "such as 4B" in ran.stderr
