"""What was found out about backend files, kept from run to run: a file is tried again when it, or a driver, changed."""

from __future__ import annotations

import dataclasses
import json
import logging
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.base.devices import Device, DeviceKind
from desktop.base.files import read_json, write_json

log = logging.getLogger(__name__)

_MOST = 40  # verdicts that are kept, and speeds: a few files and the last drivers


class State(StrEnum):
    """How trying a file ended."""

    WORKS = "works"
    NO_DEVICE = "no_device"  # it loads, and finds nothing it could compute on
    REFUSED = "refused"  # it can't be loaded here, or says itself that it doesn't fit
    HUNG = "hung"
    DIED = "died"
    WRONG = "wrong"  # a device computes something else than the processor
    TRYING = "trying"  # nobody wanted to wait for it any longer


class Stage(StrEnum):
    """How far a try came."""

    STARTING = "starting"
    LOADING = "loading"
    COMPUTING = "computing"
    DONE = "done"
    IN_USE = "in_use"  # it had passed, and its process ended while a model ran on it


@dataclass(frozen=True)
class Verdict:
    """What trying one file told. `cause` is in the library's own words; `signal` is what ended the process."""

    name: str
    path: str
    state: State
    devices: tuple[Device, ...] = ()
    stage: Stage = Stage.DONE
    cause: str = ""
    signal: int = 0
    seconds: float = 0.0
    when: str = ""  # local time, ISO 8601

    @property
    def usable(self) -> bool:
        return self.state is State.WORKS


@dataclass(frozen=True)
class Speed:
    """What a device did in a second: multiplications and additions with a prompt's batch, bytes of weights with one
    token."""

    flops: float
    bandwidth: float


@dataclass
class _Kept:
    verdicts: dict[str, Any] = field(default_factory=dict)
    speeds: dict[str, Any] = field(default_factory=dict)


class Memory:
    """The file of verdicts and measured speeds; safe to call from any thread. A damaged file is forgotten."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._kept: _Kept | None = None

    def verdict(self, key: str) -> Verdict | None:
        """What is known under this key, if anything."""
        with self._lock:
            found = self._read().verdicts.get(key)
        try:
            return _verdict(found) if found is not None else None
        except (TypeError, ValueError, KeyError, AttributeError):
            return None

    def keep(self, key: str, verdict: Verdict) -> None:
        """Remember a verdict; that it can't be written is logged, for all that is lost is time."""
        self._put("verdicts", key, dataclasses.asdict(verdict))

    def speed(self, key: str) -> Speed | None:
        """What was measured under this key."""
        with self._lock:
            found = self._read().speeds.get(key)
        try:
            return Speed(float(found["flops"]), float(found["bandwidth"])) if found is not None else None
        except (TypeError, ValueError, KeyError):
            return None

    def keep_speed(self, key: str, speed: Speed) -> None:
        """Remember what was measured."""
        self._put("speeds", key, dataclasses.asdict(speed))

    def forget(self) -> None:
        """Forget everything: the next look tries all anew."""
        with self._lock:
            self._kept = _Kept()
            self._write()

    def _put(self, which: str, key: str, value: dict[str, Any]) -> None:
        with self._lock:
            entries: dict[str, Any] = getattr(self._read(), which)
            entries.pop(key, None)
            entries[key] = value
            for old in list(entries)[:-_MOST]:
                del entries[old]
            self._write()

    def _write(self) -> None:
        try:
            write_json(self._path, dataclasses.asdict(self._kept or _Kept()))
        except OSError as error:
            log.warning("what backends can do isn't kept: %s", error)

    def _read(self) -> _Kept:
        if self._kept is None:
            try:
                found = read_json(self._path)
                self._kept = _Kept(dict(found["verdicts"]), dict(found["speeds"])) if found else _Kept()
            except (OSError, json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
                log.warning("what was known of backends is forgotten: %s", error)
                self._kept = _Kept()
        return self._kept


def device_of(fields: Any) -> Device:
    """A device from its JSON. Raises TypeError, KeyError or ValueError for anything else."""
    return Device(
        name=str(fields["name"]),
        description=str(fields["description"]),
        kind=DeviceKind(fields["kind"]),
        free=int(fields["free"]),
        total=int(fields["total"]),
        backend=str(fields["backend"]),
        id=str(fields.get("id", "")),
    )


def _verdict(fields: dict[str, Any]) -> Verdict:
    devices = tuple(device_of(entry) for entry in fields["devices"])
    rest = {**fields, "state": State(fields["state"]), "stage": Stage(fields["stage"]), "devices": devices}
    return Verdict(**rest)
