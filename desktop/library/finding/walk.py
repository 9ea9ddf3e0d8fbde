"""Walks through folders at any depth, each once, however links lead in circles."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop.base.errors import Code, LamplightError, ModelFileError

_MOST_FOLDERS = 50_000
_SYSTEM_FOLDERS = {"/proc", "/sys", "/dev", "/run"} if sys.platform.startswith("linux") else set()
_ENDING = ".gguf"

Stopped = Callable[[], bool]
Number = tuple[int, int]  # a folder's device and number, the same by whatever way one comes to it


@dataclass
class Visited:
    """One folder: the model files in it, sorted by name, or why it could not be read. `is_store` tells of one that is
    laid out as Ollama's, whose folders are not gone through.
    """

    folder: Path
    files: list[Path] = field(default_factory=list)
    error: LamplightError | None = None
    is_store: bool = False


def walk(root: Path, stopped: Stopped, seen: set[Number], others: frozenset[Number] = frozenset()) -> Iterator[Visited]:
    """Every folder under `root`, itself first, but none of the `others`, which are gone through on their own.

    `seen` holds the folders that were visited already. Ends at once when `stopped` says so.
    """
    waiting = [root]
    count = 0
    while waiting and not stopped():
        folder = waiting.pop()
        number = number_of(folder)
        if number is not None and (number in seen or (folder is not root and number in others)):
            continue
        if number is not None:
            seen.add(number)
        count += 1
        if count > _MOST_FOLDERS:
            error = ModelFileError(Code.FOLDER_TOO_LARGE, path=str(root), count=f"{_MOST_FOLDERS:,}")
            yield Visited(root, error=error)
            return
        visited, inside = _look(folder)
        visited.is_store = {"manifests", "blobs"} <= {path.name for path in inside}
        if not visited.is_store:
            waiting.extend(reversed(inside))
        yield visited


def is_model_name(name: str) -> bool:
    """Whether a file of this name may be a model. macOS writes `._` files beside each on other disks."""
    return name.lower().endswith(_ENDING) and not name.startswith("._")


def _look(folder: Path) -> tuple[Visited, list[Path]]:
    visited = Visited(folder)
    inside: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if is_model_name(entry.name) and not _is_folder(entry):
                    visited.files.append(folder / entry.name)
                elif _is_folder(entry) and f"{folder / entry.name}" not in _SYSTEM_FOLDERS:
                    inside.append(folder / entry.name)
    except FileNotFoundError:
        visited.error = ModelFileError(Code.FOLDER_MISSING, path=str(folder))
    except OSError as error:
        visited.error = ModelFileError(Code.FOLDER_UNREADABLE, path=str(folder), cause=error.strerror or str(error))
    visited.files.sort(key=lambda path: path.name.lower())
    inside.sort(key=lambda path: path.name.lower())
    return visited, inside


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle
        return False


def number_of(folder: Path) -> Number | None:
    """What tells the folder from others; None for one that can't be looked at, whose reading says why."""
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino
