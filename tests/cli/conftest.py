"""The real program as a person starts it: `python -m desktop`, a process of its own, a home of its own."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.base.paths import Paths

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = [sys.executable, "-m", "desktop"]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(paths: Paths) -> dict[str, str]:
    """Of the started program: English, the test's home."""
    return {
        **os.environ,
        "LAMPLIGHT_HOME": str(paths.data),
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """Run the program to its end; `given` is its input."""

    def run(*arguments: object, given: str | bytes = "", **variables: str) -> subprocess.CompletedProcess[str]:
        data = given.encode() if isinstance(given, str) else given
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            input=data,
            capture_output=True,
            env={**environment, **variables},
            cwd=tmp_path,
            timeout=300,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def no_starters(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Variables that make the program believe it came without models."""
    (tmp_path / "hide").mkdir()
    (tmp_path / "hide" / "sitecustomize.py").write_text(
        "import desktop.base.paths as paths\npaths.starter_folders = lambda: []\n"
    )
    return {"PYTHONPATH": f"{tmp_path / 'hide'}{os.pathsep}{ROOT}"}


def until(terminal: int, text: str) -> str:
    """What the program shows up to `text`; fails when it ends before, or shows nothing for two minutes."""
    shown = b""
    while text.encode() not in shown:
        piece = _read(terminal)
        assert piece, shown
        shown += piece
    return shown.decode(errors="replace")


def drain(terminal: int) -> None:
    """Read to the program's end."""
    while _read(terminal):
        pass


def _read(terminal: int) -> bytes:
    if not select.select([terminal], [], [], 120)[0]:
        pytest.fail("the program shows nothing")
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says EIO at the end
        return b""
