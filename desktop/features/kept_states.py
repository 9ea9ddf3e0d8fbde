"""The conversations the engine keeps warm on disk: how much room they take, and letting them go."""

from __future__ import annotations

import logging
from pathlib import Path

log = logging.getLogger(__name__)


def size(folder: Path) -> int:
    """Bytes in the folder of saved states; 0 where there is none."""
    total = 0
    for file in _files(folder):
        try:
            total += file.stat().st_size
        except OSError:
            continue  # the engine has just replaced it
    return total


def clear(folder: Path) -> int:
    """Remove every saved state and return the bytes freed. The engine then reads those conversations anew."""
    freed = 0
    for file in _files(folder):
        try:
            length = file.stat().st_size
            file.unlink()
            freed += length
        except OSError as error:
            log.warning("saved state not removed: %s", error)
    return freed


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.iterdir() if file.is_file()] if folder.is_dir() else []
