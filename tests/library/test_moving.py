"""Moving all models: nothing is lost, whatever ends it and whenever."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.base.paths import Paths
from desktop.library.models import Library
from desktop.library.moving import copying, move
from tests.library.conftest import gguf_file, split

ROOT = Path(__file__).resolve().parents[2]
Content = dict[str, bytes]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "other disk" / "models"


@pytest.fixture
def other_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Links can't be made: everything has to be copied."""
    monkeypatch.setattr(copying, "_link", lambda source, target: False)
    monkeypatch.setattr(copying, "_CHUNK", 1000)


@pytest.fixture
def filled(bare: Library, paths: Paths) -> Library:
    gguf_file(paths.models / "a.gguf", data=b"a" * 3000)
    split(paths.models / "deep" / "er", "big", 3)
    (paths.models / "LICENSE.txt").write_text("terms")
    return bare


def _content(folder: Path) -> Content:
    found = (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else ()
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _move(library: Library, target: Path, stopped: Callable[[], bool] = lambda: False) -> list[move.MoveProgress]:
    return list(library.mover.move(target, stopped))


@pytest.mark.parametrize("linked", [True, False])
def test_everything_moves_and_only_then_may_the_originals_go(
    filled: Library, paths: Paths, target: Path, linked: bool, request: pytest.FixtureRequest
) -> None:
    if not linked:
        request.getfixturevalue("other_disk")
    before, keys = _content(paths.models), {model.key for model in filled.models()}
    steps = _move(filled, target)
    assert steps[-1].done == steps[-1].total
    assert _content(target) == _content(paths.models) == before
    again = Library(paths)
    assert again.folder == target
    assert {model.key for model in again.models()} == keys
    assert all(model.path.is_relative_to(target) for model in again.models())
    record = again.mover.done()
    assert record is not None
    assert record.source == paths.models
    cleared = again.mover.remove_originals()
    assert cleared.size == sum(map(len, before.values()))
    assert not cleared.left
    assert _content(paths.models) == {}
    assert _content(target) == before
    assert again.mover.done() is None
    assert {model.key for model in Library(paths).models()} == keys


def test_copies_were_read_again_and_are_not_hashed_twice(
    filled: Library, target: Path, other_disk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _move(filled, target)
    monkeypatch.setattr("desktop.library.hashing.file_sha256", None)
    assert len(filled.sha256(filled.find("a"))) == 64


def test_the_list_follows(filled: Library, paths: Paths, target: Path) -> None:
    filled.remove("a")
    _move(filled, target)
    filled.mover.remove_originals()
    assert [model.key for model in filled.models()] == ["big"]


@pytest.mark.parametrize("moment", range(14))
def test_cancelled_at_any_moment_everything_is_where_it_was(
    filled: Library, paths: Paths, target: Path, other_disk: None, moment: int
) -> None:
    before = _content(paths.models)
    asked = 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked > moment

    with pytest.raises(LamplightError) as caught:
        _move(filled, target, stopped)
    assert caught.value.code is Code.CANCELLED
    assert filled.folder == paths.models
    assert not target.exists()
    assert filled.mover.interrupted() is None
    assert _content(paths.models) == before


@pytest.mark.parametrize("linked", [True, False])
def test_one_who_no_longer_listens_leaves_everything_where_it_was(
    filled: Library, paths: Paths, target: Path, linked: bool, request: pytest.FixtureRequest
) -> None:
    if not linked:
        request.getfixturevalue("other_disk")
    before = _content(paths.models)
    steps = filled.mover.move(target)
    next(steps)
    next(steps)
    steps.close()
    assert _content(paths.models) == before
    assert not target.exists()


def _raise(error: BaseException) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


@pytest.mark.parametrize(
    ("place", "error", "code"),
    [
        ("desktop.library.moving.copying.sync_folder", OSError(errno.ENOSPC, "full"), Code.DISK_FULL),
        ("desktop.library.moving.copying.shutil.copystat", OSError(errno.EIO, "broken"), None),
        ("desktop.library.moving.move.write_record", OSError(errno.ENOSPC, "full"), Code.DISK_FULL),
        ("desktop.library.chosen.write_json", OSError(errno.ENOSPC, "full"), Code.DISK_FULL),
        ("desktop.base.settings.write_json", OSError(errno.ENOSPC, "full"), Code.DISK_FULL),
    ],
)
def test_a_disk_that_is_full_or_fails_changes_nothing(
    filled: Library,
    paths: Paths,
    target: Path,
    other_disk: None,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    error: OSError,
    code: Code | None,
) -> None:
    before = _content(paths.models)
    with monkeypatch.context() as broken:
        broken.setattr(place, _raise(error))
        with pytest.raises((LamplightError, OSError)) as caught:
            _move(filled, target)
    assert getattr(caught.value, "code", None) in (code, None)
    assert _content(paths.models) == before
    assert _content(target) == {}
    assert Library(paths).folder == paths.models
    _move(filled, target)
    assert _content(target) == before


def test_a_copy_that_differs_is_found_out(
    filled: Library, paths: Paths, target: Path, other_disk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _content(paths.models)
    monkeypatch.setattr(copying, "file_sha256", lambda *_: "0" * 64)
    with pytest.raises(ModelFileError) as caught:
        _move(filled, target)
    assert caught.value.code is Code.MOVE_CHECK_FAILED
    assert (_content(paths.models), _content(target)) == (before, {})


def test_an_original_that_changes_meanwhile_is_noticed(
    filled: Library, paths: Paths, target: Path, other_disk: None
) -> None:
    steps = filled.mover.move(target)
    next(steps)
    for path in paths.models.rglob("*.gguf"):
        with path.open("ab") as file:
            file.write(b"more")
    with pytest.raises(ModelFileError) as caught:
        list(steps)
    assert caught.value.code is Code.MOVE_CHECK_FAILED
    assert _content(target) == {}


def test_places_that_can_not_be_moved_to(
    filled: Library, paths: Paths, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (paths.models, paths.models / "deep", paths.models.parent):
        with pytest.raises(ModelFileError) as caught:
            _move(filled, place)
        assert caught.value.code is Code.MOVE_INSIDE
    target.mkdir(parents=True)
    (target / "a.gguf").write_bytes(b"someone else's")
    with pytest.raises(ModelFileError) as caught:
        _move(filled, target)
    assert caught.value.code is Code.MOVE_TAKEN
    assert _content(target) == {"a.gguf": b"someone else's"}
    (target / "file").write_bytes(b"")
    with pytest.raises(ModelFileError) as caught:
        _move(filled, target / "file" / "below")
    assert caught.value.code is Code.MOVE_UNWRITABLE


def test_room_is_looked_for_first(filled: Library, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr("desktop.library.moving.move.shutil.disk_usage", lambda _: Usage)
    monkeypatch.setattr(move, "_same_disk", lambda *_: False)
    with pytest.raises(ModelFileError) as caught:
        _move(filled, target)
    assert caught.value.code is Code.MOVE_NO_ROOM
    assert not target.exists()


def test_what_changed_since_is_not_removed(filled: Library, paths: Paths, target: Path, other_disk: None) -> None:
    _move(filled, target)
    changed = paths.models / "a.gguf"
    changed.write_bytes(b"something new")
    (target / "LICENSE.txt").unlink()
    (paths.models / "new.gguf").write_bytes(b"came later")
    cleared = filled.mover.remove_originals()
    assert set(cleared.left) == {changed, paths.models / "LICENSE.txt"}
    assert set(_content(paths.models)) == {"a.gguf", "LICENSE.txt", "new.gguf"}


def test_originals_may_be_kept(filled: Library, paths: Paths, target: Path, other_disk: None) -> None:
    before = _content(paths.models)
    _move(filled, target)
    filled.mover.keep_originals()
    assert filled.mover.done() is None
    assert filled.mover.remove_originals().size == 0
    assert _content(paths.models) == before


def test_a_second_move_goes_on_from_where_the_first_led(filled: Library, paths: Paths, tmp_path: Path) -> None:
    before = _content(paths.models)
    for name in ("one", "two"):
        _move(filled, tmp_path / name)
    filled.mover.remove_originals()
    assert _content(tmp_path / "two") == before
    assert not (tmp_path / "one").exists()
    assert _content(paths.models) == before  # of the first move: nobody said that they may go


def test_what_is_being_fetched_stays(filled: Library, paths: Paths, target: Path) -> None:
    (paths.models / "next.gguf.part").write_bytes(b"half")
    _move(filled, target)
    filled.mover.remove_originals()
    assert _content(paths.models) == {"next.gguf.part": b"half"}


_KILLED = """
import os, signal, sys
from pathlib import Path
from desktop.base.paths import Paths
from desktop.library.models import Library
from desktop.library.moving import copying
copying._link = lambda source, target: False
copying._CHUNK = 1000
steps = Library(Paths.from_environment()).mover.move(Path(sys.argv[1]))
for count, _ in enumerate(steps):
    if count == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("moment", [0, 1, 5, 8, 11])
@pytest.mark.parametrize("go_on", [True, False])
def test_killed_at_any_moment_it_is_gone_on_with_or_taken_back(
    filled: Library, paths: Paths, target: Path, moment: int, go_on: bool
) -> None:
    before = _content(paths.models)
    command = [sys.executable, "-c", _KILLED, str(target), str(moment)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LAMPLIGHT_HOME": str(paths.data)}
    ran = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    again = Library(paths)
    assert again.folder == paths.models
    assert _content(paths.models) == before
    assert not [found for found in again.models() if found.copies]
    record = again.mover.interrupted()
    assert record is not None
    assert record.target == target
    if go_on:
        _move(again, target)
        assert _content(target) == before
        again.mover.remove_originals()
        assert _content(paths.models) == {}
    else:
        again.mover.take_back()
        assert not target.exists()
        assert again.mover.interrupted() is None
        assert _content(paths.models) == before


def test_one_at_a_time(filled: Library, paths: Paths, target: Path, tmp_path: Path) -> None:
    steps = filled.mover.move(target)
    next(steps)
    with pytest.raises(LamplightError) as caught:
        _move(Library(paths), tmp_path / "elsewhere")
    assert caught.value.code is Code.MOVE_UNDER_WAY
    list(steps)
    assert filled.folder == target


@pytest.mark.parametrize("text", ["{", "[]", '{"source": "/a", "target": "/b", "files": [{"name": "../../x"}]}'])
def test_a_record_that_is_broken_removes_nothing(filled: Library, paths: Paths, text: str) -> None:
    (paths.data / "moving.json").write_text(text)
    assert filled.mover.interrupted() is None
    assert filled.mover.remove_originals().size == 0
