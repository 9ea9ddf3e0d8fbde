"""Moves everything that is in the models' folder, in steps of which each can be the last.

1. Check: the folders, the room, that no other file is in the way.  2. Copy and verify each file under a name that no
model has, then name it.  3. Switch to the new folder.  4. Only when a person says so: remove the originals.
Whatever ends it before the third step leaves everything where it was; a record on disk tells how far it came.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import shutil
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.base.paths import Paths
from desktop.base.settings import MODELS_FOLDER, Settings
from desktop.base.sizes import bytes_text
from desktop.library.chosen import Chosen
from desktop.library.hashing import Stopped, file_sha256, kept_sha256
from desktop.library.kept_facts import KeptFacts
from desktop.library.moving.copying import ENDING, copy_verified, unfinished
from desktop.library.moving.lock import locked
from desktop.library.moving.record import MovedFile, Record, read_record, write_record

log = logging.getLogger(__name__)

_SPARE = 200_000_000  # bytes that stay free on the disk
_BEING_FETCHED = (".part", ".crdownload", ".download", ".aria2", ".incomplete", ENDING)


@dataclass(frozen=True)
class MoveProgress:
    """How far a move is: bytes of `total`, which counts reading the copies again; the file that is at work."""

    done: int
    total: int
    name: str


@dataclass(frozen=True)
class Cleared:
    """What became of the originals: bytes that are free again, and files that were left because they had changed."""

    size: int
    left: tuple[Path, ...]


class Mover:
    """Moves the models of one installation; nothing happens before it is asked."""

    def __init__(self, paths: Paths, settings: Settings, chosen: Chosen, kept: KeptFacts) -> None:
        self._paths = paths
        self._settings = settings
        self._chosen = chosen
        self._kept = kept
        self._file = paths.data / "moving.json"

    @property
    def folder(self) -> Path:
        """Where models live."""
        wanted: str = self._settings[MODELS_FOLDER]
        return Path(wanted) if wanted else self._paths.models

    def interrupted(self) -> Record | None:
        """A move that didn't come to its end: it can be gone on with (`move` to its target) or taken back."""
        record = read_record(self._file)
        return record if record is not None and record.target != self.folder else None

    def done(self) -> Record | None:
        """A move after which the originals are still there: they can be removed or kept."""
        record = read_record(self._file)
        return record if record is not None and record.target == self.folder else None

    def move(self, target: Path, stopped: Stopped = lambda: False) -> Generator[MoveProgress]:
        """Copy everything to `target` and switch to it; then `done` has what can be removed.

        Raises ModelFileError (MOVE_...), LamplightError (CANCELLED, DISK_FULL) and OSError: everything is then where
        it was, and of the copies nothing is left.
        """
        target = target.expanduser().absolute()
        with locked(self._file.with_suffix(".lock")):
            self._put_aside_others(target)
            record = self._begin(target)
            try:
                with contextlib.closing(self._copy_all(record, stopped)) as steps:
                    yield from steps
                if stopped():
                    raise LamplightError(Code.CANCELLED)
                self._switch(record)
            except BaseException as error:
                self._take_back(self._newest(record))
                if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
                    raise LamplightError(Code.DISK_FULL) from error
                raise

    def remove_originals(self) -> Cleared:
        """Remove the originals of a move that is done; one that has changed, or whose copy is not there, is left."""
        with locked(self._file.with_suffix(".lock")):
            record = self.done()
            if record is None:
                return Cleared(0, ())
            size, left = 0, []
            for file in record.files:
                original = record.source / file.name
                if not os.path.lexists(original):
                    continue
                if _same(original, file) and _same(record.target / file.name, file):
                    original.unlink()
                    size += file.size
                else:
                    left.append(original)
            _remove_empty(record.source, keep=record.source == self._paths.models)
            self._file.unlink(missing_ok=True)
        return Cleared(size, tuple(left))

    def keep_originals(self) -> None:
        """Leave the originals where they are, and forget about them."""
        if self.done() is not None:
            self._file.unlink(missing_ok=True)

    def take_back(self) -> None:
        """Remove the copies of a move that was interrupted; everything is where it was."""
        with locked(self._file.with_suffix(".lock")):
            record = self.interrupted()
            if record is not None:
                self._take_back(record)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _put_aside_others(self, target: Path) -> None:
        """Originals of the move before are kept; copies that an interrupted one to elsewhere made are removed."""
        self.keep_originals()
        record = self.interrupted()
        if record is not None and record.target != target:
            self._take_back(record)

    def _begin(self, target: Path) -> Record:
        source = self.folder
        if _inside(source, target) or _inside(target, source):
            raise ModelFileError(Code.MOVE_INSIDE, source=str(source), target=str(target))
        before = read_record(self._file)
        made = before.made if before is not None and before.target == target else frozenset[str]()
        record = Record(source, target, tuple(_files(source)), made)
        _check_room(record)
        for file in record.files:
            there = target / file.name
            if os.path.lexists(there) and not self._is_copy(record, file):
                raise ModelFileError(Code.MOVE_TAKEN, path=str(there))
        write_record(self._file, record)
        return record

    def _is_copy(self, record: Record, file: MovedFile) -> bool:
        """Whether what is there already is the file itself or holds the same."""
        original, there = record.source / file.name, record.target / file.name
        if there.is_dir() or not _same_size(there, file):
            return False
        with contextlib.suppress(OSError):
            if original.samefile(there):
                return True
        return file_sha256(there) == kept_sha256(original, self._kept)

    def _copy_all(self, record: Record, stopped: Stopped) -> Generator[MoveProgress]:
        total, done = 2 * record.size, 0
        for file in record.files:
            original, copy = record.source / file.name, record.target / file.name
            if not os.path.lexists(copy):
                record = record.with_made(file.name)  # before it is: whatever is there from now on is ours
                write_record(self._file, record)
                work = _Steps(original, copy, stopped)
                with contextlib.closing(work.run()) as counts:
                    for count in counts:
                        done += count
                        yield MoveProgress(done, total, file.name)
                if not _same(original, file):
                    copy.unlink()
                    raise ModelFileError(Code.MOVE_CHECK_FAILED, path=str(copy), cause="the original was changed")
                if work.sha256:
                    self._kept.keep_text(copy, copy.stat(), "sha256", work.sha256)
            else:
                done += 2 * file.size
                yield MoveProgress(done, total, file.name)
        self._kept.save()

    def _newest(self, record: Record) -> Record:
        found = read_record(self._file)
        return found if found is not None and found.target == record.target else record

    def _switch(self, record: Record) -> None:
        before = self._settings[MODELS_FOLDER]
        try:
            self._settings.set(MODELS_FOLDER, "" if record.target == self._paths.models else str(record.target))
            self._chosen.moved(record.source, record.target)
        except OSError:
            with contextlib.suppress(OSError):  # then it is back for this run, and the file has the old one anyway
                self._settings.set(MODELS_FOLDER, before)
            raise

    def _take_back(self, record: Record) -> None:
        """Remove what the move has made, as long as the originals are there."""
        for file in record.files:
            copy = record.target / file.name
            unfinished(copy).unlink(missing_ok=True)
            if file.name in record.made and _same(record.source / file.name, file) and _same(copy, file):
                copy.unlink(missing_ok=True)
        _remove_empty(record.target, keep=False)
        self._file.unlink(missing_ok=True)


