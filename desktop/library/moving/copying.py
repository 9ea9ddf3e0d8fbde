"""Copying one file so that the copy is whole and the same, or not there."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.library.hashing import Progress, Stopped, file_sha256

_CHUNK = 1 << 22
ENDING = ".lamplight-moving"  # of a copy that isn't complete


def unfinished(target: Path) -> Path:
    """The name that a copy has until it is complete: no model's."""
    return target.with_name(f".{target.name}{ENDING}")


def copy_verified(source: Path, target: Path, progress: Progress, stopped: Stopped) -> str:
    """Copy a file, read the copy again, and give it its name when it is the same; returns its SHA-256, "" for a link.

    On the same disk the copy is a hard link, which takes no room and can't differ. Raises OSError,
    ModelFileError(MOVE_CHECK_FAILED), LamplightError(CANCELLED); no part of a copy is left then.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = unfinished(target)
    temporary.unlink(missing_ok=True)  # of a move that was killed
    if _link(source, target):
        progress(2 * source.lstat().st_size)
        return ""
    try:
        read = _copy(source, temporary, progress, stopped)
        if file_sha256(temporary, progress, stopped) != read:
            raise ModelFileError(Code.MOVE_CHECK_FAILED, path=str(target))
        os.replace(temporary, target)
        sync_folder(target.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return read


def sync_folder(folder: Path) -> None:
    """Let the names in a folder outlive a power cut, where the system can do that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _link(source: Path, target: Path) -> bool:
    if source.is_symlink():
        os.symlink(source.resolve(), target)
        return True
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # another disk, or one without hard links
        return False
    return True


def _copy(source: Path, temporary: Path, progress: Progress, stopped: Stopped) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as original, temporary.open("wb") as copy:
        while chunk := original.read(_CHUNK):
            if stopped():
                raise LamplightError(Code.CANCELLED)
            digest.update(chunk)
            copy.write(chunk)
            progress(len(chunk))
        copy.flush()
        os.fsync(copy.fileno())
        if hasattr(os, "posix_fadvise"):  # or the check would read what is still in memory
            os.posix_fadvise(copy.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    shutil.copystat(source, temporary)
    return digest.hexdigest()
