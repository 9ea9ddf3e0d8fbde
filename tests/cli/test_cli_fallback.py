"""A card that runs out of memory is told on the command line, too, and the answer comes all the same."""

from __future__ import annotations

import sys

import pytest

from desktop.base.paths import Paths
from tests.cli.conftest import Run
from tests.engine.backends.building import COMPILER, build


@pytest.mark.model
@pytest.mark.own_engine
@pytest.mark.skipif(COMPILER is None or sys.platform != "linux", reason="backends are compiled with GCC on Linux")
def test_ask_says_where_the_model_went(run: Run, paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRETEND_MEMORY", "20000000")
    build("pretend.c", paths.backends / "libggml-pretend.so")
    (paths.config / "settings.json").write_text('{"gpu_layers": "all"}')
    asked = run("ask", "--max-tokens", "4", "Hello")
    assert asked.returncode == 0
    assert asked.stdout.strip()
    assert "too little memory" in " ".join(asked.stderr.split())
