"""Ctrl-C and the system's wish that the program ends close the window in order, whatever it waits for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from desktop.base.paths import Paths

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_window_closes_and_its_temporary_home_is_removed(number: int, paths: Paths, tmp_path: Path) -> None:
    homes = tmp_path / "homes"
    homes.mkdir()
    program = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--debug", "--temporary-home"],
        env={**os.environ, "TMPDIR": str(homes), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert program.stderr is not None
    said = []
    for line in program.stderr:
        said.append(line)
        if "the engine is ready" in line:
            break
    (home,) = homes.glob("lamplight-home-*")
    assert (home / "lamplight.sqlite3").exists()
    program.send_signal(number)
    _, rest = program.communicate(timeout=60)
    assert program.returncode == 0, "".join(said) + rest
    assert f"asked to end by signal {int(number)}" in rest
    assert "Traceback" not in rest
    assert list(homes.glob("lamplight-home-*")) == []
    assert tempfile.gettempdir() != str(homes)
