"""Updates against a server on this machine: looked for, fetched, checked, installed, and gone back from."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.base.build_facts import BuildFacts, build_facts
from desktop.base.errors import Code, LamplightError, StoreError
from desktop.base.paths import Paths
from desktop.base.settings import UPDATES, Settings
from desktop.features.updates import installation as installations
from desktop.features.updates import installing, switching
from desktop.features.updates import updates as service
from desktop.features.updates.installation import Kind, installation
from desktop.features.updates.installing import Outcome
from desktop.features.updates.switching import before, switch_file, switch_folder
from desktop.features.updates.updates import Updates
from desktop.hub.transfer import space
from desktop.hub.transfer.progress import Progress
from desktop.library.starters import STARTERS
from desktop.store import Store
from desktop.store.core.backups import BEFORE_UPDATE, list_backups
from tests.features.updates.world import NEW, OLD, QUICK, World, packed
from tests.hub.server import Fault, HubServer, hub_server

_TOOL = """#!/bin/sh
case "$0" in *pkexec|*sudo) exec "$@";; esac
[ -z "$FAIL" ] || { echo "no"; exit 3; }
echo "$@" > "$SEEN"
"""


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        yield server


@pytest.fixture
def world(hub: HubServer, started: Paths, tmp_path: Path) -> Callable[[Kind], World]:
    return lambda kind: World(hub, started, tmp_path / "place", kind)


def test_nobody_is_asked_before_a_look(world: Callable[[Kind], World]) -> None:
    made = world(Kind.APPIMAGE)
    settings = Settings()
    updates = Updates(made.paths, settings, made.updates().facts, version="1.1.0", tuning=QUICK)
    assert "127.0.0.1" in updates.host
    assert not updates.due()
    settings.set(UPDATES, "weekly")
    assert updates.due()
    assert updates.before() is None
    assert made.hub.requests == []
    assert updates.look().release is not None  # from a checkout: told, and nothing to fetch
    assert updates.look().file is None
    assert not updates.due()
    updates._record.change(asked=time.time() - 8 * 24 * 3600)
    assert updates.due()
    assert made.updates("1.2.0").look().release is None


def test_a_build_without_a_key_looks_for_nothing(world: Callable[[Kind], World]) -> None:
    made = world(Kind.DEB)
    updates = Updates(made.paths, Settings(), BuildFacts(made.updates().facts.releases))
    with pytest.raises(LamplightError) as error:
        updates.look()
    assert error.value.code is Code.UPDATE_NO_KEY
    assert made.hub.requests == []


def test_a_cut_download_goes_on_and_another_package_is_refused(
    world: Callable[[Kind], World], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world(Kind.APPIMAGE)
    updates = made.updates()
    found = updates.look()
    assert found.release is not None
    made.hub.plan(Fault(cut=100_000), Fault(cut=50_000))
    seen: list[Progress] = []
    package = updates.fetch(found.release, found.file, seen.append)
    assert package.read_bytes() == NEW
    assert seen[-1].received == len(NEW)
    asked = len(made.hub.requests)
    assert updates.fetch(found.release, found.file) == package  # it is here, and what was signed
    assert len(made.hub.requests) == asked
    package.write_bytes(b"x" * len(NEW))
    made.hub.always = Fault(body=b"y" * len(NEW))
    with pytest.raises(LamplightError) as error:
        updates.fetch(found.release, found.file)
    assert error.value.code in (Code.DOWNLOAD_DAMAGED, Code.DOWNLOAD_CHANGED)
    made.hub.always = Fault()
    package.unlink()
    monkeypatch.setattr(space.shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10, 9, 1))  # type: ignore[attr-defined]
    with pytest.raises(LamplightError) as error:
        updates.fetch(found.release, found.file)
    assert error.value.code is Code.DOWNLOAD_NO_SPACE
    assert made.program.read_bytes() == OLD


def test_no_package_for_this_machine_is_told(world: Callable[[Kind], World]) -> None:
    made = world(Kind.DEB)
    made.publish(machine="aarch64")
    found = made.updates().look()
    assert found.release is not None
    assert found.file is None
    with pytest.raises(LamplightError) as error:
        made.updates().fetch(found.release)
    assert error.value.code is Code.UPDATE_NO_FILE


@pytest.mark.parametrize("kind", [Kind.APPIMAGE, Kind.FOLDER])
def test_a_new_version_takes_the_place_and_the_old_one_comes_back(world: Callable[[Kind], World], kind: Kind) -> None:
    made = world(kind)
    if kind is Kind.FOLDER:
        (made.program.parent / "installed-files").write_text("share/a")
    updates, package = made.get()
    assert updates.install(package) is Outcome.INSTALLED
    assert made.program.read_bytes() == NEW
    assert os.access(made.program, os.X_OK)
    assert len(list_backups(made.paths.backups, BEFORE_UPDATE)) == 1
    if kind is Kind.FOLDER:
        assert (made.program.parent / "installed-files").read_text() == "share/a"
    newer = made.updates("1.2.0")
    found = newer.before()
    assert found is not None
    assert (found.version, found.data, newer.needs_network) == ("1.1.0", False, False)
    with closing(sqlite3.connect(made.paths.database)) as connection:  # written since: the version before can read it
        connection.execute("UPDATE alembic_version SET version_num = version_num")
    assert newer.go_back(found, newer.fetch_before(found)) is Outcome.INSTALLED
    assert made.program.read_bytes() == OLD
    assert made.updates().before() is None
    assert [each.name for each in made.program.parent.glob("*.new")] == []


def test_going_back_takes_the_data_along_and_keeps_what_was_written_since(world: Callable[[Kind], World]) -> None:
    made = world(Kind.APPIMAGE)
    store = Store.open(made.paths.database, made.paths.backups)
    store.create_conversation("from before")
    store.close()
    updates, package = made.get()
    updates.install(package)
    store = Store.open(made.paths.database, made.paths.backups)
    store.create_conversation("written since")
    store.close()
    newer = made.updates("1.2.0")
    newer._record.change(schema="0001")  # the version before had another one
    found = newer.before()
    assert found is not None
    assert found.data
    newer.go_back(found, None)
    store = Store.open(made.paths.database, made.paths.backups)
    assert [each.title for each in store.conversations()] == ["from before"]
    store.close()
    with closing(sqlite3.connect(list_backups(made.paths.backups, "before-restore")[0])) as connection:
        assert connection.execute("SELECT count(*) FROM conversations").fetchone() == (2,)
    newer._record.change(version="1.1.0", schema="0001", backup="")
    found = newer.before()
    assert found is not None
    with pytest.raises(LamplightError) as error:
        newer.go_back(found, None)
    assert error.value.code is Code.UPDATE_NOTHING_BEFORE


def test_without_a_copy_of_the_writing_nothing_is_installed(
    world: Callable[[Kind], World], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world(Kind.APPIMAGE)
    updates, package = made.get()

    def full(*_: object) -> None:
        raise StoreError(Code.DISK_FULL, path="/data")

    monkeypatch.setattr(service, "make_backup", full)
    with pytest.raises(StoreError):
        updates.install(package)
    assert made.program.read_bytes() == OLD
    assert updates.record.version == ""


def test_what_the_system_installs_and_what_it_refuses(
    world: Callable[[Kind], World], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = world(Kind.DEB)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("apt-get", "pkexec", "sudo"):
        (tools / name).write_text(_TOOL)
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("SEEN", str(tmp_path / "seen"))
    monkeypatch.setattr(installing, "_is_root", lambda: False)
    updates, package = made.get()
    commands: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> tuple[int, str]:
        commands.append(command)
        return installing._run(command)

    assert updates.install(package, run=run) is Outcome.INSTALLED
    assert (tmp_path / "seen").read_text().split() == ["install", "--yes", "--allow-downgrades", str(package)]
    updates.install(package, terminal=True, run=run)
    assert [command[0] for command in commands] == ["pkexec", "sudo"]
    record = updates.record
    monkeypatch.setenv("FAIL", "1")
    with pytest.raises(LamplightError) as error:
        updates.install(package)
    assert (error.value.code, error.value.details["cause"]) == (Code.UPDATE_NOT_INSTALLED, "no")
    assert replace(updates.record, asked=0) == replace(record, asked=0)
    newer = made.updates("1.2.0")
    assert newer.needs_network
    found = newer.before()
    assert found is not None
    asked = len(made.hub.requests)
    with pytest.raises(LamplightError):
        newer.go_back(found, newer.fetch_before(found))
    assert len(made.hub.requests) > asked
    monkeypatch.delenv("FAIL")
    newer.go_back(found, newer.fetch_before(found))
    assert "lamplight-1.1.0.pkg" in (tmp_path / "seen").read_text()


@pytest.mark.parametrize("kind", [Kind.DMG, Kind.ZIP, Kind.DEB])
def test_what_a_person_does_by_hand_is_shown(
    world: Callable[[Kind], World], monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(installing, "open_with_system", shown.append)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(installing, "_is_root", lambda: False)
    updates, package = world(kind).get()
    assert updates.install(package) in (Outcome.SHOWN, Outcome.HANDED_OVER)
    assert shown == [package.parent if kind is Kind.ZIP else package]


# -- whatever ends it in between ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", range(6))
def test_a_switch_that_ends_anywhere_leaves_a_whole_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Each renaming and copying in turn is the last thing that happens."""
    program = tmp_path / "Lamplight.AppImage"
    program.write_bytes(OLD)
    (tmp_path / "new").write_bytes(NEW)
    left = [step]

    def ending(do: Callable[..., object]) -> Callable[..., object]:
        def act(*arguments: object, **options: object) -> object:
            if left[0] == 0:
                raise OSError(28, "No space left on device")
            left[0] -= 1
            return do(*arguments, **options)

        return act

    for module, name in ((os, "replace"), (os, "link"), (os, "fsync"), (shutil, "copyfile")):
        monkeypatch.setattr(module, name, ending(getattr(module, name)))
    try:
        switch_file(program, tmp_path / "new")
    except OSError:
        assert program.read_bytes() in (OLD, NEW)
    else:
        assert program.read_bytes() == NEW
        assert before(program).read_bytes() == OLD
    assert {each.name for each in tmp_path.iterdir()} <= {program.name, "new", before(program).name}


