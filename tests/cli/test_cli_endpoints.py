"""Models on other machines on the command line: hosts are named, plain HTTP is agreed to, keys are never shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.engine.remote.hostile_server import HostileServer, Visit, serving
from tests.engine.remote.real_server import llama_cpp_server


def chat(visit: Visit) -> None:
    if visit.body.get("stream"):
        visit.says("Good ", "evening")
    else:
        visit.json({"choices": [{"message": {"content": "x"}}]})


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with serving({"/v1/chat/completions": chat}, models=("big", "small")) as found:
        yield found


def test_a_model_is_added_listed_asked_and_removed(run: Run, server: HostileServer) -> None:
    added = run("models", "endpoints", "add", server.address, "--model", "big", "--json")
    assert added.returncode == 0, added.stderr
    facts = json.loads(added.stdout)[0]
    assert (facts["model"], facts["address"], facts["has_key"]) == ("big", server.address, False)
    assert f"127.0.0.1:{server.port}" in added.stderr  # named before it was asked
    key = facts["key"]
    assert key in run("models", "list").stdout
    assert json.loads(run("models", "info", key, "--json").stdout)["endpoint"] == server.address
    answer = run("ask", "--model", key, "Hello")
    assert answer.stdout.strip() == "Good evening"
    assert f"127.0.0.1:{server.port}" in answer.stderr
    assert run("models", "endpoints", "test", key, "--at-once", "7").returncode == 0
    assert json.loads(run("models", "endpoints", "list", "--json").stdout)[0]["at_once"] == 7
    with serving({"/v1/chat/completions": chat}, models=("big",)) as place:
        moved = run("models", "endpoints", "move", key, place.address, "--json")
        assert f"127.0.0.1:{place.port}" in moved.stderr
        (facts,) = json.loads(moved.stdout)
    assert (facts["address"], facts["at_once"]) == (place.address, 7)
    assert "Top-k" in facts["unsent"]
    assert run("models", "endpoints", "remove", facts["key"]).returncode == 0
    assert json.loads(run("models", "endpoints", "list", "--json").stdout) == []


def test_what_is_done_with_a_file_is_refused_in_a_sentence(run: Run, server: HostileServer) -> None:
    key = json.loads(run("models", "add", server.address, "--model", "big", "--json").stdout)[0]["key"]
    for words in (("fit", key), ("options", key), ("verify", key)):
        refused = run("models", *words)
        assert refused.returncode != 0
        assert "A model on this machine can" in refused.stderr
    assert key not in run("models", "verify").stdout


def test_add_takes_an_address_too(run: Run, server: HostileServer) -> None:
    assert run("models", "add", server.address, "--all").returncode == 0
    assert len(json.loads(run("models", "endpoints", "list", "--json").stdout)) == 2


def test_of_several_models_one_has_to_be_named(run: Run, server: HostileServer) -> None:
    asked = run("models", "endpoints", "add", server.address)
    assert asked.returncode == 2
    assert asked.stdout.split() == ["big", "small"]
    unknown = run("models", "endpoints", "add", server.address, "--model", "huge")
    assert unknown.returncode != 0
    assert "no longer has this model" in unknown.stderr


def test_plain_http_elsewhere_needs_a_word_first(run: Run) -> None:
    refused = run("models", "endpoints", "add", "http://192.0.2.1:8080")
    assert refused.returncode != 0
    assert "192.0.2.1:8080 is reached without encryption" in refused.stderr


def test_without_a_keyring_no_key_is_taken(run: Run, server: HostileServer) -> None:
    refused = run("models", "endpoints", "add", server.address, "--all", "--key", given="sk-hush\n")
    assert refused.returncode != 0
    assert "keyring" in refused.stderr
    assert "sk-hush" not in refused.stderr + refused.stdout
    assert server.visits == []


def test_who_isnt_there_is_told(run: Run, server: HostileServer) -> None:
    nowhere = run("models", "endpoints", "add", "http://127.0.0.1:1")
    assert nowhere.returncode != 0
    assert "doesn’t answer" in nowhere.stderr


@pytest.mark.model
def test_ask_and_translate_over_a_real_server(run: Run, chat_model: Path, tmp_path: Path) -> None:
    with llama_cpp_server(chat_model, tmp_path / "server.log") as address:
        assert run("models", "add", address).returncode == 0
        key = json.loads(run("models", "endpoints", "list", "--json").stdout)[0]["key"]
        answer = run("ask", "--model", key, "--seed", "1", "--max-tokens", "12", "What is a lamp?")
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout.strip()
        text = tmp_path / "text.txt"
        text.write_text("The boat is late.\n", encoding="utf-8")
        translated = run("translate", str(text), "--to", "zh", "--model", key, "--output", str(tmp_path / "out.txt"))
        assert translated.returncode in (0, 3), translated.stderr  # 3: what so small a model wrote is doubtful
        assert (tmp_path / "out.txt").read_text("utf-8").strip()
