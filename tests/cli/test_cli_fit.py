"""`lamplight models fit`."""

from __future__ import annotations

import json

import pytest

from desktop.features.models import fits
from tests.cli.conftest import Run


def test_every_model_has_a_line(run: Run) -> None:
    done = run("models", "fit")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert all("Fits; about" in line for line in lines)
    assert "Measuring" in done.stderr
    assert "Measuring" not in run("models", "fit").stderr
    assert "Measuring" in run("models", "fit", "--measure").stderr


def test_one_model_says_where_the_memory_goes(run: Run) -> None:
    done = run("models", "fit", "smollm2", "--context", "2048")
    assert "cache for 2,048 tokens  47 MB" in done.stdout
    assert "weights" in done.stdout
    assert "free" in done.stdout


def test_one_that_is_too_large(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fits, "available_memory", lambda: 100_000_000)
    done = run("models", "fit", "smollm2")
    assert done.returncode == 0
    assert "Needs" in done.stdout
    assert "100 MB are free" in done.stdout


def test_one_that_fits_with_less(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fits, "available_memory", lambda: 300_000_000)
    assert "Fits with 4,000 tokens, not with 8,000" in run("models", "fit", "smollm2").stdout


def test_as_json(run: Run) -> None:
    (found,) = json.loads(run("models", "fit", "smollm2", "--json").stdout)
    assert (found["outcome"], found["context"], found["shorter_context"]) == ("fits", 8192, None)
    assert sum(found["memory"].values()) == found["needed"]
    assert found["tokens_per_second"]["writing"] > 0
    assert found["measured"]["writing"] is None


def test_what_cannot_be_told(run: Run) -> None:
    assert run("models", "fit", "nothing").returncode == 1
    assert run("models", "fit", "smollm2", "--context", "0").returncode != 0
