"""The file that a transfer writes to. It has no name of a model's, and no link leads it elsewhere."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.base.errors import Code, HubError

_BLOCK = 1 << 20


class PartFile:
    """An open part. Raises HubError(DOWNLOAD_NOT_WRITTEN) for a place that isn't ours, OSError for the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o666)
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
            os.close(handle)
            raise HubError(Code.DOWNLOAD_NOT_WRITTEN, path=str(path), cause="not a file of its own")
        self._file = os.fdopen(handle, "r+b", buffering=0)

    @property
    def size(self) -> int:
        return os.fstat(self._file.fileno()).st_size

    def write(self, at: int, data: bytes) -> None:
        """Put all of `data` at a place."""
        self._file.seek(at)
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]

    def truncate(self, size: int) -> None:
        """Forget what lies behind `size`."""
        self._file.truncate(size)

    def sync(self) -> None:
        """Let the disk have it."""
        os.fsync(self._file.fileno())

    def blocks(self, first: int, end: int) -> Iterator[bytes]:
        """What lies from `first` up to `end`, or the file's end."""
        at = first
        while at < end:
            self._file.seek(at)
            block = self._file.read(min(_BLOCK, end - at))
            if not block:
                return
            at += len(block)
            yield block

    def digest(self, first: int, end: int) -> tuple[int, str]:
        """How many bytes lie there, and their SHA-256."""
        found, count = hashlib.sha256(), 0
        for block in self.blocks(first, end):
            found.update(block)
            count += len(block)
        return count, found.hexdigest()

    def whole(self, seen: Callable[[int], None]) -> str:
        """SHA-256 of all of it; `seen` is told how far it is read, and may raise to end it."""
        found, count = hashlib.sha256(), 0
        for block in self.blocks(0, self.size):
            found.update(block)
            count += len(block)
            seen(count)
        return found.hexdigest()

    def close(self) -> None:
        """Close it; safe to call twice."""
        self._file.close()
