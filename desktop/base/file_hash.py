"""Hashes of files: a whole one, and a quick one over samples; neither computed twice while a file stays as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

_SAMPLES, _SAMPLE = 16, 1 << 16


def fingerprint(path: Path) -> str:
    """A hash over the file's size and samples from all of it: a whole hash of gigabytes would cost seconds.

    Raises OSError.
    """
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        for number in range(_SAMPLES):
            file.seek(max(0, size - _SAMPLE) * number // (_SAMPLES - 1))
            digest.update(file.read(_SAMPLE))
    return digest.hexdigest()


def sha256(path: Path) -> str:
    """The hash of all of it. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class HashMemo:
    """Remembers hashes by path, size and time of change, for this run."""

    def __init__(self, compute: Callable[[Path], str]) -> None:
        self._compute = compute
        self._known: dict[Path, tuple[int, int, str]] = {}

    def __call__(self, path: Path) -> str:
        """Raises what `compute` raises, OSError."""
        status = path.stat()
        size, changed, found = self._known.get(path, (-1, -1, ""))
        if (size, changed) != (status.st_size, status.st_mtime_ns):
            found = self._compute(path)
            self._known[path] = (status.st_size, status.st_mtime_ns, found)
        return found
