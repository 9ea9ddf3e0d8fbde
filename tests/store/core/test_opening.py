"""Opening a file in every state it can be found in."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import event

from desktop.base.errors import Code, StoreError
from desktop.base.paths import Paths
from desktop.store import ReplyInfo, Status, Store
from desktop.store.core import connection, opening
from desktop.store.core.backups import DAILY, list_backups, make_backup, recover


def _open(paths: Paths) -> Store:
    return Store.open(paths.database, paths.backups)


def _fill(paths: Paths, messages: int = 1) -> int:
    store = _open(paths)
    conversation = store.create_conversation("kept")
    for number in range(messages):
        store.add_message(conversation.id, None, "user", f"message {number} " + "x" * 500)
    store.close()
    return conversation.id


def _refused(paths: Paths, code: Code) -> StoreError:
    with pytest.raises(StoreError) as error:
        _open(paths)
    assert error.value.code is code
    return error.value


def test_a_new_file_is_private_and_durable(paths: Paths) -> None:
    store = _open(paths)
    conversation = store.create_conversation()
    for path in (paths.database, Path(f"{paths.database}-wal"), Path(f"{paths.database}-shm")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    with store.database.read() as opened:
        pragmas = {
            name: opened.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert store.path(conversation.id) == []
    store.close()


def test_a_file_that_others_can_read_becomes_private(paths: Paths) -> None:
    _fill(paths)
    paths.database.chmod(0o644)
    _open(paths).close()
    assert stat.S_IMODE(paths.database.stat().st_mode) == 0o600


def test_an_up_to_date_file_opens_without_alembic(paths: Paths) -> None:
    _fill(paths)
    code = (
        "import sys; from pathlib import Path; from desktop.store import Store\n"
        "Store.open(Path(sys.argv[1]), Path(sys.argv[2])).close(); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(paths.database), str(paths.backups)], check=True)


def test_a_first_start_that_was_killed_is_begun_again(paths: Paths) -> None:
    paths.database.touch()
    store = _open(paths)
    assert store.conversations() == []
    store.close()


def test_a_newer_file_is_refused_untouched(paths: Paths) -> None:
    _fill(paths)
    with closing(sqlite3.connect(paths.database)) as changed:
        changed.execute("UPDATE alembic_version SET version_num = '9999'")
        changed.commit()
    before = paths.database.read_bytes(), paths.database.stat().st_mtime_ns
    error = _refused(paths, Code.STORE_NEWER)
    assert (error.details["found"], error.details["path"]) == ("9999", str(paths.database))
    assert (paths.database.read_bytes(), paths.database.stat().st_mtime_ns) == before


def test_a_foreign_database_is_refused_untouched(paths: Paths) -> None:
    with closing(sqlite3.connect(paths.database)) as foreign:
        foreign.execute("CREATE TABLE recipes (id INTEGER)")
        foreign.commit()
    before = paths.database.read_bytes()
    _refused(paths, Code.STORE_FAILED)
    assert paths.database.read_bytes() == before


def _garbage(path: Path) -> None:
    path.write_bytes(b"this was a database once\n" * 1000)


def _nuls(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _emptied(path: Path) -> None:
    os.truncate(path, 0)


def _torn_page(path: Path) -> None:
    with path.open("r+b") as file:
        for page in range(3, path.stat().st_size // 4096, 2):
            file.seek(page * 4096)
            file.write(os.urandom(4096))


@pytest.mark.parametrize("damage", [_garbage, _nuls, _truncated, _emptied, _torn_page])
def test_a_damaged_file_is_kept_and_the_backup_offered(paths: Paths, damage) -> None:  # type: ignore[no-untyped-def]
    conversation = _fill(paths, messages=40)
    backup = make_backup(paths.database, paths.backups, DAILY)
    damage(paths.database)
    damaged = paths.database.read_bytes()

    error = _refused(paths, Code.STORE_CORRUPT)
    kept = Path(error.details["kept"])
    assert kept.read_bytes() == damaged
    assert error.details["backup"] == str(backup)
    again = _refused(paths, Code.STORE_CORRUPT)  # nobody decided yet: nothing has changed, nothing piles up
    assert again.details == error.details
    assert paths.database.read_bytes() == damaged

    recover(paths.database, paths.backups, backup)
    store = _open(paths)
    assert store.path(conversation)[0].versions == 40
    store.close()
    assert kept.read_bytes() == damaged
    assert backup.exists()


def test_starting_empty_keeps_the_damaged_file(paths: Paths) -> None:
    _fill(paths)
    _garbage(paths.database)
    error = _refused(paths, Code.STORE_CORRUPT)
    assert error.details["backup"] == ""
    recover(paths.database, paths.backups, None)
    store = _open(paths)
    assert store.conversations() == []
    store.close()
    assert Path(error.details["kept"]).read_bytes().startswith(b"this was a database")


def test_a_second_damage_is_kept_beside_the_first(paths: Paths) -> None:
    kept = []
    for content in (b"first damage", b"second damage"):
        paths.database.write_bytes(content)
        kept.append(Path(_refused(paths, Code.STORE_CORRUPT).details["kept"]))
        recover(paths.database, paths.backups, None)
    assert [path.read_bytes() for path in kept] == [b"first damage", b"second damage"]


def test_the_write_ahead_log_is_kept_and_never_played_into_the_backup(paths: Paths) -> None:
    _fill(paths)
    backup = make_backup(paths.database, paths.backups, DAILY)
    _garbage(paths.database)
    log = Path(f"{paths.database}-wal")
    log.write_bytes(b"a log")
    kept = Path(_refused(paths, Code.STORE_CORRUPT).details["kept"])
    assert Path(f"{kept}-wal").read_bytes() == b"a log"
    recover(paths.database, paths.backups, backup)
    assert not log.exists()


def test_a_backup_that_is_damaged_itself_is_not_installed(paths: Paths) -> None:
    _fill(paths)
    _garbage(paths.database)
    _refused(paths, Code.STORE_CORRUPT)
    bad = paths.backups / "daily-20260101T000000000000Z.sqlite3"
    paths.backups.mkdir(exist_ok=True)
    bad.write_bytes(b"bad")
    with pytest.raises(StoreError):
        recover(paths.database, paths.backups, bad)
    assert paths.database.read_bytes().startswith(b"this was")


# -- the system says no ----------------------------------------------------------------------

_UNPRIVILEGED = """
import os, sys, tempfile
from pathlib import Path
from desktop.base.errors import StoreError
from desktop.store import Store
import sqlalchemy.dialects.sqlite, alembic.command, filelock
tempfile.gettempdir()
if os.geteuid() == 0:
    os.setegid(65534), os.seteuid(65534)
