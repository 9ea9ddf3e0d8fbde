"""What was measured of this machine and of the models that ran on it, remembered."""

from __future__ import annotations

import logging
import platform
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desktop.base.files import read_json, write_json
from desktop.base.machine import default_threads, processor_features, total_memory
from desktop.library.fit import bench
from desktop.library.fit.speed import Rates, Speed

log = logging.getLogger(__name__)

_VERSION = 1  # of what is measured: another one measures anew
_SMOOTHING = 0.3
_LEAST_WRITTEN, _LEAST_READ = 16, 64  # tokens; fewer say little


@dataclass(frozen=True)
class Ran:
    """How a model really did here, in tokens a second (0.0: not seen yet), and the bytes its process held then."""

    writing: float = 0.0
    reading: float = 0.0
    resident: int = 0


class RatesStore:
    """Safe to call from any thread."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.RLock()
        self._measuring = threading.Lock()
        self._rates: Rates | None = None
        self._ran: dict[str, Ran] = {}
        self._read_file = False

    @property
    def rates(self) -> Rates | None:
        """What this machine can do; None where nobody measured it."""
        with self._lock:
            self._read()
            return self._rates

    def measured(self, again: bool = False) -> Rates:
        """The same, measured now where nobody did, or `again`: a second of all threads; who asks meanwhile waits."""
        with self._measuring:
            known = self.rates
            if known is not None and not again:
                return known
            found = bench.measure()
            log.info("memory %.1f GB/s, products %.0f G/s", found.bandwidth / 1e9, found.operations / 1e9)
            with self._lock:
                self._rates = found
                self._write()
            return found

    def ran(self, model: Path) -> Ran | None:
        """How the model of this file did the last times."""
        with self._lock:
            self._read()
            return self._ran.get(str(model))

    def note_reply(self, model: Path, predicted: Speed | None, written: int, read: int, seen: Speed) -> None:
        """A reply of `written` tokens to `read` ones that weren't cached had this speed."""
        writing = seen.writing if written >= _LEAST_WRITTEN else 0.0
        reading = seen.reading if read >= _LEAST_READ else 0.0
        if not writing and not reading:
            return
        with self._lock:
            self._read()
            before = self._ran.get(str(model), Ran())
            self._ran[str(model)] = Ran(
                _smooth(before.writing, writing), _smooth(before.reading, reading), before.resident
            )
            if self._rates is not None and predicted is not None:
                self._rates = self._rates.learned(predicted, writing, reading)
            self._write()

    def note_memory(self, model: Path, resident: int) -> None:
        """The process of this model holds so many bytes after a reply."""
        with self._lock:
            self._read()
            before = self._ran.get(str(model), Ran())
            self._ran[str(model)] = Ran(before.writing, before.reading, resident)
            self._write()

    def _read(self) -> None:
        if self._read_file:
            return
        self._read_file = True
        try:
            found = read_json(self._file)
            if isinstance(found, dict) and found.get("version") == _VERSION and found.get("machine") == machine_id():
                self._rates = Rates(**found["rates"]) if found.get("rates") else None
                self._ran = {str(path): Ran(**ran) for path, ran in found["ran"].items()}
        except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
            log.warning("%s ignored: %s", self._file.name, error)

    def _write(self) -> None:
        ran: dict[str, Any] = {path: asdict(each) for path, each in self._ran.items()}
        rates = asdict(self._rates) if self._rates else None
        try:
            write_json(self._file, {"version": _VERSION, "machine": machine_id(), "rates": rates, "ran": ran})
        except OSError as error:
            log.warning("what was measured is not kept: %s", error)


def machine_id() -> str:
    """Changes where a measurement wouldn't hold any more: another processor, more memory, fewer cores."""
    features = "+".join(sorted(processor_features()))
    return f"{platform.machine()} {features} {default_threads()} threads {round(total_memory() / 2**30)} GiB"


def _smooth(before: float, now: float) -> float:
    if not now or not before:
        return now or before
    return before + _SMOOTHING * (now - before)
