"""Connections to the file: pragmas, transactions that begin when told, and SQLite's faults as our errors."""

from __future__ import annotations

import errno
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from desktop.base.errors import Code, StoreError
from desktop.store.core.search_text import index_words

BUSY_SECONDS = 5.0

# Primary result codes of SQLite (https://www.sqlite.org/rescode.html); the extended ones have them in their low byte.
_FULL = {sqlite3.SQLITE_FULL}
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_DISK = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}


def make_engine(database: Path, *, foreign_keys: bool = True) -> Engine:
    """An engine whose transactions begin explicitly; option `immediate` takes the write lock at once.

    Python's driver begins late and would leave DDL outside of the transaction, hence `isolation_level=None`.
    """
    engine = create_engine(URL.create("sqlite", database=str(database)), connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        add_functions(connection)
        for pragma in _pragmas(foreign_keys):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def add_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the triggers of the schema call."""
    connection.create_function("search_words", 1, index_words, deterministic=True)


def _pragmas(foreign_keys: bool) -> tuple[str, ...]:
    return (
        "journal_mode = WAL",
        "synchronous = FULL",
        f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        "secure_delete = ON",  # what a person deletes is gone from the file as well
    )


@contextmanager
def faults(database: Path) -> Iterator[None]:
    """Turn what SQLAlchemy, the driver or the system raise inside the block into a StoreError."""
    try:
        yield
    except DBAPIError as error:
        raise _store_error(database, error.orig or error) from error
    except (sqlite3.Error, OSError, SQLAlchemyError) as error:
        raise _store_error(database, error) from error


def _store_error(database: Path, error: BaseException) -> StoreError:
    cause = str(error)
    if isinstance(error, OSError):
        return StoreError(_os_code(error), path=str(database.parent), cause=cause)
    number = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if number in _FULL:
        return StoreError(Code.DISK_FULL, path=str(database.parent), cause=cause)
    if number in _LOCKED:
        return StoreError(Code.STORE_LOCKED, path=str(database), cause=cause)
    if number in _DAMAGED:
        return StoreError(Code.STORE_CORRUPT, path=str(database), kept=str(database), backup="", cause=cause)
    if number in _READ_ONLY:
        return StoreError(Code.DATA_READ_ONLY, path=str(database.parent), cause=cause)
    if number in _DISK:
        # SQLite doesn't say why the system refused: a full disk and a read-only folder both end here.
        found = _try_to_write(database.parent)
        if found is not None:
            return StoreError(_os_code(found), path=str(database.parent), cause=cause)
    return StoreError(Code.STORE_FAILED, path=str(database), cause=cause)


def _os_code(error: OSError) -> Code:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Code.DISK_FULL
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Code.DATA_READ_ONLY
    return Code.STORE_FAILED


def _try_to_write(folder: Path) -> OSError | None:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0" * 65_536)
            file.flush()
    except OSError as error:
        return error
    return None
