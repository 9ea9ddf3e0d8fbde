"""The set-up's modules, and a checkout in a temporary folder with commands that only write down how they are called."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import filelock
import pytest

from tests.packaging.set_up_stubs import Stubs

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "packaging"))

from steps.places import Places  # noqa: E402


@pytest.fixture(scope="session")
def program() -> Path:
    """The program in the bundle, made now if it is missing or stale; by one worker, while others wait."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    with filelock.FileLock(ROOT / ".cache" / "bundle.lock"):
        made = subprocess.run([sys.executable, ROOT / "packaging" / "bundle.py"], capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    return ROOT / "dist" / "lamplight" / "lamplight"


@pytest.fixture
def stubs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stubs:
    """No command but `env` is found until the test adds it."""
    folder = tmp_path / "commands"
    folder.mkdir()
    real = shutil.which("env")
    assert real
    os.symlink(real, folder / "env")
    monkeypatch.setenv("PATH", str(folder))
    return Stubs(folder)


@pytest.fixture
def checkout(tmp_path: Path) -> Places:
    """A checkout with lock files and nothing set up."""
    root = tmp_path / "checkout"
    (root / "packaging").mkdir(parents=True)
    for file in (ROOT / "packaging").glob("requirements*.txt"):
        shutil.copy(file, root / "packaging")
    (root / ".cache").mkdir()
    return Places(root)
