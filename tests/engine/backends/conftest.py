"""A folder with backend files of every kind, compiled once for all tests."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.engine.backends.backends import Backends
from tests.engine.backends.building import COMPILER, build

_BROKEN = {"hangs": "HANGS", "aborts": "ABORTS", "faults": "FAULTS", "null": "NULL_", "older": "OTHER_VERSION"}


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """libggml-pretend.so, a device that works, and files that go wrong, named by how."""
    if COMPILER is None or sys.platform != "linux":
        pytest.skip("backends are compiled with GCC on Linux")
    folder = tmp_path_factory.mktemp("backends")
    build("pretend.c", folder / "libggml-pretend.so")
    for name, flag in _BROKEN.items():
        build("broken.c", folder / f"libggml-{name}.so", f"-D{flag}")
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder a person puts backend files into."""
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


@pytest.fixture
def put(compiled: Path, own: Path) -> Callable[[str], Path]:
    """Put one of the compiled files into a person's folder."""

    def copy(name: str) -> Path:
        return Path(shutil.copy(compiled / f"libggml-{name}.so", own))

    return copy


@pytest.fixture
def backends(own: Path, tmp_path: Path) -> Backends:
    """The backends of this machine with that folder, impatient."""
    return Backends(own, tmp_path / "backends.json", limit=2.0)