try:
    Store.open(Path(sys.argv[1]), Path(sys.argv[2]))
except StoreError as error:
    print(error.code, error.details["path"])
"""


@pytest.mark.parametrize("existing", [False, True])
def test_a_folder_that_cannot_be_written_to(existing: bool) -> None:
    with tempfile.TemporaryDirectory() as made:
        top = Path(made)
        top.chmod(0o755)
        paths = Paths.under(top / "home")
        paths.data.mkdir()
        if existing:
            _fill(paths)
        paths.data.chmod(0o555)
        result = subprocess.run(
            [sys.executable, "-c", _UNPRIVILEGED, paths.database, paths.backups], capture_output=True, text=True
        )
        assert result.stdout == f"data_read_only {paths.data}\n", result.stderr
        paths.data.chmod(0o755)


def test_a_full_disk_loses_nothing_that_was_kept(paths: Paths) -> None:
    store = _open(paths)
    conversation = store.create_conversation()
    first = store.add_message(conversation.id, None, "user", "kept")

    @event.listens_for(store.database.engine, "begin")
    def _limit(opened) -> None:  # type: ignore[no-untyped-def]
        opened.exec_driver_sql("PRAGMA max_page_count = 40")

    with pytest.raises(StoreError) as error:
        store.add_message(conversation.id, first.id, "user", "x" * 1_000_000)
    assert error.value.code is Code.DISK_FULL
    assert store.path(conversation.id) == [first]
    assert store.add_message(conversation.id, first.id, "user", "small").text == "small"
    store.close()


_FULL_DISK = """
import errno, resource, sys
from pathlib import Path
from desktop.base.errors import StoreError
from desktop.store import Store
store = Store.open(Path(sys.argv[1]), Path(sys.argv[2]))
conversation = store.create_conversation()
store.add_message(conversation.id, None, "user", "kept")
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    store.add_message(conversation.id, None, "user", "x" * 2_000_000)
except StoreError as error:
    print(error.code)
