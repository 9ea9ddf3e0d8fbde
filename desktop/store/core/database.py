"""The open file: transactions that read and that write, and work in the background until it is closed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from desktop.base.errors import Code, StoreError
from desktop.store.core.connection import faults, make_engine


class Database:
    """One SQLite file. Thread-safe: writers take turns, readers wait for nobody.

    What `write` committed is on the disk (WAL, `synchronous=FULL`): a killed process loses only what was never
    committed. Inside of both, what SQLite or the system raise is a StoreError.
    """

    def __init__(self, path: Path) -> None:
        """The file must be sound and of the newest schema; see `opening.prepare`."""
        self._path = path
        self._engine = make_engine(path)
        self._immediate = self._engine.execution_options(immediate=True)
        self._writing = threading.Lock()
        self._closing = threading.Event()
        self._closed = False
        self._background: dict[str, threading.Thread] = {}

    @property
    def path(self) -> Path:
        return self._path

    @property
    def engine(self) -> Engine:
        """To watch it: transactions begin by `read` and `write`."""
        return self._engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the file from its first statement on."""
        self._refuse_when_closed()
        with faults(self._path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that has the write lock from its beginning, and is committed and synced at its end."""
        with self._writing:
            self._refuse_when_closed()
            with faults(self._path), self._immediate.begin() as connection:
                yield connection

    # -- in the background -----------------------------------------------------------------------------------------

    def in_background(self, name: str, work: Callable[[], None]) -> None:
        """Begin a piece of work on a thread of its own; `close` waits for it, and `closing` tells it to end early."""
        thread = threading.Thread(target=work, name=name)
        self._background[name] = thread
        thread.start()

    def wait_for(self, name: str) -> None:
        """Return when this work has ended, or was never begun."""
        thread = self._background.get(name)
        if thread is not None:
            thread.join()

    @property
    def closing(self) -> bool:
        """Whether `close` was called: work in the background ends at its next step."""
        return self._closing.is_set()

    def close(self) -> None:
        """Let the work in the background end and the file go. Safe to call twice; what comes later is STORE_FAILED."""
        self._closing.set()
        for name in list(self._background):
            self.wait_for(name)
        with self._writing:
            self._closed = True
            self._engine.dispose()

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise StoreError(Code.STORE_FAILED, path=str(self._path), cause="closed")


class Repository:
    """What keeps one kind of things in a database.

    Thread-safe as the database is: each call is a transaction of its own, and raises StoreError when the disk fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