class _Steps:
    """The bytes of one file's copying and checking as they are done; afterwards `sha256` is its hash."""

    def __init__(self, source: Path, target: Path, stopped: Stopped) -> None:
        self._source, self._target, self._stopped = source, target, stopped
        self.sha256 = ""

    def run(self) -> Generator[int]:
        """Do it on a thread, and hand back how many bytes more are done."""
        from concurrent.futures import ThreadPoolExecutor
        from queue import SimpleQueue

        counts: SimpleQueue[int | None] = SimpleQueue()
        with ThreadPoolExecutor(1, "move") as pool:
            gone = False

            def stopped() -> bool:
                return gone or self._stopped()

            work = pool.submit(copy_verified, self._source, self._target, counts.put, stopped)
            work.add_done_callback(lambda _: counts.put(None))
            try:
                while (count := counts.get()) is not None:
                    yield count
            finally:
                gone = True
            self.sha256 = work.result()


def _files(source: Path) -> Iterator[MovedFile]:
    """Everything in the folder but what is being fetched right now, which stays where it is."""
    for folder, _, names in os.walk(source):
        for name in sorted(names):
            path = Path(folder) / name
            if not name.endswith(_BEING_FETCHED):
                status = path.lstat()
                yield MovedFile(path.relative_to(source).as_posix(), status.st_size, status.st_mtime_ns)


def _check_room(record: Record) -> None:
    """Raises ModelFileError(MOVE_UNWRITABLE, MOVE_NO_ROOM)."""
    target = record.target
    try:
        target.mkdir(parents=True, exist_ok=True)
        probe = target / f".lamplight{ENDING}"
        probe.write_bytes(b"x")
        probe.unlink()
        free = shutil.disk_usage(target).free
        same_disk = _same_disk(target, record.source)
    except OSError as error:
        cause = error.strerror or str(error)
        raise ModelFileError(Code.MOVE_UNWRITABLE, target=str(target), cause=cause) from error
    needed = sum(file.size for file in record.files if not os.path.lexists(target / file.name))
    if not same_disk and needed + _SPARE > free:
        _remove_empty(target, keep=False)
        raise ModelFileError(
            Code.MOVE_NO_ROOM, target=str(target), free=bytes_text(free), needed=bytes_text(needed + _SPARE)
        )


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def _same(path: Path, file: MovedFile) -> bool:
    """Whether the file is as it was when the move began; copies have the time of change of their originals."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return path.is_symlink() or (status.st_size == file.size and abs(status.st_mtime_ns - file.changed) < 2_000_000_000)


def _same_size(path: Path, file: MovedFile) -> bool:
    try:
        return path.is_symlink() or path.stat().st_size == file.size
    except OSError:
        return False


def _inside(one: Path, other: Path) -> bool:
    return Path(os.path.realpath(one)).is_relative_to(os.path.realpath(other))


def _remove_empty(folder: Path, *, keep: bool) -> None:
    """Remove folders with nothing in them, the lowest first; with `keep` not the uppermost."""
    for inside, _, _ in os.walk(folder, topdown=False):
        if keep and Path(inside) == folder:
            continue
        with contextlib.suppress(OSError):  # it isn't empty, or isn't ours to remove
            os.rmdir(inside)
