"""Copies of the file: daily, before migrations, by hand; verified, rotated; and the way back from a damaged file.

A copy is made by SQLite's backup API while others may write, checked, synced and only then given its name, so that
everything in the folder with the ending `.sqlite3` is whole.
"""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.base.errors import Code, StoreError
from desktop.store.core.connection import BUSY_SECONDS, faults

log = logging.getLogger(__name__)

DAILY = "daily"
BEFORE_MIGRATION = "before-migration"
BEFORE_UPDATE = "before-update"
BEFORE_RESTORE = "before-restore"
MANUAL = "manual"
_KEEP = {
    DAILY: 7,
    BEFORE_MIGRATION: 3,
    BEFORE_UPDATE: 3,
    BEFORE_RESTORE: 3,
}  # what a person made stays until a person deletes it
_ENDING = ".sqlite3"
_STAMP = "%Y%m%dT%H%M%S%fZ"
_SIDE_FILES = ("-wal", "-shm", "-journal")


def read_only(database: Path) -> sqlite3.Connection:
    """A connection that can't change the file."""
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)


def is_sound(database: Path) -> bool:
    """Whether SQLite reads the whole file without a complaint (`quick_check`; about 2 GB/s from memory)."""
    try:
        with closing(read_only(database)) as connection:
            rows: list[tuple[str]] = connection.execute("PRAGMA quick_check(1)").fetchall()
            return rows == [("ok",)]
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return False
        raise


def make_backup(database: Path, backups: Path, kind: str) -> Path:
    """Copy the file, verify the copy, then drop the oldest of its kind.

    Raises StoreError; the copies that were there before then still are.
    """
    target = backups / f"{kind}-{datetime.now(UTC).strftime(_STAMP)}{_ENDING}"
    with faults(target):
        backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy_verified(database, target)
        _rotate(backups, kind)
    return target


def copy_verified(source: Path, target: Path) -> None:
    """A verified, synced copy under the name `target`, or none at all. Raises StoreError, sqlite3.Error, OSError."""
    partial = target.with_name(target.name + ".partial")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(read_only(source)) as original, closing(sqlite3.connect(partial)) as copy:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file that stands alone
        if not is_sound(partial):
            raise StoreError(Code.STORE_CORRUPT, path=str(source), kept=str(source), backup="")
        _sync(partial)
        os.replace(partial, target)
        _sync(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows can't open a folder
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _rotate(backups: Path, kind: str) -> None:
    if kind in _KEEP:
        for old in list_backups(backups, kind)[_KEEP[kind] :]:
            old.unlink(missing_ok=True)
    for left in backups.glob("*.partial"):  # of a process that was killed while copying
        if datetime.now(UTC).timestamp() - left.stat().st_mtime > 3600:
            left.unlink(missing_ok=True)


def list_backups(backups: Path, kind: str = "") -> list[Path]:
    """The copies, newest first; all kinds unless one is named."""
    found = [path for path in backups.glob(f"{kind}*{_ENDING}") if made_at(path)]
    return sorted(found, key=lambda path: made_at(path) or datetime.min.replace(tzinfo=UTC), reverse=True)


def made_at(backup: Path) -> datetime | None:
    """When a copy was made, by its name; None for a file that isn't one."""
    try:
        stamp = backup.name.removesuffix(_ENDING).rpartition("-")[2]
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def newest_good_backup(backups: Path, known: Collection[str] | None = None) -> Path | None:
    """The newest copy that still reads without a complaint, and is of one of the `known` revisions."""
    for backup in list_backups(backups):
        try:
            if is_sound(backup) and (known is None or revision_of(backup) in known):
                return backup
        except (sqlite3.Error, OSError) as error:
            log.warning("backup passed over: %s: %s", backup.name, error)
    return None


def revision_of(database: Path) -> str:
    """The revision of a database's schema; "" where it has none. Raises sqlite3.Error."""
    with closing(read_only(database)) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def is_due(backups: Path, now: datetime | None = None) -> bool:
    """Whether the newest daily copy is a day old, or there is none."""
    newest = next(iter(list_backups(backups, DAILY)), None)
    made = made_at(newest) if newest else None
    return made is None or (now or datetime.now(UTC)) - made >= timedelta(days=1)


def keep_aside(database: Path, why: str = "damaged") -> Path:
    """Keep a file that can't be used under another name beside it, with its side files; returns that name.

    A second call finds the first one's copy. A hard link where the file system has them, so that it works on a full
    disk; the file itself stays until `recover`, so that every start until then finds it damaged and says so.
    """
    for kept in sorted(database.parent.glob(f"{database.name}.{why}-*Z")):
        if kept.samefile(database) or _same_bytes(kept, database):
            return kept
    kept = database.with_name(f"{database.name}.{why}-{datetime.now(UTC).strftime(_STAMP)}")
    for ending in ("-wal", "-journal", ""):  # the file itself last: its name says that the rest is there
        source = Path(f"{database}{ending}")
        if source.exists():
            _link_or_copy(source, Path(f"{kept}{ending}"))
    return kept


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _same_bytes(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while block := first.read(1 << 20):
            if block != second.read(1 << 20):
                return False
    return True


def recover(database: Path, backups: Path, use_backup: Path | None, why: str = "damaged") -> None:
    """Start again after STORE_CORRUPT or STORE_NEWER: with `use_backup`, or empty when it is None.

    The file is kept aside first, `why` being in its name; the backup stays where it is, and `Store.open` works
    afterwards. Raises StoreError; the file is then still in place.
    """
    with faults(database):
        fresh = database.with_name(database.name + ".restored")
        if use_backup is not None:
            fresh.unlink(missing_ok=True)
            copy_verified(use_backup, fresh)
        if database.exists():
            log.warning("the %s database is kept as %s", why, keep_aside(database, why).name)
        # Side files first: a write-ahead log left beside another database would be played into it.
        for ending in _SIDE_FILES:
            Path(f"{database}{ending}").unlink(missing_ok=True)
        if use_backup is not None:
            os.replace(fresh, database)
        else:
            database.unlink(missing_ok=True)
        _sync(database.parent)
    log.warning("started again %s", f"from the backup {use_backup.name}" if use_backup else "empty")
