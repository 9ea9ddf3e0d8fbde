"""`lamplight models adapters` and `ask --adapter`, with the real starter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.base.paths import Paths
from tests.cli.conftest import Run
from tests.engine.adapter_files import control_vector, lora

pytestmark = pytest.mark.model

ASK = ("ask", "What is the sea?", "--seed", "3", "--max-tokens", "16")
KEYS = ["key", "name", "path", "sha256", "kind", "size", "rank", "layers", "made_for", "scale", "on", "found", "error"]


@pytest.fixture
def pirate(chat_model: Path, tmp_path: Path) -> Path:
    return lora(tmp_path / "pirate.gguf", chat_model)


def test_a_shelf_is_filled_set_listed_and_emptied(
    run: Run, pirate: Path, chat_model: Path, tmp_path: Path, paths: Paths
) -> None:
    joy = control_vector(tmp_path / "joy.gguf", chat_model)
    assert "No adapter for SmolLM2 135M" in run("models", "adapters").stderr
    assert run("models", "adapters", "add", pirate).stdout == "pirate works for SmolLM2 135M, at 1.\n"
    assert run("models", "adapters", "add", joy).returncode == 0
    listed = run("models", "adapters", "set", "pirate=0.3", "joy=off", "--layers", "4-9")
    assert listed.stdout.splitlines()[0].split()[:4] == ["*", "pirate", "0.3", "LoRA"]
    facts = json.loads(run("models", "adapters", "list", "--json").stdout)
    assert [list(fact) for fact in facts] == [KEYS, KEYS]
    assert [(fact["scale"], fact["on"]) for fact in facts] == [(0.3, True), (0.25, False)]
    assert facts[1]["layers"] == [4, 9]
    assert json.loads(run("models", "adapters", "set", "joy=-0.5", "--layers", "all", "--json").stdout)[1]["on"]
    removed = run("models", "adapters", "remove", "joy")
    assert str(joy) in removed.stdout
    assert joy.exists()
    assert run("models", "adapters", "list", "--model", "gemma-3-270m-q4_k_m", "--json").stdout.strip() == "[]"


def test_what_stands_on_the_shelf_works_for_answers(run: Run, pirate: Path) -> None:
    plain = json.loads(run(*ASK, "--json").stdout)
    assert "adapters" not in plain
    run("models", "adapters", "add", pirate)
    run("models", "adapters", "set", "pirate=0.3")
    with_it = json.loads(run(*ASK, "--json").stdout)
    assert with_it["text"] != plain["text"]
    assert [(one["name"], one["scale"]) for one in with_it["adapters"]] == [("pirate", 0.3)]
    assert json.loads(run(*ASK, "--json", "--adapter", "none").stdout)["text"] == plain["text"]
    run("models", "adapters", "set", "pirate=off")
    assert json.loads(run(*ASK, "--json").stdout)["text"] == plain["text"]
    assert json.loads(run(*ASK, "--json", "--adapter", "pirate=0.3").stdout)["text"] == with_it["text"]
    assert json.loads(run(*ASK, "--json", "--adapter", f"{pirate}=0.3").stdout)["text"] == with_it["text"]


def test_a_reply_in_a_conversation_keeps_what_it_was_written_with(run: Run, pirate: Path) -> None:
    run("models", "adapters", "add", pirate)
    number = json.loads(run("chats", "list", "--json").stdout or "[]")
    assert number == []
    run("chat", "--max-tokens", "4", given="Hello\n")
    (chat,) = json.loads(run("chats", "list", "--json").stdout)
    run("ask", "And now?", "--conversation", str(chat["id"]), "--max-tokens", "4", "--adapter", f"{pirate}=0.5")
    shown = run("chats", "export", str(chat["id"]), "--format", "json")
    assert '"scale": 1.0' in shown.stdout
    assert '"scale": 0.5' in shown.stdout


@pytest.mark.parametrize(
    ("command", "said", "status"),
    [
        (("models", "adapters", "add", "{gemma}"), "made for another kind of model", 1),
        (("models", "adapters", "add", "{missing}"), "not there any more", 1),
        (("models", "adapters", "add", "{model}"), "not an adapter in a GGUF file", 1),
        (("models", "adapters", "set", "nothing=1"), "no adapter called “nothing”", 1),
        (("models", "adapters", "set", "pirate=11"), "not possible for strength", 1),
        (("models", "adapters", "set", "pirate=nan"), "not possible for strength", 1),
        (("models", "adapters", "set", "pirate"), "is not NAME=SCALE", 2),
        (("models", "adapters", "set", "pirate=1", "--layers", "9-4"), "is not FIRST-LAST", 2),
        ((*ASK, "--adapter", "{gemma}"), "made for another kind of model", 1),
    ],
)
def test_what_is_refused_and_how(
    run: Run, chat_model: Path, base_model: Path, pirate: Path, tmp_path: Path, command: tuple[str, ...], said: str,
    status: int,
) -> None:  # fmt: skip
    run("models", "adapters", "add", pirate)
    names = {"gemma": lora(tmp_path / "g.gguf", base_model), "missing": tmp_path / "x.gguf", "model": chat_model}
    result = run(*(part.format(**names) for part in command))
    assert said in result.stderr
    assert result.returncode == status
    assert result.stdout == ""
