"""What keeps a person's text when the system refuses: copies, damaged files set aside, a file that is held."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from filelock import FileLock

from desktop.base.errors import Code, StoreError
from desktop.base.paths import Paths
from desktop.store import Status, Store
from desktop.store.core import backups, connection, opening
from desktop.store.core.backups import (
    DAILY,
    MANUAL,
    is_sound,
    keep_aside,
    list_backups,
    make_backup,
    newest_good_backup,
)
from desktop.store.core.restoring import Backups


@pytest.fixture
def filled(paths: Paths) -> Paths:
    store = Store.open(paths.database, paths.backups)
    store.add_message(store.create_conversation().id, None, "user", "worth keeping")
    store.close()
    return paths


def _refuse(*_: object, **__: object) -> NoReturn:
    raise PermissionError(errno.EPERM, "Operation not permitted")


def test_a_damaged_file_is_copied_where_there_are_no_links(filled: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _refuse)
    whole = filled.database.read_bytes()
    kept = keep_aside(filled.database)
    assert kept.read_bytes() == whole
    assert not kept.samefile(filled.database)
    assert keep_aside(filled.database) == kept, "the same bytes are kept once"
    with filled.database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff")
    other = keep_aside(filled.database)
    assert other != kept
    filled.database.write_bytes(b"shorter")
    assert keep_aside(filled.database) not in (kept, other)
    assert kept.read_bytes() == whole


def test_a_damaged_file_that_can_not_be_kept_aside_stays(filled: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    filled.database.write_bytes(b"no database")
    monkeypatch.setattr(opening, "keep_aside", _refuse)
    with pytest.raises(StoreError) as error:
        Store.open(filled.database, filled.backups)
    assert error.value.code is Code.STORE_CORRUPT
    assert error.value.details["kept"] == str(filled.database)
    assert filled.database.read_bytes() == b"no database"


@pytest.mark.parametrize(
    ("number", "code"), [(sqlite3.SQLITE_CORRUPT, Code.STORE_CORRUPT), (sqlite3.SQLITE_BUSY, Code.STORE_LOCKED)]
)
def test_a_fault_while_the_file_is_looked_at(
    filled: Paths, monkeypatch: pytest.MonkeyPatch, number: int, code: Code
) -> None:
    def fail(_: Path) -> NoReturn:
        fault = sqlite3.OperationalError("as SQLite says it")
        fault.sqlite_errorcode = number
        raise fault

    whole = filled.database.read_bytes()
    monkeypatch.setattr(opening, "_revision", fail)
    with pytest.raises(StoreError) as error:
        Store.open(filled.database, filled.backups)
    assert error.value.code is code
    assert filled.database.read_bytes() == whole
    assert bool(list(filled.data.glob("*.damaged-*"))) == (code is Code.STORE_CORRUPT)


def test_another_process_that_is_opening_it_is_waited_for(filled: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    with FileLock(f"{filled.database}-lock"), pytest.raises(StoreError) as error:
        Store.open(filled.database, filled.backups)
    assert error.value.code is Code.STORE_LOCKED
    Store.open(filled.database, filled.backups).close()


def test_a_store_that_can_not_be_written_at_opening_is_closed(filled: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(filled.database, filled.backups)
    question = store.path(store.conversations()[0].id)[0]
    with store.database.write() as opened:
        opened.exec_driver_sql(f"UPDATE messages SET status = '{Status.WRITING}' WHERE id = {question.id}")
    store.close()
    closed: list[Path] = []

    def interrupt(_: Store) -> NoReturn:
        raise StoreError(Code.DISK_FULL, path="")

    def close(opened: Store) -> None:
        closed.append(opened.database.path)
        opened.database.close()

    monkeypatch.setattr(Store, "interrupt_abandoned", interrupt)
    monkeypatch.setattr(Store, "close", close)
    with pytest.raises(StoreError):
        Store.open(filled.database, filled.backups)
    assert closed == [filled.database]


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, Code.DISK_FULL), (errno.EROFS, Code.DATA_READ_ONLY), (errno.EIO, Code.STORE_FAILED)],
)
def test_what_sqlite_can_not_say_the_system_is_asked(
    filled: Paths, monkeypatch: pytest.MonkeyPatch, number: int, code: Code
) -> None:
    def refuse(**_: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    fault = sqlite3.OperationalError("unable to open database file")
    fault.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    with pytest.raises(StoreError) as error, connection.faults(filled.database):
        raise fault
    assert error.value.code is code


def test_a_copy_that_is_not_whole_never_gets_its_name(filled: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "is_sound", lambda _: False)
    with pytest.raises(StoreError) as error:
        make_backup(filled.database, filled.backups, MANUAL)
    assert error.value.code is Code.STORE_CORRUPT
    assert list(filled.backups.iterdir()) == []


def test_a_copy_that_can_not_be_read_is_passed_over(
    filled: Paths, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    good, held = (make_backup(filled.database, filled.backups, MANUAL) for _ in range(2))

    def look(path: Path) -> bool:
        if path == held:
            raise PermissionError(errno.EACCES, "Permission denied")
        return is_sound(path)

    monkeypatch.setattr(backups, "is_sound", look)
    assert newest_good_backup(filled.backups) == good
    assert held.name in caplog.text
    assert not is_sound(Path(__file__))


def test_a_fault_of_the_disk_is_no_damage(filled: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> NoReturn:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(backups, "read_only", fail)
    with pytest.raises(sqlite3.OperationalError):
        is_sound(filled.database)


def test_what_a_killed_copy_left_goes_after_an_hour(filled: Paths) -> None:
    old, young = filled.backups / "a.sqlite3.partial", filled.backups / "b.sqlite3.partial"
    filled.backups.mkdir()
    for path in (old, young):
        path.write_bytes(b"half")
    before = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
    os.utime(old, (before, before))
    make_backup(filled.database, filled.backups, DAILY)
    assert (old.exists(), young.exists()) == (False, True)


def test_a_file_that_is_no_copy_of_ours_is_not_listed(filled: Paths) -> None:
    made = make_backup(filled.database, filled.backups, DAILY)
    (filled.backups / "holiday-photos.sqlite3").write_bytes(b"a person put this here")
    assert list_backups(filled.backups) == [made]
    assert [backup.path for backup in Backups(filled.database, filled.backups).all()] == [made]


def test_a_restored_file_that_is_not_sound_is_said(filled: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.store.core import restoring

    made = make_backup(filled.database, filled.backups, MANUAL)
    monkeypatch.setattr(restoring, "is_sound", lambda path: path == made)
    with pytest.raises(StoreError) as error:
        Backups(filled.database, filled.backups).restore(made)
    assert error.value.code is Code.STORE_FAILED
