"""`lamplight data` and `lamplight update`: what is said before, what happens, and what never does."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import desktop
from desktop.base.paths import ENV_HOME, Paths
from desktop.base.settings import MODELS_FOLDER, Settings
from desktop.cli import window_closed
from desktop.cli.terminal import Terminal
from desktop.features.updates.installation import Kind
from desktop.features.updates.record import RecordFile
from desktop.store import Store
from desktop.store.core.backups import BEFORE_UPDATE, list_backups, make_backup
from tests.cli.conftest import Run
from tests.features.updates.world import NEW, OLD, World
from tests.hub.server import HubServer, hub_server


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        yield server


def test_where_things_are_and_that_all_of_it_goes(run: Run, started: Paths, tmp_path: Path) -> None:
    mine = tmp_path / "big"
    mine.mkdir()
    (mine / "large.gguf").write_bytes(b"GGUF" * 10)
    Settings(started.settings_file).set(MODELS_FOLDER, str(mine))
    said = run("data").stdout
    assert "Conversations, stories, translations" in said
    assert str(started.database) in said
    listed = json.loads(run("data", "where", "--json").stdout)
    assert {"writing", "settings", "models_elsewhere"} <= {each["what"] for each in listed}
    ran = run("data", "remove")
    assert ran.returncode == 1
    assert "stays: Models in the folder you chose" in ran.stderr
    assert "Nothing was removed" in ran.stderr
    assert started.database.exists()
    assert run("data", "remove", "--confirm", "yes").returncode == 1
    ran = run("data", "remove", "--confirm", "remove")
    assert ran.returncode == 0, ran.stderr
    assert "Everything is gone" in ran.stdout
    assert not started.data.exists()
    assert (mine / "large.gguf").exists()


def test_the_writing_moves(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv(ENV_HOME, "")
    paths = Paths.from_environment()
    Store.open(paths.database, paths.backups).close()
    ran = run("data", "move", tmp_path / "new", LAMPLIGHT_HOME="")
    assert ran.returncode == 0, ran.stderr
    assert Paths.from_environment().data == tmp_path / "new"
    assert (tmp_path / "new" / paths.database.name).exists()
    (tmp_path / "new").rename(tmp_path / "unplugged")
    ran = run("chats", "list", LAMPLIGHT_HOME="")
    assert ran.returncode == 1
    assert "Connect its disk" in ran.stderr
    assert not (tmp_path / "new").exists()
    (tmp_path / "unplugged").rename(tmp_path / "new")
    ran = run("data", "move", tmp_path / "new" / "inside", LAMPLIGHT_HOME="")
    assert ran.returncode == 1
    assert "one lies in the other" in ran.stderr


def test_nothing_happens_while_the_window_is_open(
    run: Run, started: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window_closed, "tell", lambda name, word: True)
    for words in (("data", "remove", "--confirm", "remove"), ("data", "move", tmp_path), ("update", "install")):
        ran = run(*words)
        assert ran.returncode == 1
        assert "Lamplight is open" in ran.stderr
    assert started.database.exists()


def test_an_update_and_the_way_back(
    run: Run, started: Paths, hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run("update", "check")
    assert ran.returncode == 1  # a checkout has no key
    assert "no key" in ran.stderr
    world = World(hub, started, tmp_path / "place", Kind.APPIMAGE)
    world.be_this_program(monkeypatch)
    ran = run("update")
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.startswith("127.0.0.1:")
    assert f"There is version 1.2.0; this is {desktop.__version__}." in ran.stdout
    assert "News of 1.2.0" in ran.stdout
    assert json.loads(run("update", "check", "--json").stdout)["file"] == "lamplight-1.2.0.pkg"
    ran = run("update", "install", "--yes")
    assert ran.returncode == 0, ran.stderr
    assert "Version 1.2.0 is installed" in ran.stdout
    assert world.program.read_bytes() == NEW
    assert len(list_backups(started.backups, BEFORE_UPDATE)) == 1
    ran = run("update", "back")
    assert ran.returncode == 1  # to this test's program it was no older one
    assert "no version before" in ran.stderr
    RecordFile(started.updates / "record.json").change(version="0.0.9", schema="0001")
    ran = run("update", "back", "--yes")
    assert ran.returncode == 0, ran.stderr
    assert "kept as a backup" in ran.stderr
    assert world.program.read_bytes() == OLD
    assert len(list_backups(started.backups, "before-restore")) == 1


def test_an_update_that_can_not_be_installed_from_here_says_how(
    run: Run, started: Paths, hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(hub, started, tmp_path / "place", Kind.SOURCE)
    world.be_this_program(monkeypatch)
    assert "git pull" in run("update").stdout
    ran = run("update", "install")
    assert ran.returncode == 1
    assert "git pull" in ran.stderr
    world.kind = Kind.FLATPAK
    assert "flatpak update" in run("update").stdout
    world.kind = Kind.RPM
    assert "no package" in run("update").stdout
    world.data = {"0.0.1": OLD}
    world.publish()
    assert "is the newest" in run("update").stdout


def test_a_database_of_a_newer_version_gives_way_to_the_copy_from_before(
    run: Run, started: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(started.database, started.backups)
    store.create_conversation("from before")
    store.close()
    make_backup(started.database, started.backups, BEFORE_UPDATE)
    with closing(sqlite3.connect(started.database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    ran = run("chats", "list")
    assert ran.returncode == 1  # nobody is there to decide
    assert "newer version" in ran.stderr
    asked: list[str] = []

    def ask(terminal: Terminal, prompt: str) -> str:
        asked.append(prompt)
        return "y"

    monkeypatch.setattr(Terminal, "interactive", property(lambda terminal: True))
    monkeypatch.setattr(Terminal, "ask", ask)
    ran = run("chats", "list")
    assert ran.returncode == 0, ran.stderr
    assert "from before" in ran.stdout
    assert "before-update" in asked[0]
    assert len(list(started.data.glob("*.newer-*Z"))) == 1
