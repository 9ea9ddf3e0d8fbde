"""`lamplight bench` prints what was measured, as a table and as JSON; measuring is tested with the engine."""

from __future__ import annotations

import argparse
import json

import pytest

from desktop.app import build
from desktop.base.paths import Paths
from desktop.cli.commands import bench
from desktop.cli.parser import parser
from desktop.cli.terminal import Terminal
from desktop.engine.bench import comparison as engine_bench
from desktop.engine.bench.comparison import Report, Sides


def _report() -> Report:
    speed = Sides(0.98, 98.0, 100.0, "tokens per second")
    return Report("Fake", 2, speed, speed, Sides(2.5, 250.0, 100.0, "tokens per second"), _restore(), 400_000_000, 0.5)


def _restore() -> Sides:
    return Sides(60.0, 0.1, 6.0, "seconds")


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_bench, "run", lambda *_args, **_options: _report())


def _run(*options: str) -> int:
    app = build()
    try:
        arguments: argparse.Namespace = parser().parse_args(["bench", *options])
        return bench.run(arguments, app, Terminal())
    finally:
        app.close()


@pytest.mark.usefixtures("paths", "measured")
def test_json_has_the_ratios_and_their_sides(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["decode_ratio"], found["batch_speedup"], found["restore_speedup"]) == (0.98, 2.5, 60.0)
    assert found["prefill_ratio"] == 0.98
    assert found["restore"] == {"ours": 0.1, "theirs": 6.0, "unit": "seconds"}


@pytest.mark.usefixtures("measured")
def test_the_table_has_a_row_for_each(capsys: pytest.CaptureFixture[str], paths: Paths) -> None:
    assert _run() == 0
    lines = capsys.readouterr().out.splitlines()
    assert "60.00" in lines[4]
    assert "0.100 s" in lines[4]
    assert "SmolLM2 135M, 2 threads, 400 MB" in lines[-1]
