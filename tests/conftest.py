"""Fixtures shared by all tests: a home of its own, a database in it, the starter models."""

from __future__ import annotations

import logging
import logging.handlers
import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.crashes import watch
from desktop.base.i18n import translator
from desktop.base.paths import ENV_HOME, Paths, starter_folders
from desktop.engine.client import engine as client
from desktop.library import owners
from desktop.library.fit import bench
from desktop.library.fit.speed import Rates
from desktop.store import Store
from tests import running, workers
from tests.engines import Engines

CHAT_MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"
BENCH = Path(__file__).parent / "bench"
BASE_MODEL = "gemma-3-270m-q4_k_m.gguf"


def pytest_configure(config: pytest.Config) -> None:
    if not _asks_for_bench(config):
        # Engines of several workers share the cores: a second thread of each waits by spinning and makes all slower,
        # up to eight times. libgomp reads it in each process that starts.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # a person's own keyring is left alone
    running.show(config)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in a shell's background job: children would be deaf
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What must be fast is measured on an idle machine, when it is asked for: `make bench`."""
    return True if collection_path == BENCH and not _asks_for_bench(config) else None


def _asks_for_bench(config: pytest.Config) -> bool:
    return any("bench" in Path(argument.partition("::")[0]).parts for argument in config.args)


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    workers.deal(items)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A test that changed the language leaves English to the next."""
    yield
    if translator.language != "en":
        translator.use("en")


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """An empty installation under the test's own folder."""
    home = tmp_path / "home"
    monkeypatch.setenv(ENV_HOME, str(home))
    found = Paths.from_environment()
    found.ensure()
    return found


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the first start leaves it: the newest schema, nothing in it. Made once, to be copied."""
    folder = tmp_path_factory.mktemp("database")
    Store.open(folder / "new.db", folder / "backups").close()
    return folder / "new.db"


@pytest.fixture
def started(paths: Paths, new_database: Path) -> Paths:
    """The installation after a first start: its database is there."""
    shutil.copy(new_database, paths.database)
    return paths


@pytest.fixture
def store(started: Paths) -> Iterator[Store]:
    """An open store with nothing in it."""
    opened = Store.open(started.database, started.backups)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _no_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other programs keep on the machine of whoever runs the tests is no part of them."""
    monkeypatch.setattr(owners, "places", list)


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """Programs started inside a test write to that test's log only: `start_log` is meant for once in a process."""
    root = logging.getLogger()
    before = root.level, sys.excepthook, threading.excepthook
    yield
    watch.stop()
    for handler in list(root.handlers):
        if isinstance(handler, (logging.handlers.RotatingFileHandler, logging.NullHandler)):
            root.removeHandler(handler)
            handler.close()
    root.level, sys.excepthook, threading.excepthook = before


@pytest.fixture(autouse=True)
def _measured_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test in this process keeps all cores busy for a second to see how fast they are."""
    monkeypatch.setattr(bench, "measure", lambda threads=0: Rates(40e9, 200e9))


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    """The engine processes that tests take over from each other."""
    kept = Engines()
    yield kept
    kept.close()


@pytest.fixture
def kept_engine(request: pytest.FixtureRequest, engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that is loaded is found in the process of an earlier test; the mark `own_engine` forgoes that."""
    if request.node.get_closest_marker("own_engine") is None:
        monkeypatch.setattr(client, "EngineProcess", engines.process)


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
