"""SHA-256 of model files: once for each file, and anew to see whether one is still what it was."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from os import stat_result
from pathlib import Path

from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.library.kept_facts import KeptFacts
from desktop.library.model_file import ModelFile

_CHUNK = 1 << 20

Progress = Callable[[int], object]  # bytes read since the last call
Stopped = Callable[[], bool]


def ignore(_bytes: int) -> None:
    """A progress nobody looks at."""


def file_sha256(path: Path, progress: Progress = ignore, stopped: Stopped = lambda: False) -> str:
    """The hash of one file, read now. Raises ModelFileError(MODEL_UNREADABLE), LamplightError(CANCELLED)."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                if stopped():
                    raise LamplightError(Code.CANCELLED)
                digest.update(chunk)
                progress(len(chunk))
    except FileNotFoundError:
        raise ModelFileError(Code.MODEL_MISSING, path=str(path)) from None
    except OSError as error:
        raise ModelFileError(Code.MODEL_UNREADABLE, path=str(path), cause=error.strerror or str(error)) from error
    return digest.hexdigest()


def kept_sha256(path: Path, kept: KeptFacts, progress: Progress = ignore, stopped: Stopped = lambda: False) -> str:
    """The hash of one file, computed once for each size and time of change. Raises as `file_sha256` does."""
    status = _status(path)
    found = kept.text(path, status, "sha256")
    if not found:
        found = file_sha256(path, progress, stopped)
        kept.keep_text(path, status, "sha256", found)
        kept.save()
    return found


def keep_sha256(path: Path, kept: KeptFacts, digest: str) -> None:
    """Remember a hash that is known already. Raises ModelFileError(MODEL_MISSING, MODEL_UNREADABLE)."""
    kept.keep_text(path, _status(path), "sha256", digest)
    kept.save()


def verify(model: ModelFile, kept: KeptFacts, progress: Progress = ignore, stopped: Stopped = lambda: False) -> bool:
    """Read the whole model again and compare it with what is known of it: the hash it came with, or the one it had.

    False where nothing was known, and its hash is known now. Raises ModelFileError(MODEL_CHANGED) where it differs,
    and as `file_sha256` does.
    """
    compared = True
    for path in model.files:
        status = _status(path)
        known = kept.text(path, status, "sha256")
        came_with = model.known_sha256 if path == model.path else ""
        found = file_sha256(path, progress, stopped)
        if found != (came_with or known or found):
            raise ModelFileError(Code.MODEL_CHANGED, path=str(path), cause=f"SHA-256 {found}")
        compared = compared and bool(came_with or known)
        if not known:
            kept.keep_text(path, status, "sha256", found)
            kept.save()
    return compared


def _status(path: Path) -> stat_result:
    try:
        return path.stat()
    except FileNotFoundError:
        raise ModelFileError(Code.MODEL_MISSING, path=str(path)) from None
    except OSError as error:
        raise ModelFileError(Code.MODEL_UNREADABLE, path=str(path), cause=error.strerror or str(error)) from error
