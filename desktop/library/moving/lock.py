"""One move at a time, also across processes; the lock goes with the process that held it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from desktop.base.errors import Code, LamplightError


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Raises LamplightError(MOVE_UNDER_WAY) where another window or command moves models."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(handle)
        except OSError:
            raise LamplightError(Code.MOVE_UNDER_WAY) from None
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
