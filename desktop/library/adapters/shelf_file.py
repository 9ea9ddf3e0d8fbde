"""The file that remembers every model's shelf, by the model's fingerprint: a model that is moved keeps its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop.base.files import read_json, write_json
from desktop.library.adapters.records import ShelfRow, from_json, to_json

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shelf:
    """The rows of one model, and the hashes of adapters found beside it that a person doesn't want to see."""

    rows: tuple[ShelfRow, ...] = ()
    hidden: frozenset[str] = frozenset()

    def row(self, sha256: str) -> ShelfRow | None:
        return next((row for row in self.rows if row.sha256 == sha256), None)

    def with_row(self, row: ShelfRow) -> Shelf:
        """With this row in place of the one of the same file, or behind the others."""
        rows = [row if one.sha256 == row.sha256 else one for one in self.rows]
        if self.row(row.sha256) is None:
            rows.append(row)
        return replace(self, rows=tuple(rows), hidden=self.hidden - {row.sha256})

    def without(self, sha256: str) -> Shelf:
        rows = tuple(row for row in self.rows if row.sha256 != sha256)
        return Shelf(rows, self.hidden | {sha256})


class ShelfFile:
    """Thread-safe; what another process wrote is read again when the file has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._stamp: tuple[int, int] | None = None
        self._shelves: dict[str, Shelf] = {}
        self._names: dict[str, str] = {}  # for people who look into the file

    def shelf(self, model: str) -> Shelf:
        with self._lock:
            self._read()
            return self._shelves.get(model, Shelf())

    def change(self, model: str, name: str, change: Callable[[Shelf], Shelf]) -> Shelf:
        """Raises OSError where it can't be written; all is then as it was."""
        with self._lock:
            self._read()
            before, changed = dict(self._shelves), change(self._shelves.get(model, Shelf()))
            self._shelves[model], self._names[model] = changed, name
            try:
                write_json(self._path, {key: self._plain(key) for key in self._shelves})
            except OSError:
                self._shelves = before
                raise
            self._stamp = _stamp(self._path)
            return changed

    def _plain(self, model: str) -> dict[str, Any]:
        shelf = self._shelves[model]
        rows = [to_json(row) for row in shelf.rows]
        return {"model": self._names.get(model, ""), "adapters": rows, "hidden": sorted(shelf.hidden)}

    def _read(self) -> None:
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return
        try:
            found = read_json(self._path)
        except (ValueError, OSError) as error:
            log.warning("%s ignored: %s", self._path.name, error)
            found = None
        self._stamp, self._shelves, self._names = stamp, {}, {}
        for model, plain in (found if isinstance(found, dict) else {}).items():
            if isinstance(plain, dict):
                self._shelves[model] = _shelf(plain)
                self._names[model] = str(plain.get("model", ""))


def _shelf(plain: dict[str, Any]) -> Shelf:
    rows, hidden = plain.get("adapters"), plain.get("hidden")
    read = [from_json(row) for row in rows] if isinstance(rows, list) else []
    return Shelf(
        tuple(row for row in read if row is not None),
        frozenset(item for item in hidden if isinstance(item, str)) if isinstance(hidden, list) else frozenset(),
    )


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