@pytest.mark.skipif(os.name == "nt", reason="kills a process as POSIX does")
def test_a_switch_that_is_killed_leaves_a_whole_program(tmp_path: Path) -> None:
    program = tmp_path / "lamplight" / "lamplight"
    program.parent.mkdir()
    program.write_bytes(OLD)
    (tmp_path / "new.tar.xz").write_bytes(packed(NEW))
    code = (
        "import os, sys, pathlib\nfrom desktop.features.updates import switching\n"
        "real = switching.exchange\n"
        "def exchange(one, other):\n    if sys.argv[3] == 'before': os.kill(os.getpid(), 9)\n"
        "    real(one, other)\n    os.kill(os.getpid(), 9)\n"
        "switching.exchange = exchange\n"
        "switching.switch_folder(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))\n"
    )
    for when, expected in (("before", OLD), ("after", NEW)):
        command = [sys.executable, "-c", code, str(program), str(tmp_path / "new.tar.xz"), when]
        assert subprocess.run(command, check=False).returncode == -9
        assert program.read_bytes() == expected
    switch_folder(program, tmp_path / "new.tar.xz")  # what was left lying there is in nobody's way
    assert before(program).exists()
    assert not list(tmp_path.glob("*.new"))


def test_an_exchange_works_where_the_system_knows_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switching, "_exchanged", lambda one, other: False)
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("1")
    other.mkdir()
    switching.exchange(one, other)
    assert one.is_dir()
    assert other.read_text() == "1"
    with pytest.raises(OSError, match="missing"):
        switching.exchange(tmp_path / "missing", other)
    assert other.read_text() == "1"


