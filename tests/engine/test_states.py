"""Saved states are believed only when everything about them is right."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from desktop.base.file_hash import fingerprint
from desktop.engine.cache import state_files as states
from desktop.engine.cache.state_files import StateFiles

PARAMETERS = {"layers": 30}
TOKENS = list(range(1000, 1300))
STATE = random.Random(1).randbytes(20_000)


def _open(folder: Path, limit: int = 1 << 30, model: str = "m", parameters: dict[str, int] | None = None) -> StateFiles:
    return StateFiles(folder, limit, model, PARAMETERS if parameters is None else parameters)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*"))


def test_written_and_found_again(tmp_path: Path) -> None:
    assert _open(tmp_path).write(TOKENS, STATE)
    again = _open(tmp_path)
    (entry,) = again.entries
    assert entry.tokens == TOKENS
    assert again.read(entry) == STATE
    assert states.size_of(tmp_path) > len(STATE)
    if os.name == "posix":
        assert entry.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("seed", range(40))
def test_any_damage_is_noticed_and_the_file_removed(seed: int, tmp_path: Path) -> None:
    _open(tmp_path).write(TOKENS, STATE)
    (path,) = _files(tmp_path)
    data = bytearray(path.read_bytes())
    dice = random.Random(seed)
    at = dice.randrange(len(data) if seed % 2 else 2000)
    if seed % 3 == 0:
        data = data[:at]
    elif seed % 3 == 1:
        data[at] ^= 1 << dice.randrange(8)
    else:
        data += b"x"
    path.write_bytes(data)
    found = _open(tmp_path)
    for entry in list(found.entries):
        assert found.read(entry) is None
    foreign = found.entries == [] and path.exists()  # the model's name in the header was hit
    assert found.entries == []
    assert not path.exists() or (foreign and b'"model": "m"' not in data)


def test_another_models_files_stay_and_are_not_used(tmp_path: Path) -> None:
    _open(tmp_path, model="other").write(TOKENS, STATE)
    assert _open(tmp_path).entries == []
    assert len(_files(tmp_path)) == 1


def test_stale_parameters(tmp_path: Path) -> None:
    _open(tmp_path).write(TOKENS, STATE)
    assert _open(tmp_path, parameters={"layers": 31}).entries == []
    assert _files(tmp_path) == []


def test_a_longer_conversation_replaces_its_beginning(tmp_path: Path) -> None:
    found = _open(tmp_path)
    found.write(TOKENS[:100], STATE)
    found.write(TOKENS, STATE)
    found.write([*TOKENS[:50], 7, 8], STATE)  # another branch
    assert sorted(len(entry.tokens) for entry in found.entries) == [52, 300]
    assert len(_files(tmp_path)) == 2


def test_the_least_recently_used_leave(tmp_path: Path) -> None:
    found = _open(tmp_path, limit=70_000)
    for number in range(3):
        found.write([number, *TOKENS], STATE)
        os.utime(found.entries[-1].path, (1000 + number, 1000 + number))
    first = found.entries[0]
    assert found.read(first) == STATE  # used again: now the youngest
    found.write([9, *TOKENS], STATE)
    assert [entry.tokens[0] for entry in found.entries] == [0, 2, 9]
    assert states.size_of(tmp_path) <= 70_000


def test_one_that_is_too_large_is_not_kept(tmp_path: Path) -> None:
    assert not _open(tmp_path, limit=10_000).write(TOKENS, STATE)
    assert _files(tmp_path) == []


def test_a_half_written_file_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".abc.state").write_bytes(b"half")
    _open(tmp_path)
    assert _files(tmp_path) == []


def test_clear(tmp_path: Path) -> None:
    _open(tmp_path).write(TOKENS, STATE)
    assert states.clear(tmp_path) > len(STATE)
    assert states.size_of(tmp_path) == 0


def test_an_unwritable_folder_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert not _open(blocked / "states").write(TOKENS, STATE)


def test_fingerprint_follows_the_content(tmp_path: Path) -> None:
    path = tmp_path / "m"
    path.write_bytes(bytes(3_000_000))
    before = fingerprint(path)
    with path.open("r+b") as file:
        file.seek(2_999_999)
        file.write(b"x")
    assert fingerprint(path) != before
