"""The daily copies: made, verified, rotated."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.base.errors import Code, StoreError
from desktop.base.paths import Paths
from desktop.store import Store
from desktop.store.core import backups as backups_module
from desktop.store.core.backups import (
    BEFORE_MIGRATION,
    DAILY,
    MANUAL,
    is_due,
    is_sound,
    keep_aside,
    list_backups,
    make_backup,
    newest_good_backup,
    recover,
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


def test_a_copy_that_is_not_sound_is_refused_and_leaves_nothing(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(paths)
    monkeypatch.setattr(backups_module, "is_sound", lambda path: False)
    with pytest.raises(StoreError) as refused:
        make_backup(paths.database, paths.backups, MANUAL)
    assert refused.value.code is Code.STORE_CORRUPT
    assert list(paths.backups.iterdir()) == []


def test_what_a_killed_copy_left_goes_after_an_hour(paths: Paths) -> None:
    _fill(paths)
    old, new = paths.backups / "old.partial", paths.backups / "new.partial"
    paths.backups.mkdir(exist_ok=True)
    for left in (old, new):
        left.write_bytes(b"half")
    hours_ago = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
    os.utime(old, (hours_ago, hours_ago))
    make_backup(paths.database, paths.backups, DAILY)
    assert not old.exists()
    assert new.exists()


def test_a_file_of_another_name_is_no_backup(paths: Paths) -> None:
    _fill(paths)
    made = make_backup(paths.database, paths.backups, MANUAL)
    (paths.backups / "mine-of-tuesday.sqlite3").write_bytes(b"x")
    assert list_backups(paths.backups) == [made]


def test_a_copy_that_cannot_be_read_is_passed_over(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(paths)
    good = make_backup(paths.database, paths.backups, MANUAL)
    newer = make_backup(paths.database, paths.backups, MANUAL)

    def sound(path: Path) -> bool:
        if path == newer:
            raise PermissionError(13, "denied")
        return True

    monkeypatch.setattr(backups_module, "is_sound", sound)
    assert newest_good_backup(paths.backups) == good


@pytest.mark.parametrize("links", [True, False])
def test_a_damaged_file_is_kept_once_with_its_side_files(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    paths.database.write_bytes(b"damaged" * 100)
    wal = paths.database.with_name(f"{paths.database.name}-wal")
    wal.write_bytes(b"log")
    kept = keep_aside(paths.database)
    assert kept.read_bytes() == b"damaged" * 100
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"log"
    assert keep_aside(paths.database) == kept  # the one that is there, found by its bytes where it is no link
    paths.database.write_bytes(b"damaged" * 99 + b"another")
    if not links:
        assert keep_aside(paths.database) != kept
    paths.database.unlink()
    paths.database.write_bytes(b"short")
    assert keep_aside(paths.database) != kept


def _no_links(*_: object) -> None:
    raise OSError(1, "no links here")


def test_a_newly_begun_database_stands_in_the_place_of_a_damaged_one(paths: Paths) -> None:
    paths.database.write_bytes(b"damaged" * 100)
    recover(paths.database, paths.backups, None)
    store = Store.open(paths.database, paths.backups)
    assert store.conversations() == []
    store.close()
    (kept,) = paths.database.parent.glob("*.damaged-*Z")
    assert kept.read_bytes() == b"damaged" * 100
