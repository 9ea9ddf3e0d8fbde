"""`lamplight models devices`: what was found and what failed, in words and as JSON, and a test."""

from __future__ import annotations

import json
import sys

import pytest

from desktop.base.paths import Paths
from tests.cli.conftest import Run
from tests.engine.backends.building import COMPILER, build

pytestmark = pytest.mark.skipif(
    COMPILER is None or sys.platform != "linux", reason="backends are compiled with GCC on Linux"
)


def test_devices_are_listed_with_what_failed(run: Run, paths: Paths) -> None:
    build("pretend.c", paths.backends / "libggml-pretend.so")
    build("broken.c", paths.backends / "libggml-cuda.so", "-DABORTS")
    (paths.backends / "notes.txt").write_text("mine")
    shown = run("models", "devices").stdout
    assert "Processor: " in shown
    assert "Graphics card: Pretend Card 3000; 8.0 GB of 8.0 GB free" in shown
    assert "libggml-cuda.so: CUDA crashed while its driver was opened." in shown
    assert "notes.txt is no backend." in shown
    assert str(paths.backends) not in shown  # it is made to be copied
    facts = json.loads(run("models", "devices", "--json").stdout)
    assert [device["name"] for device in facts["devices"]] == ["CPU", "Pretend0"]
    assert {entry["name"]: entry["state"] for entry in facts["backends"]} == {"cuda": "died", "pretend": "works"}
    assert facts["not_backends"] == ["notes.txt"]


def test_without_a_card_the_folder_is_named(run: Run, paths: Paths) -> None:
    told = run("models", "devices")
    assert told.returncode == 0
    assert str(paths.backends) in told.stderr.replace("\n", "")
    assert not paths.backends.exists()  # asking makes nothing


@pytest.mark.slow
def test_a_test_says_how_fast(run: Run, paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.features.models.placement.hardware.TEST_SECONDS", 0.1)
    build("pretend.c", paths.backends / "libggml-pretend.so")
    facts = json.loads(run("models", "devices", "--test", "--json").stdout)
    for device in facts["devices"]:
        assert device["writing"] > 0.1  # a model wrote there, the starter where none is chosen
        assert device["tokens_written"] > 0
    monkeypatch.setattr("desktop.features.models.engines.Engines.to_test", lambda *_: None)  # no room for one
    told = run("models", "devices", "--test")
    assert "tokens a second" in told.stdout
    assert "GB/s" in told.stdout
    assert "products of matrices" in told.stderr.replace("\n", " ")
