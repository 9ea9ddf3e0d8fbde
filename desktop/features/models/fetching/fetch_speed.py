"""How fast files came here the last times, so that the next can be told how long it will take."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from desktop.base.files import read_json, write_json

log = logging.getLogger(__name__)

_LEAST = 8_000_000  # bytes; how fast fewer come says little
_LATEST = 0.5  # how much the last one counts beside those before


class FetchSpeed:
    """In one small file; without one for this run only. Thread-safe."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._known: float | None = None

    @property
    def bytes_a_second(self) -> float:
        """Waiting and trying again included; 0.0 where nothing was fetched yet. Reads the disk the first time."""
        with self._lock:
            if self._known is None:
                self._known = self._read()
            return self._known

    def note(self, received: int, seconds: float) -> None:
        """So many bytes came in so many seconds."""
        if received < _LEAST or seconds <= 0:
            return
        before, now = self.bytes_a_second, received / seconds
        with self._lock:
            self._known = before + _LATEST * (now - before) if before else now
            try:
                if self._file is not None:
                    write_json(self._file, {"bytes_a_second": round(self._known)})
            except OSError as error:
                log.warning("the speed of downloads is not kept: %s", error)

    def _read(self) -> float:
        try:
            found = read_json(self._file) if self._file is not None else None
        except (ValueError, OSError) as error:
            log.warning("the speed of downloads ignored: %s", error)
            return 0.0
        value = found.get("bytes_a_second") if isinstance(found, dict) else None
        return float(value) if isinstance(value, int | float) and value > 0 else 0.0
