"""From a file on disk, in whatever state, to one that is whole, ours, private and of the newest schema, or an error.

Nothing is written before the file is known to be sound and not from a newer version.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from desktop.base.errors import Code, StoreError
from desktop.store.core.backups import (
    BEFORE_MIGRATION,
    is_due,
    is_sound,
    keep_aside,
    make_backup,
    newest_good_backup,
    read_only,
)
from desktop.store.core.connection import BUSY_SECONDS, faults
from desktop.store.core.migrate import MIGRATIONS, create, revisions, upgrade

log = logging.getLogger(__name__)

# Reading a file of this size takes about a tenth of a second; a larger one is read whole once a day, with its backup.
_CHECK_ALWAYS_BELOW = 256 * 1024 * 1024
_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True)
class _Found:
    """What is in the file: nothing yet, or a schema revision."""

    revision: str | None


def prepare(database: Path, backups: Path, migrations: Path = MIGRATIONS) -> None:
    """Leave a sound file of the newest schema at `database`. Raises StoreError as `Store.open` says.

    Two processes that start together take turns.
    """
    with faults(database):
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(f"{database}-lock", timeout=2 * BUSY_SECONDS, mode=0o600)
        try:
            with lock:
                _prepare(database, backups, migrations)
        except Timeout as error:
            raise StoreError(Code.STORE_LOCKED, path=str(database), cause=str(error)) from error


def _prepare(database: Path, backups: Path, migrations: Path) -> None:
    found = _inspect(database, backups)
    known = revisions(migrations)
    if found.revision is not None and found.revision not in known:
        backup = newest_good_backup(backups, known)
        details = {"path": str(database), "found": found.revision, "known": known[-1], "backup": str(backup or "")}
        raise StoreError(Code.STORE_NEWER, **details)
    _make_private(database)
    if found.revision == known[-1]:
        return
    if found.revision is None:
        create(database, migrations)
        return
    kept = make_backup(database, backups, BEFORE_MIGRATION)
    log.info("migrating from revision %s to %s; the old file is kept as %s", found.revision, known[-1], kept.name)
    upgrade(database, migrations)


def _make_private(database: Path) -> None:
    """Readable by its owner only; SQLite gives its side files the same mode."""
    if not database.exists():
        os.close(os.open(database, os.O_CREAT | os.O_RDWR, 0o600))
    with suppress(OSError):  # some file systems have no modes
        if database.stat().st_mode & 0o077:
            database.chmod(0o600)


def _inspect(database: Path, backups: Path) -> _Found:
    if not database.exists():
        return _Found(None)
    size = database.stat().st_size
    if size == 0 and newest_good_backup(backups) is None:
        return _Found(None)  # the very first start was killed
    if not _has_header(database):
        raise _damaged(database, backups)
    try:
        whole = size < _CHECK_ALWAYS_BELOW or is_due(backups)
        if whole and not is_sound(database):
            raise _damaged(database, backups)
        return _Found(_revision(database))
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise _damaged(database, backups) from error
        raise


def _has_header(database: Path) -> bool:
    with database.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def _revision(database: Path) -> str | None:
    """The schema's revision; None in a file without tables. A foreign database raises StoreError(STORE_FAILED)."""
    with closing(read_only(database)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not names:
            return None
        if "alembic_version" in names:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if row:
                return str(row[0])
    raise StoreError(Code.STORE_FAILED, path=str(database), cause="not a database of Lamplight's")


def _damaged(database: Path, backups: Path) -> StoreError:
    try:
        kept = str(keep_aside(database))
    except OSError as error:
        log.error("the damaged database stays where it is: %s", error)
        kept = str(database)
    backup = newest_good_backup(backups)
    log.error("the database is damaged; kept as %s; newest good backup: %s", kept, backup)
    return StoreError(Code.STORE_CORRUPT, path=str(database), kept=kept, backup=str(backup or ""))
