"""The daily copies: made, verified, rotated."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest

from desktop.base.errors import StoreError
from desktop.base.paths import Paths
from desktop.store import Store
from desktop.store.core.backups import (
    BEFORE_MIGRATION,
    DAILY,
    is_due,
    is_sound,
    list_backups,
    make_backup,
    newest_good_backup,
)
from desktop.store.translation.records import MemoryEntry, Origin
from desktop.store.translation.terms import Memory


def _fill(paths: Paths) -> None:
    store = Store.open(paths.database, paths.backups)
    store.add_message(store.create_conversation().id, None, "user", "worth keeping")
    store.close()


def test_the_second_opening_makes_the_first_copy_and_only_one_a_day(paths: Paths) -> None:
    _fill(paths)
    assert list_backups(paths.backups) == []
    for _ in range(2):
        Store.open(paths.database, paths.backups).close()
    (backup,) = list_backups(paths.backups, DAILY)
    assert is_sound(backup)
    assert b"worth keeping" in backup.read_bytes()
    assert backup.stat().st_mode & 0o077 == 0
    assert not is_due(paths.backups)
    assert is_due(paths.backups, datetime.now(UTC) + timedelta(days=1))


def test_translations_alone_are_copied_too(paths: Paths) -> None:
    store = Store.open(paths.database, paths.backups)
    Memory(store.database).keep("en", "zh", [MemoryEntry("Hello.", "你好。", Origin.PERSON, key="hello.")])
    store.close()
    Store.open(paths.database, paths.backups).close()
    assert len(list_backups(paths.backups, DAILY)) == 1


def test_an_empty_store_is_not_copied(paths: Paths) -> None:
    for _ in range(2):
        Store.open(paths.database, paths.backups).close()
    assert list_backups(paths.backups) == []


def test_seven_daily_copies_are_kept_and_others_left_alone(paths: Paths) -> None:
    _fill(paths)
    other = make_backup(paths.database, paths.backups, BEFORE_MIGRATION)
    mine = paths.backups / "mine.sqlite3"
    mine.write_bytes(b"a person put this here")
    made = [make_backup(paths.database, paths.backups, DAILY) for _ in range(9)]
    assert list_backups(paths.backups, DAILY) == made[:1:-1]
    assert other.exists()
    assert mine.exists()


def test_a_damaged_copy_is_passed_over(paths: Paths) -> None:
    _fill(paths)
    good, bad = (make_backup(paths.database, paths.backups, DAILY) for _ in range(2))
    os.truncate(bad, 5000)
    assert newest_good_backup(paths.backups) == good


def test_a_damaged_original_never_pushes_out_a_good_copy(paths: Paths) -> None:
    _fill(paths)
    good = [make_backup(paths.database, paths.backups, DAILY) for _ in range(7)]
    os.truncate(paths.database, 8192)
    with pytest.raises(StoreError):
        make_backup(paths.database, paths.backups, DAILY)
    assert sorted(list_backups(paths.backups)) == good
    assert list(paths.backups.glob("*.partial")) == []


def test_a_copy_is_whole_while_others_write(paths: Paths) -> None:
    _fill(paths)
    store = Store.open(paths.database, paths.backups)
    conversation = store.create_conversation("uncheckpointed")
    backup = make_backup(paths.database, paths.backups, DAILY)
    store.create_conversation("later")
    store.close()
    copy = Store.open(backup, paths.data / "none")
    assert next(item.id for item in copy.conversations()) == conversation.id
    copy.close()


def test_a_folder_that_refuses_copies_does_not_stop_the_store(paths: Paths, caplog: pytest.LogCaptureFixture) -> None:
    _fill(paths)
    paths.backups.write_text("a file where the folder should be")
    store = Store.open(paths.database, paths.backups)
    assert len(store.conversations()) == 1
    store.close()
    assert "no backup today" in caplog.text
