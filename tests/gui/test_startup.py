"""Starting: one window per folder, and the questions when the store can't be opened."""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QLocalServer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import App, build, run_window
from desktop.base.errors import Code, StoreError
from desktop.base.instance import address
from desktop.base.paths import Paths
from desktop.store.core.backups import BEFORE_UPDATE, DAILY, make_backup
from desktop.ui import main, startup
from desktop.ui.frame.window import MainWindow
from desktop.ui.startup import Question
from desktop.ui.system.single_instance import SingleInstance

# -- one instance ------------------------------------------------------------------------------------------------------


def test_the_second_asks_the_first_to_come_forward(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    first, second, elsewhere = SingleInstance(tmp_path), SingleInstance(tmp_path), SingleInstance(tmp_path / "other")
    assert first.is_first()
    with qtbot.waitSignal(first.raise_asked, timeout=5000):
        assert not second.is_first()
    assert elsewhere.is_first()
    first.close()
    assert second.is_first()
    second.close()
    elsewhere.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows takes pipes back by itself")
def test_a_stale_socket_is_taken_over(qapp: QApplication, tmp_path: Path) -> None:
    """A killed program leaves its socket file behind."""
    probe = QLocalServer()
    assert probe.listen(address(tmp_path))
    name = probe.fullServerName()
    probe.close()
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(name)
    stale.close()
    assert Path(name).exists()
    instance = SingleInstance(tmp_path)
    assert instance.is_first()
    instance.close()


def test_a_second_start_raises_the_window_and_ends(
    qapp: QApplication, qtbot: QtBot, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two whole runs over one folder."""
    statuses: list[int] = []
    raised: list[MainWindow] = []
    monkeypatch.setattr(MainWindow, "come_forward", lambda self, _token: raised.append(self))

    def second() -> None:
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible())
        statuses.append(main.run(build(paths)))
        QTimer.singleShot(500, window.close)

    QTimer.singleShot(1500, second)
    statuses.append(main.run(build(paths)))
    assert statuses == [0, 0]
    assert len(raised) == 1


# -- the store can't be opened -----------------------------------------------------------------------------------------


def _answer(key: str, said: list[str]) -> None:
    """Press a button of the question as soon as it is there."""

    def press() -> None:
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, Question) and w.isVisible()]
        if not shown:
            QTimer.singleShot(50, press)
            return
        said.append(shown[0].what.text())
        shown[0].buttons[key].click() if key in shown[0].buttons else shown[0].close()

    QTimer.singleShot(50, press)


@pytest.fixture
def app(paths: Paths) -> App:
    return build(paths)


def _conversations(app: App) -> list[str]:
    return [conversation.title for conversation in app.store.conversations()]


def _damage(database: Path) -> bytes:
    for side in ("-wal", "-shm"):
        Path(f"{database}{side}").unlink(missing_ok=True)
    junk = b"SQLite format 3\0" + b"\x07" * 8192
    database.write_bytes(junk)
    return junk


def test_a_damaged_store_can_come_back_from_its_backup(qapp: QApplication, qtbot: QtBot, app: App) -> None:
    app.open_store().create_conversation("kept")
    make_backup(app.paths.database, app.paths.backups, DAILY)
    app.close()
    junk = _damage(app.paths.database)
    again = build(app.paths)
    said: list[str] = []
    _answer("backup", said)
    assert startup.open_store(again)
    assert "damaged" in said[0]
    assert _conversations(again) == ["kept"]
    aside = list(app.paths.data.glob("*.damaged-*"))
    assert [file.read_bytes() for file in aside] == [junk]
    again.close()


def test_a_damaged_store_can_be_begun_again(qapp: QApplication, qtbot: QtBot, app: App) -> None:
    junk = _damage(app.paths.database)
    _answer("empty", [])
    assert startup.open_store(app)
    assert _conversations(app) == []
    assert [file.read_bytes() for file in app.paths.data.glob("*.damaged-*")] == [junk]
    app.close()


@pytest.mark.parametrize("how", ["close", "the window's cross"])
def test_closing_the_question_changes_nothing(qapp: QApplication, qtbot: QtBot, app: App, how: str) -> None:
    junk = _damage(app.paths.database)
    _answer(how, [])
    assert not startup.open_store(app)
    assert app.paths.database.read_bytes() == junk


def test_a_newer_store_is_refused_untouched(qapp: QApplication, qtbot: QtBot, app: App) -> None:
    app.open_store().create_conversation("from the future")
    app.close()
    with sqlite3.connect(app.paths.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    again = build(app.paths)
    said: list[str] = []
    _answer("close", said)
    assert not startup.open_store(again)
    assert "newer version" in said[0]
    with sqlite3.connect(app.paths.database) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


def test_a_newer_store_gives_way_to_the_backup_from_before_the_update(
    qapp: QApplication, qtbot: QtBot, app: App
) -> None:
    app.open_store().create_conversation("from before")
    older = make_backup(app.paths.database, app.paths.backups, BEFORE_UPDATE)
    app.store.create_conversation("from the future")
    app.close()
    with sqlite3.connect(app.paths.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    make_backup(app.paths.database, app.paths.backups, DAILY)  # the newest, and of no use here
    again = build(app.paths)
    _answer("backup", [])
    assert startup.open_store(again)
    assert _conversations(again) == ["from before"]
    aside = list(app.paths.data.glob("*.newer-*Z"))
    with sqlite3.connect(aside[0]) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
    assert older.exists()
    again.close()


def test_try_again_tries_again(qapp: QApplication, qtbot: QtBot, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[Callable[[], object]] = [_raise_full, app.open_store]
    monkeypatch.setattr(app, "open_store", lambda: answers.pop(0)())
    said: list[str] = []
    _answer("again", said)
    assert startup.open_store(app)
    assert "disk is full" in said[0]
    app.close()


def _raise_full() -> None:
    raise StoreError(Code.DISK_FULL, path="/data")


def test_a_folder_that_cannot_be_made_is_told(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    """A file stands where the data folder should be."""
    (tmp_path / "file").write_text("in the way")
    said: list[str] = []
    _answer("close", said)
    assert run_window(Paths.under(tmp_path / "file" / "home"), welcome=False) == 1
    assert str(tmp_path / "file") in said[0]
