"""`lamplight models options` and `roles`, in this process."""

from __future__ import annotations

import json

import pytest

from desktop.base.paths import Paths
from desktop.base.settings import PROSE_MODEL, TRANSLATE_MODEL, Settings
from tests.cli.conftest import Run

CHAT = "smollm2-135m-instruct.q4_1"
BASE = "gemma-3-270m-q4_k_m"


def test_what_a_model_takes_is_shown_before_anything_is_changed(run: Run) -> None:
    shown = run("models", "options", CHAT)
    assert "context          8,192" in shown.stdout
    assert shown.stdout.count("default") == 6
    assert "Takes " in shown.stdout
    assert " weights" in shown.stdout


def test_options_are_set_shown_and_taken_back(run: Run) -> None:
    def facts(*more: str) -> dict[str, dict[str, object]]:
        found = run("models", "options", CHAT, *more, "--json")
        assert found.returncode == 0
        return dict(json.loads(found.stdout))

    before = facts()
    tried = facts("--set", "context=2048", "cache=q8_0", "--try")
    assert tried["options"] == {"context": 2048, "cache_type_k": "q8_0", "cache_type_v": "q8_0"}
    assert tried["memory"]["cache"] < before["memory"]["cache"] / 7  # type: ignore[operator]
    now = facts()
    assert (now["options"], now["load"]) == (before["options"], before["load"]), "nothing was kept"
    facts("--set", "context=2048", "--set", "cache=q8_0", "mmap=off", "gpu-layers=3")
    kept = facts()
    assert kept["load"] == before["load"] | {
        "context": 2048,
        "cache_type_k": "q8_0",
        "cache_type_v": "q8_0",
        "mmap": False,
        "gpu_layers": 3,
    }
    assert facts("--set", "cache=default")["options"] == {"context": 2048, "mmap": False, "gpu_layers": "3"}
    assert facts("--defaults")["options"] == {}
    assert facts()["load"] == before["load"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("context=999999",), "was trained to read 8,192 tokens"),
        (("cache=q8_0", "flash-attention=off"), "with flash attention"),
        (("speed=11",), "no option called “speed”"),
        (("cache=q3_0",), "Possible: f32, f16"),
        (("mmap=perhaps",), "Possible: on, off"),
        (("gpu-layers=-1",), "Possible: auto, all, none"),
        (("threads=many",), "not possible for threads"),
        (("context=12",), "not possible for context"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(run: Run, typed: tuple[str, ...], said: str) -> None:
    refused = run("models", "options", CHAT, "--set", *typed)
    assert refused.returncode != 0
    assert said in refused.stderr
    assert json.loads(run("models", "options", CHAT, "--json").stdout)["options"] == {}


def test_roles_have_models_of_their_own(run: Run, paths: Paths) -> None:
    assert json.loads(run("models", "roles", "--json").stdout) == {
        "chat": {"model": CHAT, "chosen": False},
        "prose": {"model": CHAT, "chosen": False},
        "translation": {"model": BASE, "chosen": False},
    }
    run("models", "roles", "--prose", BASE, "--translation", CHAT)
    assert Settings(paths.settings_file)[PROSE_MODEL] == BASE
    assert Settings(paths.settings_file)[TRANSLATE_MODEL] == CHAT
    assert "prose        gemma-3-270m-q4_k_m         chosen" in run("models", "roles").stdout
    run("models", "roles", "--prose", "default")
    assert json.loads(run("models", "roles", "--json").stdout)["prose"] == {"model": CHAT, "chosen": False}
    assert "no model called" in run("models", "roles", "--chat", "nobody").stderr
