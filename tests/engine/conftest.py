"""The real engine process for these tests, one loaded starter shared by those that don't harm it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Load

CONTEXT = 2048


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine nobody else uses, nothing loaded."""
    found = Engine(tmp_path / "engine.log", states_dir=tmp_path / "states")
    yield found
    found.close()


@pytest.fixture(scope="session")
def shared_chat(chat_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The chat starter, loaded once."""
    folder = tmp_path_factory.mktemp("engine")
    found = Engine(folder / "engine.log")
    found.load(Load(str(chat_model), context=CONTEXT)).result(60)
    yield found
    found.close()


@pytest.fixture(scope="session")
def shared_base(base_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The multilingual base starter, loaded once."""
    folder = tmp_path_factory.mktemp("engine")
    found = Engine(folder / "engine.log")
    found.load(Load(str(base_model), context=CONTEXT)).result(60)
    yield found
    found.close()
