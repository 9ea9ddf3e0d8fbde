"""Which disk is proposed for writing and models, and which folder on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop.features.home import disks
from desktop.features.home.disks import FOLDER, Room, inside, is_writable, propose

GB = 1_000_000_000


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A machine with these disks, each a folder of the test with so many bytes free."""

    def make(**free: int) -> None:
        for name in free:
            (tmp_path / name).mkdir()

        def room(folder: Path) -> Room:
            name = folder.relative_to(tmp_path).parts[0]
            return Room(folder, free[name], 1000 * GB)

        mounts = [SimpleNamespace(mountpoint=str(tmp_path / name), fstype="ext4", opts="rw,relatime") for name in free]
        monkeypatch.setattr(disks, "room_of", room)
        monkeypatch.setattr(disks, "_partitions", lambda: mounts)
        monkeypatch.setattr(disks, "_same_disk", lambda one, other: one.relative_to(tmp_path).parts[0] == "main")

    return make


def test_the_usual_folder_is_proposed_where_there_is_room(tmp_path: Path, machine: Callable[..., None]) -> None:
    machine(main=60 * GB, big=900 * GB)
    assert propose(tmp_path / "main" / "home").folder == tmp_path / "main" / "home"


def test_a_disk_with_room_is_proposed_where_the_main_one_has_none(
    tmp_path: Path, machine: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(main=4 * GB, big=900 * GB, small=20 * GB)
    assert propose(tmp_path / "main" / "home").folder == tmp_path / "big" / FOLDER
    assert not (tmp_path / "big" / FOLDER).exists()  # looking writes nothing
    monkeypatch.setattr(disks, "_REMOVABLE", (str(tmp_path / "big"),))  # what can be pulled out isn't proposed
    assert propose(tmp_path / "main" / "home").folder == tmp_path / "small" / FOLDER


def test_little_room_everywhere_stays_where_it_is_usual(tmp_path: Path, machine: Callable[..., None]) -> None:
    machine(main=4 * GB, other=6 * GB)
    assert propose(tmp_path / "main" / "home").folder == tmp_path / "main" / "home"


def test_a_folder_of_ours_is_made_in_one_that_has_other_things(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "photo.jpg").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "lamplight.sqlite3").touch()
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "models").mkdir()
    assert inside(tmp_path / "full") == tmp_path / "full" / FOLDER
    for name in ("empty", "old", FOLDER, "not there yet"):
        assert inside(tmp_path / name) == tmp_path / name


def test_room_and_leave_are_known_of_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    assert disks.room_of(tmp_path / "a" / "b").total > 0
    assert is_writable(tmp_path / "a" / "b")
    (tmp_path / "file").touch()
    assert not is_writable(tmp_path / "file")
    assert isinstance(disks._partitions(), list)
