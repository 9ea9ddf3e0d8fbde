"""What is kept of each download, so that it is still there after the program ended, however that was."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.base.errors import Code, LamplightError
from desktop.base.files import read_json, write_json
from desktop.hub.remote_file import RemoteFile

log = logging.getLogger(__name__)

_VERSION = 1


class Status(StrEnum):
    """Where a download is. One that was queued or running when the program ended waits for a person."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True)
class Record:
    """One download. `folder` is where its files will lie, in the models' folder `models`; `order` its place in line."""

    identifier: str
    title: str
    files: tuple[RemoteFile, ...]
    folder: Path
    models: Path
    order: int
    status: Status = Status.QUEUED
    reason: LamplightError | None = None


def identifier_of(files: Iterable[RemoteFile], folder: Path) -> str:
    """The same for the same files: asking twice for a model goes on with the first download."""
    said = "\n".join([str(folder), *(f"{file.source} {file.repository} {file.name} {file.sha256}" for file in files)])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Records:
    """The records as files of one folder, so that a window and a command don't overwrite each other's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self) -> list[Record]:
        """All, in their order; one that can't be read is left out and logged."""
        found = []
        for path in sorted(self._folder.glob("*.json")):
            try:
                record = _record(path.stem, read_json(path))
            except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
                log.warning("download %s left out: %s", path.name, error)
                continue
            found.append(record)
        return sorted(found, key=lambda record: record.order)

    def write(self, record: Record) -> None:
        """Keep a record; where the disk refuses, it is only lost at the end of the program."""
        reason = {"code": record.reason.code.value, "details": record.reason.details} if record.reason else None
        value = {
            "version": _VERSION,
            "title": record.title,
            "files": [asdict(file) for file in record.files],
            "folder": str(record.folder),
            "models": str(record.models),
            "order": record.order,
            "status": record.status.value,
            "reason": reason,
        }
        try:
            write_json(self._path(record.identifier), value)
        except OSError as error:
            log.warning("download %s not kept: %s", record.identifier, error)

    def remove(self, identifier: str) -> None:
        """Forget a record."""
        try:
            self._path(identifier).unlink(missing_ok=True)
        except OSError as error:
            log.warning("download %s not forgotten: %s", identifier, error)

    def _path(self, identifier: str) -> Path:
        return self._folder / f"{identifier}.json"


def _record(identifier: str, value: dict[str, Any]) -> Record:
    if value["version"] != _VERSION:
        raise ValueError(f"version {value['version']}")
    reason = value.get("reason")
    return Record(
        identifier,
        str(value["title"]),
        tuple(RemoteFile(**file) for file in value["files"]),
        Path(value["folder"]),
        Path(value["models"]),
        int(value["order"]),
        Status(value["status"]),
        LamplightError(Code(reason["code"]), **reason["details"]) if reason else None,
    )
