"""Backups by hand: made, listed, copied to a place of one's own, and gone back to."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.base.errors import Code, StoreError
from desktop.store.core.backups import (
    BEFORE_RESTORE,
    MANUAL,
    copy_verified,
    is_sound,
    list_backups,
    made_at,
    make_backup,
    read_only,
)
from desktop.store.core.connection import BUSY_SECONDS, faults
from desktop.store.core.migrate import revisions

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Backup:
    """A copy. `kind` is "daily", "before-migration", "before-restore" or "manual"; `size` is in bytes."""

    path: Path
    kind: str
    made: datetime
    size: int


class Backups:
    """The copies of one database."""

    def __init__(self, database: Path, folder: Path) -> None:
        self._database = database
        self._folder = folder

    def all(self) -> list[Backup]:
        """Every copy in the folder, the newest first."""
        found = []
        for path in list_backups(self._folder):
            made = made_at(path)
            if made is not None:
                found.append(Backup(path, path.name.rpartition("-")[0], made, path.stat().st_size))
        return found

    def make(self) -> Backup:
        """A copy now, verified, which stays until it is deleted by hand. Raises StoreError."""
        made = make_backup(self._database, self._folder, MANUAL)
        return next(backup for backup in self.all() if backup.path == made)

    def copy_to(self, path: Path) -> None:
        """A verified copy at a place of one's own; a file that is there is replaced once the copy is whole.

        Raises StoreError.
        """
        with faults(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            copy_verified(self._database, path)

    def restore(self, backup: Path) -> Path:
        """Go back to a copy; returns the copy of what was there before, which is made first.

        Call it while the store is closed, and open it afterwards, which migrates an older copy. Raises
        StoreError(BACKUP_UNUSABLE) where the file isn't a sound copy of a version this program knows, and for faults
        of the disk; the database is then as it was. A writer elsewhere waits, or is told STORE_LOCKED.
        """
        _check(backup)
        before = make_backup(self._database, self._folder, BEFORE_RESTORE)
        # Through SQLite into the file that is there: a process that has it open sees the change, whereas one that
        # held a replaced file would write into nothing.
        with (
            faults(self._database),
            closing(read_only(backup)) as source,
            closing(sqlite3.connect(self._database, timeout=BUSY_SECONDS)) as target,
        ):
            source.backup(target)
            if not is_sound(self._database):
                raise StoreError(Code.STORE_FAILED, path=str(self._database), cause="the restored file is not sound")
        log.warning("restored from %s; what was before is %s", backup.name, before.name)
        return before


def _check(backup: Path) -> None:
    """Raises StoreError(BACKUP_UNUSABLE) for anything but a sound database of ours."""
    try:
        if not backup.is_file() or not is_sound(backup):
            raise StoreError(Code.BACKUP_UNUSABLE, path=str(backup))
        with closing(read_only(backup)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, OSError) as error:
        raise StoreError(Code.BACKUP_UNUSABLE, path=str(backup), cause=str(error)) from error
    if row is None or row[0] not in revisions():
        raise StoreError(Code.BACKUP_UNUSABLE, path=str(backup), cause=f"revision {row[0] if row else None}")
