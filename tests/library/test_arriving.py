"""A file that is still being written is no model until it stops growing; what was read is remembered."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.base.files import read_json
from desktop.base.paths import Paths
from desktop.library import facts
from desktop.library.finding import arrivals, scan
from desktop.library.models import Library, Snapshot
from tests.library.conftest import gguf_file, ollama, split


def _look(library: Library) -> Snapshot:
    *_, found = library.look()
    assert found.complete
    return found


def _pass(path: Path, seconds: float) -> None:
    """Let time go on since the file was last written."""
    now = time.time()
    os.utime(path, (now - seconds, now - seconds))


def test_a_half_copied_file_is_no_model(bare: Library, paths: Paths) -> None:
    path = gguf_file(paths.models / "big.gguf", data=b"w" * 4000)
    whole = path.read_bytes()
    path.write_bytes(whole[:1000])
    for length in (1000, 2000):
        path.write_bytes(whole[:length])
        found = _look(bare)
        assert [problem.error.code for problem in found.problems] == [Code.MODEL_ARRIVING]
        assert found.arriving
    path.write_bytes(whole)
    assert _look(bare).arriving  # its room may have been taken in advance
    _pass(path, 3)
    found = _look(bare)
    assert [model.key for model in found.models] == ["big"]
    assert not found.arriving


def test_one_that_stopped_too_early_says_so(bare: Library, paths: Paths) -> None:
    path = gguf_file(paths.models / "big.gguf", data=b"w" * 4000)
    path.write_bytes(path.read_bytes()[:1000])
    _pass(path, 60)
    assert [problem.error.code for problem in _look(bare).problems] == [Code.MODEL_TRUNCATED]


def test_a_clock_that_is_wrong_does_not_wait_for_ever(
    bare: Library, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = gguf_file(paths.models / "a.gguf")
    _pass(path, -100_000)
    assert _look(bare).arriving
    monkeypatch.setattr(arrivals, "_SETTLED", -1.0)
    assert not _look(bare).arriving


@pytest.mark.parametrize(("partner", "sound"), [(".part", False), (".crdownload", False), (".aria2", True)])
def test_what_another_program_still_fetches(bare: Library, paths: Paths, partner: str, sound: bool) -> None:
    path = gguf_file(paths.models / "a.gguf")
    if not sound:
        path.write_bytes(b"")
    beside = path.with_name(path.name + partner)
    beside.write_bytes(b"")
    _pass(path, 100)
    assert [problem.error.code for problem in _look(bare).problems] == [Code.MODEL_ARRIVING]
    beside.unlink()
    assert not _look(bare).arriving


def test_the_command_line_takes_a_file_that_was_just_written(bare: Library, paths: Paths) -> None:
    gguf_file(paths.models / "a.gguf")
    assert [model.key for model in bare.models()] == ["a"]


def test_files_are_read_once(bare: Library, paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        gguf_file(paths.models / f"{number}.gguf", name=str(number))
    before = bare.models()

    def never(path: Path) -> facts.Facts:
        raise AssertionError(path)

    monkeypatch.setattr(scan, "read_facts", never)
    assert Library(paths).models() == before


def test_a_look_that_is_overtaken_ends_without_a_result(bare: Library, paths: Paths) -> None:
    for number in range(20):
        gguf_file(paths.models / str(number) / "a.gguf", name=str(number))
    asked = iter([False] * 7 + [True] * 1000)
    assert not any(found.complete for found in bare.look(lambda: next(asked)))


def test_what_was_found_comes_while_the_look_goes_on(
    bare: Library, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        gguf_file(paths.models / f"{number}.gguf", name=str(number))
    monkeypatch.setattr(scan, "_TELL_EVERY", 0.0)
    monkeypatch.setattr(scan, "_TELLING", float("inf"))
    monkeypatch.setattr(arrivals, "_SETTLED", 0.0)
    counts = [len(found.models) for found in bare.look()]
    assert counts == sorted(counts)
    assert {1, 2, 3, 4, 5} <= set(counts)


def test_two_processes_keep_what_each_has_read(paths: Paths, bare: Library) -> None:
    other = Library(paths)
    first = gguf_file(paths.models / "a.gguf", name="A")
    one = bare.find("a")
    gguf_file(paths.models / "b.gguf", name="B")
    bare.sha256(one)
    other.sha256(other.find("b"))
    kept = read_json(paths.cache / "model_facts.json")
    assert sorted(Path(name.split("|")[0]).name for name, entry in kept.items() if "sha256" in entry) == [
        "a.gguf",
        "b.gguf",
    ]
    assert first.exists()


def test_a_file_that_rotted_is_found_out(bare: Library, paths: Paths) -> None:
    path = gguf_file(paths.models / "a.gguf", data=b"weights" * 1000)
    model = bare.find("a")
    assert not bare.verify(model)  # nothing was known; now it is
    assert bare.verify(model)
    status = path.stat()
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(ModelFileError) as caught:
        bare.verify(model)
    assert caught.value.code is Code.MODEL_CHANGED


def test_what_came_under_its_hash_is_held_against_that(bare: Library, tmp_path: Path) -> None:
    ollama(tmp_path / "store", "a:latest", {"model": gguf_file(tmp_path / "x", data=b"w" * 999).read_bytes()})
    bare.add_folder(tmp_path / "store")
    model = bare.find("a:latest")
    assert bare.verify(model)
    data = bytearray(model.path.read_bytes())
    data[-1] ^= 1
    model.path.write_bytes(data)
    with pytest.raises(ModelFileError) as caught:
        bare.verify(model)
    assert caught.value.code is Code.MODEL_CHANGED


def test_every_part_is_verified_and_stopping_stops(bare: Library, paths: Paths) -> None:
    parts = split(paths.models, "big", 3)
    read: list[int] = []
    bare.verify(bare.find("big"), read.append)
    assert sum(read) == sum(part.stat().st_size for part in parts)
    with pytest.raises(LamplightError) as caught:
        bare.verify(bare.find("big"), stopped=lambda: True)
    assert caught.value.code is Code.CANCELLED
