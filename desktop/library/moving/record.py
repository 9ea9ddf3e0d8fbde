"""What is known of a move on disk, so that one that was killed can be gone on with or taken back."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop.base.files import read_json, write_json

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class MovedFile:
    """One file, by its path inside both folders; size and time of change are the original's."""

    name: str
    size: int
    changed: int


@dataclass(frozen=True)
class Record:
    """A move that is under way, was interrupted, or is done but for the originals. `made` are the copies that
    the move has begun to make: no other file was in their place."""

    source: Path
    target: Path
    files: tuple[MovedFile, ...] = ()
    made: frozenset[str] = field(default_factory=frozenset)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    def with_made(self, name: str) -> Record:
        return replace(self, made=self.made | {name})


def read_record(path: Path) -> Record | None:
    """The record; None where there is none, or one that can't be read: nothing is then offered to be removed."""
    try:
        found = read_json(path)
        return _record(found) if found is not None else None
    except (ValueError, OSError, TypeError, KeyError) as error:
        log.warning("%s ignored: %s", path.name, error)
        return None


def write_record(path: Path, record: Record) -> None:
    """Raises OSError."""
    files = [{"name": file.name, "size": file.size, "changed": file.changed} for file in record.files]
    value = {"source": str(record.source), "target": str(record.target), "files": files, "made": sorted(record.made)}
    write_json(path, value)


def _record(found: dict[str, Any]) -> Record:
    files = tuple(MovedFile(str(file["name"]), int(file["size"]), int(file["changed"])) for file in found["files"])
    if any(_leads_out(file.name) for file in files):
        raise ValueError("a path that leads out of its folder")
    return Record(Path(found["source"]), Path(found["target"]), files, frozenset(map(str, found["made"])))


def _leads_out(name: str) -> bool:
    return Path(name).is_absolute() or ".." in Path(name).parts