print(store.path(conversation.id)[0].text)
"""


@pytest.mark.slow
def test_a_write_that_the_system_refuses_is_an_error_of_ours(paths: Paths) -> None:
    """The limit on a file's size is the one refusal of the system that can be had without a disk of one's own."""
    result = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, paths.database, paths.backups], capture_output=True, text=True
    )
    assert result.stdout.split() == ["store_failed", "kept"], result.stderr
    store = _open(paths)
    assert len(store.conversations()) == 1
    store.close()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (sqlite3.SQLITE_FULL, Code.DISK_FULL),
        (sqlite3.SQLITE_READONLY, Code.DATA_READ_ONLY),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Code.STORE_LOCKED),
        (sqlite3.SQLITE_CORRUPT, Code.STORE_CORRUPT),
        (sqlite3.SQLITE_IOERR_WRITE, Code.STORE_FAILED),
        (sqlite3.SQLITE_MISUSE, Code.STORE_FAILED),
    ],
)
def test_faults_of_sqlite_have_codes(paths: Paths, number: int, code: Code) -> None:
    fault = sqlite3.OperationalError("as SQLite says it")
    fault.sqlite_errorcode = number
    with pytest.raises(StoreError) as error, connection.faults(paths.database):
        raise fault
    assert error.value.code is code
    assert error.value.details["cause"] == "as SQLite says it"


def test_a_full_disk_at_opening_is_said(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "open", full)
    _refused(paths, Code.DISK_FULL)


def test_another_program_that_holds_the_file(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.2)
    store = _open(paths)
    conversation = store.create_conversation()
    with closing(sqlite3.connect(paths.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as error:
            store.add_message(conversation.id, None, "user", "x")
        assert error.value.code is Code.STORE_LOCKED
        assert store.path(conversation.id) == []  # reading goes on
        other.execute("ROLLBACK")
    store.add_message(conversation.id, None, "user", "x")
    store.close()


# -- replies that were left ----------------------------------------------------------------------

_WRITER = """
import sys
from pathlib import Path
from desktop.store import ReplyInfo, Store
store = Store.open(Path(sys.argv[1]), Path(sys.argv[2]))
conversation = store.create_conversation()
question = store.add_message(conversation.id, None, "user", "q")
reply = store.begin_reply(question.id, ReplyInfo())
store.checkpoint(reply.id, "so far", 2)
print(reply.id, flush=True)
sys.stdin.read()
"""


@pytest.mark.slow
def test_a_reply_is_interrupted_only_when_its_writer_is_dead(paths: Paths) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, paths.database, paths.backups],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        reply = int(writer.stdout.readline())
        store = _open(paths)
        assert store.message(reply).status is Status.WRITING
        store.close()
        writer.kill()
    store = _open(paths)
    found = store.message(reply)
    assert (found.status, found.text) == (Status.INTERRUPTED, "so far")
    store.close()


def test_our_own_reply_that_was_left_is_interrupted(paths: Paths) -> None:
    store = _open(paths)
    question = store.add_message(store.create_conversation().id, None, "user", "q")
    reply = store.begin_reply(question.id, ReplyInfo())
    store.close()
    again = _open(paths)
    assert again.message(reply.id).status is Status.INTERRUPTED
    again.close()


@pytest.mark.slow
def test_two_processes_start_at_once(paths: Paths) -> None:
    code = "import sys; from pathlib import Path; from desktop.store import Store\n" + (
        "s = Store.open(Path(sys.argv[1]), Path(sys.argv[2])); s.create_conversation(); s.close()"
    )
    command = [sys.executable, "-c", code, str(paths.database), str(paths.backups)]
    started = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait(120) for process in started] == [0, 0, 0]
    store = _open(paths)
    assert len(store.conversations()) == 3
    store.close()
    assert list_backups(paths.backups) == []


def test_a_start_that_waits_for_another_one_too_long_says_so(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    paths.database.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{paths.database}-lock"), pytest.raises(StoreError) as told:
        opening.prepare(paths.database, paths.backups)
    assert told.value.code is Code.STORE_LOCKED
    assert not paths.database.exists()


def test_a_damaged_file_that_cannot_be_kept_aside_stays_where_it_is(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(database: Path) -> Path:
        raise OSError(28, "full")

    monkeypatch.setattr(opening, "keep_aside", full)
    paths.database.write_bytes(b"damaged" * 1000)
    with pytest.raises(StoreError) as told:
        opening.prepare(paths.database, paths.backups)
    assert told.value.code is Code.STORE_CORRUPT
    assert told.value.details["kept"] == str(paths.database)
    assert paths.database.read_bytes() == b"damaged" * 1000


def test_damage_that_only_shows_when_it_is_read_is_damage(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    _open(paths).close()
    data = bytearray(paths.database.read_bytes())
    data[100:4096] = b"\xff" * (4096 - 100)  # the first page, which lists the tables
    paths.database.write_bytes(bytes(data))
    monkeypatch.setattr(opening, "is_sound", lambda database: True)
    with pytest.raises(StoreError) as told:
        opening.prepare(paths.database, paths.backups)
    assert told.value.code is Code.STORE_CORRUPT


def test_a_store_that_cannot_be_used_once_opened_is_closed_again(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[Store] = []
    close = Store.close

    def note(store: Store) -> None:
        closed.append(store)
        close(store)

    def refuse(store: Store) -> None:
        raise StoreError(Code.DISK_FULL, path="x")

    monkeypatch.setattr(Store, "close", note)
    monkeypatch.setattr(Store, "interrupt_abandoned", refuse)
    with pytest.raises(StoreError) as told:
        _open(paths)
    assert told.value.code is Code.DISK_FULL
    assert len(closed) == 1
