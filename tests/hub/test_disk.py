"""Disks that are full, or fill up on the way, and journals that a crash left half."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desktop.base.errors import Code, HubError
from desktop.hub.transfer.journal import Identity, Journal
from desktop.hub.transfer.part_file import PartFile
from tests.hub.fetching import NAME, QUICK, Fetch, model_bytes, remote, sha256
from tests.hub.server import Fault, HubServer, wait_until

DATA = model_bytes()


@pytest.fixture
def served(hub: HubServer) -> HubServer:
    hub.add("maker/model", {NAME: DATA})
    return hub


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 512 KiB, where this may be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("no file system can be made here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def _code(fetch: Fetch) -> Code:
    with pytest.raises(HubError) as caught:
        fetch.run()
    return caught.value.code


def test_what_cannot_fit_is_refused_before_the_first_byte(served: HubServer, small_disk: Path) -> None:
    (small_disk / "other").write_bytes(bytes(300_000))
    assert _code(Fetch(small_disk, remote(served))) is Code.DOWNLOAD_NO_SPACE
    assert served.requests == []
    # A source that doesn't say a size before: asked for it, and refused then.
    assert _code(Fetch(small_disk, remote(served, hashed=False))) is Code.DOWNLOAD_NO_SPACE
    (small_disk / "other").unlink()
    (arrived,) = Fetch(small_disk, remote(served)).run()
    assert arrived.path.read_bytes() == DATA


def test_a_disk_that_fills_on_the_way_keeps_what_arrived(served: HubServer, small_disk: Path) -> None:
    served.plan(Fault(hang_at=100_000))
    fetch = Fetch(small_disk, remote(served)).start()
    wait_until(lambda: fetch.received >= 100_000)
    other = small_disk / "other"
    with suppress(OSError), other.open("wb", buffering=0) as file:  # another program takes all the rest
        while True:
            file.write(bytes(4096))
    fetch.join()
    assert isinstance(fetch.error, HubError)
    assert fetch.error.code is Code.DOWNLOAD_NO_SPACE
    assert list(small_disk.rglob("*.gguf")) == []
    other.unlink()
    served.requests.clear()
    (arrived,) = Fetch(small_disk, remote(served)).run()
    assert arrived.path.read_bytes() == DATA
    assert int(served.contents_asked()[0].headers["range"][6:-1]) >= 81_920  # five whole chunks at least


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
def test_writing_that_fails_anywhere(
    served: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    draw = random.Random(number)
    write = PartFile.write
    for step in range(1, 9):
        limit = step * len(DATA) // 9 + draw.randrange(30_000)

        def fail(self: PartFile, at: int, data: bytes, limit: int = limit) -> None:
            write(self, at, data[: max(0, limit - at)])
            if at + len(data) > limit:
                raise OSError(number, os.strerror(number))

        monkeypatch.setattr(PartFile, "write", fail)
        served.plan(*[Fault(cut=12_000)] * 5)
        full = number in (errno.ENOSPC, errno.EDQUOT)
        code = _code(Fetch(tmp_path, remote(served)))
        assert code is (Code.DOWNLOAD_NO_SPACE if full else Code.DOWNLOAD_NOT_WRITTEN)
        assert list(tmp_path.rglob("*.gguf")) == []
    monkeypatch.setattr(PartFile, "write", write)
    (arrived,) = Fetch(tmp_path, remote(served)).run()
    assert arrived.path.read_bytes() == DATA


def test_room_is_watched_while_it_arrives(served: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.disk_usage(tmp_path)
    looks = iter([10**9] * 3 + [1000] * 100)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: real._replace(free=next(looks)))
    tuning = QUICK.__class__(**{**vars(QUICK), "check_space": 20_000})
    assert _code(Fetch(tmp_path, remote(served), tuning=tuning)) is Code.DOWNLOAD_NO_SPACE
    monkeypatch.undo()
    (arrived,) = Fetch(tmp_path, remote(served)).run()
    assert arrived.path.read_bytes() == DATA


# -- what a crash leaves -----------------------------------------------------------------------------------------------


def test_any_state_of_part_and_journal_ends_in_the_right_file(served: HubServer, tmp_path: Path) -> None:
    """As after a power cut: each file shorter, longer, zeroed in places, or with bytes of something else."""
    draw = random.Random(16)
    for number in range(60):
        models = tmp_path / str(number)
        served.plan(Fault(hang_at=draw.randrange(1, len(DATA))))
        fetch = Fetch(models, remote(served)).start()
        wait_until(lambda: served.planned == 0 and fetch.received > 0)  # noqa: B023
        fetch.control.stop()
        fetch.join()
        for path in (fetch.parts / "0.part", fetch.parts / "0.journal"):
            path.write_bytes(crashed(path.read_bytes(), draw))
        (arrived,) = Fetch(models, remote(served)).run()
        assert arrived.path.read_bytes() == DATA
        assert [path for path in models.rglob("*") if path.is_file()] == [arrived.path]


def crashed(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data) + 1)
    length = draw.randrange(1, 5000)
    return draw.choice(
        [
            data,
            data[:at],
            data[:at] + bytes(length) + data[at + length :],
            data[:at] + draw.randbytes(length) + data[at + length :],
            data + bytes(length),
            b"",
        ]
    )


def test_a_journal_of_another_version_or_kind_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "0.journal"
    for text in ("", "\n", "{}", "[]\n", '{"version": 2, "size": 1}\n', "\xff\n", '{"version": 1, "size": "x"}\n'):
        path.write_text(text, "latin-1")
        assert Journal.read(path).identity == Identity()
    path.unlink()
    path.mkdir()
    assert Journal.read(path).identity == Identity()


def test_a_journal_says_what_was_added_and_leaves_out_half_a_line(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "0.journal")
    identity = Identity(100, sha256(b"x"), '"e"', 10)
    journal.begin(identity)
    digests = {index: sha256(bytes([index])) for index in range(3)}
    journal.add(digests, {1})
    journal.add({}, set(), (5, sha256(b"tail")))
    again = Journal.read(journal.path)
    assert (again.identity, again.chunks, again.seams, again.tail) == (identity, digests, {1}, (5, sha256(b"tail")))
    with journal.path.open("ab") as file:
        file.write(b"c 3 " + sha256(b"").encode()[:40])
    assert Journal.read(journal.path).chunks == digests
    assert Journal.read(journal.path).whole_chunks() == 3
