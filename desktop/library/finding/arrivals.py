"""Tells a file that is still being written from one that is complete, by looking again."""

from __future__ import annotations

import time
from os import stat_result
from pathlib import Path

_SETTLED = 2.0  # seconds without a change
_GROWING = 20.0  # seconds after which a file that is too short won't grow any more
# What programs that load files leave beside one until it is whole.
_PARTNERS = (".part", ".crdownload", ".download", ".aria2", ".incomplete", ".!qB")


class Arrivals:
    """Remembers how files looked before. Where nobody looks again (`patient` is false) only partner files count."""

    def __init__(self, *, patient: bool = True) -> None:
        self._patient = patient
        self._looks: dict[Path, tuple[int, int, float]] = {}  # size, time of change, when first seen so

    def arriving(self, path: Path, status: stat_result, *, sound: bool) -> bool:
        """Whether the file is still being written. `sound` says that its header fits its size: it may then only be
        one whose room was taken in advance.
        """
        if _has_partner(path, sound):
            return True
        if not self._patient:
            return False
        wait = _SETTLED if sound else _GROWING
        if time.time() - status.st_mtime >= wait:
            self._looks.pop(path, None)
            return False
        now = time.monotonic()
        look = status.st_size, status.st_mtime_ns
        before = self._looks.get(path)
        if before is None or before[:2] != look:
            self._looks[path] = (*look, now)
            return True
        return now - before[2] < wait  # a clock that is wrong must not let it wait for ever


def _has_partner(path: Path, sound: bool) -> bool:
    """aria2 and browsers name the file itself already; a left-over of theirs beside a sound one means nothing."""
    names = (".aria2",) if sound else _PARTNERS
    return any(path.with_name(path.name + ending).exists() for ending in names)