def test_an_archive_without_a_program_is_refused(tmp_path: Path) -> None:
    program = tmp_path / "lamplight" / "lamplight"
    program.parent.mkdir()
    program.write_bytes(OLD)
    with tarfile.open(tmp_path / "new.tar.xz", "w:xz"):
        pass
    with pytest.raises(ValueError, match="no program"):
        switch_folder(program, tmp_path / "new.tar.xz")
    assert program.read_bytes() == OLD


# -- how it came here --------------------------------------------------------------------------------------------------


def test_how_the_program_came_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installation(BuildFacts()).kind is Kind.SOURCE
    assert installation(BuildFacts(package="msi")).kind is Kind.MSI
    monkeypatch.setattr(installations, "starter_folders", lambda: [tmp_path])
    assert installation(BuildFacts()).form == "small"
    next(tmp_path / starter.file for starter in STARTERS.values() if starter.repository).touch()
    assert installation(BuildFacts()).form == "full"
    for name in ("APPIMAGE", "FLATPAK_ID"):
        monkeypatch.delenv(name, raising=False)
    program = tmp_path / "lamplight" / "lamplight"
    program.parent.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(installations, "program", lambda: program)
    monkeypatch.setattr(installations, "_owned", lambda ask, started: ask[0] == "rpm")
    assert installation(BuildFacts()).kind is Kind.RPM
    monkeypatch.setattr(installations, "_owned", lambda ask, started: False)
    assert installation(BuildFacts()).kind is Kind.FOLDER
    monkeypatch.setenv("APPIMAGE", str(program))
    assert installation(BuildFacts()).kind is Kind.APPIMAGE
    monkeypatch.setenv("FLATPAK_ID", "io.github.lamplight_desktop.Lamplight")
    assert installation(BuildFacts()).kind is Kind.FLATPAK
    monkeypatch.delenv("APPIMAGE")
    monkeypatch.delenv("FLATPAK_ID")
    (program.parent / "lamplight-data").mkdir()
    assert installation(BuildFacts()).kind is Kind.ZIP
    monkeypatch.undo()
    assert not installations._owned(("no-such-command",), program)


def test_what_a_build_says_of_itself(tmp_path: Path) -> None:
    assert build_facts(tmp_path / "none.json") == BuildFacts()
    file = tmp_path / "build.json"
    file.write_text('{"key": "RW", "package": "deb", "form": 7, "later": "x"}')
    assert build_facts(file) == BuildFacts(key="RW", package="deb")
    for odd in ("[]", "{", "7"):
        file.write_text(odd)
        assert build_facts(file) == BuildFacts()
