"""Fixtures shared by all tests: a home of its own, the starter models, and a log without surprises."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.paths import ENV_HOME, Paths, starter_folders

CHAT_MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"
BASE_MODEL = "gemma-3-270m-q4_k_m.gguf"


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """An empty installation under the test's own folder."""
    home = tmp_path / "home"
    monkeypatch.setenv(ENV_HOME, str(home))
    found = Paths.from_environment()
    found.ensure()
    return found


def _starter(name: str) -> Path:
    for folder in starter_folders():
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"{name}: the set-up installs it")


@pytest.fixture(scope="session")
def chat_model() -> Path:
    """SmolLM2-135M-Instruct, the chat starter."""
    return _starter(CHAT_MODEL)


@pytest.fixture(scope="session")
def base_model() -> Path:
    """gemma-3-270m, the multilingual base model."""
    return _starter(BASE_MODEL)
