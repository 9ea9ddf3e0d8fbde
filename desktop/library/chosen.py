"""What the person said of models: files and folders to look at, files and folders to pass over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from desktop.base.files import read_json, write_json

log = logging.getLogger(__name__)

ADDED, HIDDEN, FOLDERS, LEFT_OUT = "added", "hidden", "folders", "left_out"


class Chosen:
    """Lists of paths in a JSON file, read anew each time: another process may have written. Thread-safe."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.RLock()

    def paths(self, which: str) -> list[Path]:
        """One of the lists; a damaged file is an empty one."""
        found = self._read().get(which)
        return [Path(item) for item in found if isinstance(item, str)] if isinstance(found, list) else []

    def change(self, *, add: dict[str, Iterable[Path]], remove: dict[str, Iterable[Path]]) -> None:
        """Add paths to lists and take others from them, in one step. Raises OSError; all is then as it was."""
        with self._lock:
            found = self._read()
            for which in {*add, *remove}:
                gone = set(remove.get(which, ()))
                kept = [path for path in self.paths(which) if path not in gone]
                kept += [path for path in add.get(which, ()) if path not in kept]
                found[which] = [str(path) for path in kept]
            write_json(self._file, found)

    def moved(self, source: Path, target: Path) -> None:
        """Let paths inside one folder lead into another. Raises OSError."""
        with self._lock:
            found = self._read()
            for which in (ADDED, HIDDEN):
                paths = self.paths(which)
                found[which] = [str(_moved(path, source, target)) for path in paths]
            write_json(self._file, found)

    def _read(self) -> dict[str, Any]:
        try:
            found = read_json(self._file)
        except (ValueError, OSError) as error:
            log.warning("%s ignored: %s", self._file.name, error)
            return {}
        return found if isinstance(found, dict) else {}


def _moved(path: Path, source: Path, target: Path) -> Path:
    return target / path.relative_to(source) if path.is_relative_to(source) else path
