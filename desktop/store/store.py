"""The store as the program opens it: the database, its conversations, and what keeps both in order."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from desktop.base.errors import StoreError
from desktop.store.conversations.conversations import Conversations
from desktop.store.conversations.messages import Messages
from desktop.store.conversations.tables import messages
from desktop.store.core.backups import DAILY, is_due, make_backup
from desktop.store.core.database import Database
from desktop.store.core.opening import prepare
from desktop.store.core.trash import RETENTION
from desktop.store.search.indexing import start_indexing
from desktop.store.stories.tables import story_projects
from desktop.store.translation.tables import glossaries, memory_entries, translation_jobs

log = logging.getLogger(__name__)

# What a person would miss: with none of it there is nothing to back up.
_WORK = (messages, story_projects, translation_jobs, glossaries, memory_entries)


class Store(Conversations, Messages):
    """The open store. The other repositories (`Versions`, `Stories`, `Search`, ...) are made on its `database`."""

    def __init__(self, database: Path, backups: Path) -> None:
        """Use `open`."""
        super().__init__(Database(database))
        self._backups = backups

    @classmethod
    def open(cls, database: Path, backups: Path) -> Store:
        """Open the file, made or migrated (backed up first) where needed; replies a dead process left are INTERRUPTED.

        Once a day a verified copy goes to `backups`, in the background. Raises StoreError: STORE_NEWER(path, found,
        known) with the file untouched; STORE_CORRUPT(path, kept, backup: the newest good copy or "") with the file
        kept, see `backups.recover`; DATA_READ_ONLY(path), DISK_FULL(path), STORE_LOCKED(path), STORE_FAILED(path).
        """
        prepare(database, backups)
        store = cls(database, backups)
        try:
            store.interrupt_abandoned()
            store._start_daily_backup()
            start_indexing(store.database)
        except StoreError:
            store.close()
            raise
        return store

    @property
    def database(self) -> Database:
        """What the other repositories are made on."""
        return self._database

    def close(self) -> None:
        """Finish a running backup and let the file go. Safe to call twice; any other call is STORE_FAILED then."""
        self._database.close()

    def empty_trash(self, older_than: timedelta = RETENTION) -> int:
        """Delete for good what has been in the trash at least this long; returns how many conversations went."""
        from desktop.store.trash import empty_trash  # with all that can be thrown away: once a day

        return empty_trash(self._database, older_than)

    def _start_daily_backup(self) -> None:
        with self._database.read() as connection:
            empty = all(connection.execute(select(table.c.id).limit(1)).first() is None for table in _WORK)
        if not empty and is_due(self._backups):
            self._database.in_background("backup", self._make_daily_backup)

    def _make_daily_backup(self) -> None:
        try:
            made = make_backup(self._database.path, self._backups, DAILY)
            log.info("backed up as %s", made.name)
            self.empty_trash()
        except StoreError as error:
            log.warning("no backup today: %s", error)
