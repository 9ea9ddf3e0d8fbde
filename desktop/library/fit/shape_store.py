"""The shapes of the files on this machine: each header is read once, and its shape remembered."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop.base.files import read_json, write_json
from desktop.base.gguf.reader import read_header
from desktop.library.fit.repack import packed_types
from desktop.library.fit.shape import ModelShape, shape_from_json, shape_of_parts

log = logging.getLogger(__name__)

_VERSION = 1  # of what is kept: another one is read anew
_MOST = 5000
_WRITE_EVERY = 5.0  # seconds


class ShapeStore:
    """Safe to call from any thread; reading a header that isn't known yet takes some milliseconds of the disk."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._shapes: dict[str, ModelShape] = {}
        self._stored: dict[str, Any] | None = None
        self._dirty = False
        self._written = float("-inf")

    def shape(self, files: Sequence[Path]) -> ModelShape:
        """The shape of a model in these files, the first of a split one first. Raises ModelFileError."""
        key = "|".join(_identity(file) for file in files)
        with self._lock:
            found = self._shapes.get(key) or self._remembered(key)
            if found is not None:
                self._shapes[key] = found
                return found
        made = shape_of_parts([read_header(file) for file in files])
        with self._lock:
            self._shapes[key] = made
            self._keep(key, made)
        return made

    def _remembered(self, key: str) -> ModelShape | None:
        try:
            stored = self._read().get(key)
            return shape_from_json(stored) if stored is not None else None
        except ValueError as error:
            log.warning("a remembered shape is read anew: %s", error)
            return None

    def _keep(self, key: str, shape: ModelShape) -> None:
        shapes = self._read()
        shapes[key] = shape.as_json()
        for oldest in list(shapes)[: max(0, len(shapes) - _MOST)]:
            del shapes[oldest]
        self._dirty = True
        if time.monotonic() - self._written > _WRITE_EVERY:  # thousands may come one after the other
            self._write()

    def save(self) -> None:
        """Write what isn't written yet."""
        with self._lock:
            if self._dirty:
                self._write()

    def _write(self) -> None:
        shapes = self._read()
        self._dirty, self._written = False, time.monotonic()
        try:
            write_json(self._file, {"version": _VERSION, "types": sorted(packed_types()), "shapes": shapes})
        except OSError as error:
            log.warning("shapes of models not kept: %s", error)

    def _read(self) -> dict[str, Any]:
        if self._stored is None:
            self._stored = self._from_file()
        return self._stored

    def _from_file(self) -> dict[str, Any]:
        """What this version kept for this kind of processor."""
        try:
            found = read_json(self._file)
        except (ValueError, OSError) as error:
            log.warning("%s ignored: %s", self._file.name, error)
            return {}
        if not isinstance(found, dict) or found.get("version") != _VERSION:
            return {}
        shapes = found.get("shapes")
        return shapes if found.get("types") == sorted(packed_types()) and isinstance(shapes, dict) else {}


def _identity(file: Path) -> str:
    try:
        status = file.stat()
    except OSError:
        return str(file)
    return f"{file}?{status.st_size}?{status.st_mtime_ns}"
