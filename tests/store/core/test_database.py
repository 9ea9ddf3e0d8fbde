"""The door to the file: transactions, threads, work in the background, and its end."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from desktop.base.errors import Code, StoreError
from desktop.base.paths import Paths
from desktop.store.core.database import Database
from desktop.store.core.opening import prepare


@pytest.fixture
def database(paths: Paths) -> Iterator[Database]:
    prepare(paths.database, paths.backups)
    opened = Database(paths.database)
    with opened.write() as connection:
        connection.exec_driver_sql("CREATE TABLE kept (number INTEGER)")
        connection.exec_driver_sql("INSERT INTO kept VALUES (0)")
    yield opened
    opened.close()


def _number(database: Database) -> int:
    with database.read() as connection:
        found: int = connection.exec_driver_sql("SELECT number FROM kept").scalar_one()
        return found


def test_what_fails_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("UPDATE kept SET number = 1")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert _number(database) == 0


def test_what_sqlite_says_is_a_store_error(database: Database, paths: Paths) -> None:
    for door in (database.read, database.write):
        with pytest.raises(StoreError) as error, door() as connection:
            connection.exec_driver_sql("SELECT * FROM nothing")
        assert error.value.code is Code.STORE_FAILED
        assert error.value.details["path"] == str(paths.database)


def test_everything_is_synced_and_kept_in_the_log(database: Database) -> None:
    for door in (database.read, database.write):
        with door() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_writers_take_turns_and_none_is_lost(database: Database) -> None:
    def count() -> None:
        for _ in range(25):
            with database.write() as connection:
                number = connection.exec_driver_sql("SELECT number FROM kept").scalar_one()
                connection.exec_driver_sql("UPDATE kept SET number = ?", (number + 1,))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _number(database) == 100


def test_a_reader_waits_for_no_writer_and_sees_one_state(database: Database) -> None:
    with database.read() as reading:
        assert reading.exec_driver_sql("SELECT number FROM kept").scalar() == 0
        with database.write() as writing:
            writing.exec_driver_sql("UPDATE kept SET number = 7")
            assert _number(database) == 0
        assert _number(database) == 7
        assert reading.exec_driver_sql("SELECT number FROM kept").scalar() == 0


def test_closing_waits_for_work_in_the_background_and_tells_it_to_end(database: Database) -> None:
    began, rounds = threading.Event(), []

    def work() -> None:
        while not database.closing:
            with database.write() as connection:
                connection.exec_driver_sql("UPDATE kept SET number = number + 1")
            rounds.append(_number(database))
            began.set()

    database.in_background("count", work)
    assert began.wait(10)
    database.close()
    assert rounds == list(range(1, len(rounds) + 1))
    database.wait_for("count")
    database.wait_for("what never began")
    database.close()
    for door in (database.read, database.write):
        with pytest.raises(StoreError) as error, door():
            pass
        assert (error.value.code, error.value.details["cause"]) == (Code.STORE_FAILED, "closed")
