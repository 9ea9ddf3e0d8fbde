"""What has been read of files, kept by path, size and time of change: a file is read and hashed once."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import asdict
from os import stat_result
from pathlib import Path
from typing import Any

from desktop.base.errors import Code, LamplightError
from desktop.base.files import read_json, write_json
from desktop.library.facts import Facts, stored

log = logging.getLogger(__name__)

_SAVE_EVERY = 5.0  # seconds, while many files are read
_MOST = 20_000  # files; the longest unseen go first


class KeptFacts:
    """A JSON file of facts; losing it costs time only. Thread-safe. `save` writes what is new."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.RLock()
        self._entries = self._read()
        self._errors: dict[str, LamplightError] = {}  # of this run only
        self._changed: set[str] = set()
        self._saved = time.monotonic()

    def header(self, path: Path, status: stat_result) -> Facts | None:
        """What is remembered of the file's header."""
        return stored(self._of(path, status).get("header"))

    def keep_header(self, path: Path, status: stat_result, facts: Facts) -> None:
        self._keep(path, status, "header", {**asdict(facts), "languages": list(facts.languages)})
        if time.monotonic() - self._saved > _SAVE_EVERY:
            self.save()

    def error(self, path: Path, status: stat_result) -> LamplightError | None:
        """What was wrong with the file when this run of the program looked at it."""
        return self._errors.get(_identity(path, status))

    def keep_error(self, path: Path, status: stat_result, error: LamplightError) -> None:
        if error.code is not Code.MODEL_UNREADABLE:  # the next look may be allowed to read it
            self._errors[_identity(path, status)] = error

    def text(self, path: Path, status: stat_result, name: str) -> str:
        """A remembered text, such as "sha256"; "" where there is none."""
        found = self._of(path, status).get(name)
        return found if isinstance(found, str) else ""

    def keep_text(self, path: Path, status: stat_result, name: str, value: str) -> None:
        self._keep(path, status, name, value)

    def save(self) -> None:
        """Write what is new, beside what another process has written meanwhile. A failure is logged: it costs time."""
        with self._lock:
            self._saved = time.monotonic()
            if not self._changed:
                return
            others = self._read()
            for identity in self._changed:
                theirs = others.pop(identity, None)  # to the end: the last seen are kept longest
                others[identity] = {**(theirs if isinstance(theirs, dict) else {}), **self._entries[identity]}
            self._entries = dict(list(others.items())[-_MOST:])
            self._changed.clear()
            try:
                write_json(self._file, self._entries)
            except OSError as error:
                log.warning("facts about models not kept: %s", error)

    def _of(self, path: Path, status: stat_result) -> dict[str, Any]:
        with self._lock:
            found = self._entries.get(_identity(path, status))
            return found if isinstance(found, dict) else {}

    def _keep(self, path: Path, status: stat_result, name: str, value: Any) -> None:
        with self._lock:
            identity = _identity(path, status)
            self._entries[identity] = {**self._of(path, status), name: value}
            self._changed.add(identity)

    def _read(self) -> dict[str, Any]:
        try:
            found = read_json(self._file)
        except (ValueError, OSError) as error:
            log.warning("%s ignored: %s", self._file.name, error)
            return {}
        return found if isinstance(found, dict) else {}


def _identity(path: Path, status: stat_result) -> str:
    return f"{path}|{status.st_size}|{status.st_mtime_ns}"
