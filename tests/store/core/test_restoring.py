"""Backups by hand, and the way back to them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.base.errors import Code, StoreError
from desktop.base.paths import Paths
from desktop.store import Store
from desktop.store.core.backups import BEFORE_RESTORE, DAILY, MANUAL, is_sound, make_backup
from desktop.store.core.restoring import Backups
from desktop.store.search.search import Search

OLD = Path(__file__).resolve().parent.parent.parent / "old_databases"


def _keep(paths: Paths, title: str) -> None:
    store = Store.open(paths.database, paths.backups)
    store.add_message(store.create_conversation(title).id, None, "user", f"about {title}")
    store.close()


def _titles(paths: Paths) -> list[str]:
    store = Store.open(paths.database, paths.backups)
    found = [item.title for item in store.conversations()]
    assert [hit.title for hit in Search(store.database).find("about").messages] == found
    store.close()
    return found


def test_going_back_and_back_again(paths: Paths) -> None:
    backups = Backups(paths.database, paths.backups)
    _keep(paths, "first")
    made = backups.make()
    assert (made.kind, made.size > 0, is_sound(made.path)) == (MANUAL, True, True)
    _keep(paths, "second")
    before = backups.restore(made.path)
    assert _titles(paths) == ["first"]
    assert before in [backup.path for backup in backups.all() if backup.kind == BEFORE_RESTORE]
    backups.restore(before)
    assert _titles(paths) == ["second", "first"]
    assert paths.database.stat().st_mode & 0o077 == 0


def test_manual_copies_are_not_rotated_away(paths: Paths) -> None:
    _keep(paths, "x")
    backups = Backups(paths.database, paths.backups)
    made = [backups.make().path for _ in range(9)]
    make_backup(paths.database, paths.backups, DAILY)
    assert [backup.path for backup in backups.all() if backup.kind == MANUAL] == made[::-1]
    assert backups.all()[0].kind == DAILY


def test_a_copy_to_a_place_of_ones_own(paths: Paths, tmp_path: Path) -> None:
    _keep(paths, "x")
    target = tmp_path / "stick" / "mine.sqlite3"
    backups = Backups(paths.database, paths.backups)
    backups.copy_to(target)
    backups.copy_to(target)
    _keep(paths, "y")
    backups.restore(target)
    assert _titles(paths) == ["x"]
    assert [path.name for path in target.parent.iterdir()] == ["mine.sqlite3"]


def test_an_old_copy_is_migrated_when_it_is_opened(paths: Paths) -> None:
    _keep(paths, "x")
    Backups(paths.database, paths.backups).restore(OLD / "0001.sqlite3")
    store = Store.open(paths.database, paths.backups)
    assert [item.title for item in store.conversations()] == ["灯下的问题", "Rivers"]
    assert Search(store.database).find("长江").messages
    store.close()


def test_another_process_that_has_it_open_sees_the_restored_one(paths: Paths) -> None:
    _keep(paths, "x")
    backups = Backups(paths.database, paths.backups)
    made = backups.make().path
    _keep(paths, "y")
    other = Store.open(paths.database, paths.backups)
    assert len(other.conversations()) == 2
    backups.restore(made)
    assert [item.title for item in other.conversations()] == ["x"]
    other.create_conversation("z")
    other.close()
    store = Store.open(paths.database, paths.backups)
    assert [item.title for item in store.conversations()] == ["z", "x"]
    store.close()


def test_what_is_no_backup_is_refused_and_nothing_changes(paths: Paths, tmp_path: Path) -> None:
    _keep(paths, "x")
    backups = Backups(paths.database, paths.backups)
    good = backups.make().path
    broken, text, foreign, newer = (tmp_path / f"{name}.sqlite3" for name in ("broken", "text", "foreign", "newer"))
    broken.write_bytes(good.read_bytes()[:6000])
    text.write_text("not a database")
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE other (id)")
    shutil.copy(good, newer)
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    for path in (broken, text, foreign, newer, tmp_path / "missing", tmp_path):
        with pytest.raises(StoreError) as error:
            backups.restore(path)
        assert error.value.code is Code.BACKUP_UNUSABLE
    assert _titles(paths) == ["x"]
    assert all(backup.kind != BEFORE_RESTORE for backup in backups.all())
