"""The backends of this machine: what there is, what works, which devices they have. Blocks; not for the main thread."""

from __future__ import annotations

import dataclasses
import logging
import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from desktop.base.devices import Device, DeviceKind
from desktop.engine.backends.driver import fingerprint, variables
from desktop.engine.backends.files import (
    Candidate,
    build_of,
    candidates,
    library_folder,
    machines_file,
    strangers,
)
from desktop.engine.backends.probe import LIMIT_SECONDS, describe, list_devices, measure, probe
from desktop.engine.backends.trials import Trials
from desktop.engine.backends.verdicts import Memory, Speed, Stage, State, Verdict

log = logging.getLogger(__name__)

PROCESSOR = "CPU"  # what ggml calls it
_NO_GOOD = (State.HUNG, State.DIED, State.WRONG, State.TRYING)  # no driver, or another version's file, is no news
PATIENCE_SECONDS = 3.0  # what a model that is loaded waits for files nobody has tried yet
_REMEMBERED_SECONDS = 5.0
_DEATHS = 2  # in use, before a backend that had passed is left alone
# The same card is often found by several backends: the one written for its maker goes first.
_ORDER = ("cuda", "hip", "musa", "cann", "metal", "sycl", "vulkan", "opencl")


@dataclasses.dataclass(frozen=True)
class _Seen:
    """The backend files at one moment, and what a verdict on them depends on."""

    places: tuple[str, str, str]
    at: float
    driver: str
    build: str
    candidates: tuple[Candidate, ...]

    def key(self, candidate: Candidate) -> str:
        """Under which name a verdict on a file is kept."""
        file = (candidate.path or "built in", str(candidate.size), str(candidate.changed))
        return "|".join((*file, self.build, self.driver))


class Backends:
    """Thread-safe. Nothing is looked at before something is asked; what was tried is remembered in `memory_file`."""

    def __init__(
        self, own: Path | None, memory_file: Path, *, library: Path | None = None, limit: float = LIMIT_SECONDS
    ) -> None:
        self.own = own
        self.library = library or library_folder()
        self._memory = Memory(memory_file)
        self._trials = Trials(self._memory)
        self._limit = limit
        self._lock = threading.Lock()
        self._deaths: dict[str, int] = {}
        self._remembered: _Seen | None = None

    def verdicts(self, patience: float | None = None) -> list[Verdict]:
        """What is known of each file; those that weren't tried with these drivers are tried now, one by one.

        With `patience`, in seconds, one that isn't through by then is `TRYING` and goes on being tried: a driver that
        hangs costs that much once, and one that is only slow is used later.
        """
        with self._lock:
            seen = self._seen()
        end = None if patience is None else time.monotonic() + patience
        return [self._verdict(candidate, seen, end) for candidate in seen.candidates]

    @property
    def tried(self) -> bool:
        """Whether every file has been tried with these drivers; nothing is tried to find out."""
        with self._lock:
            seen = self._seen()
            known = [self._memory.verdict(seen.key(candidate)) for candidate in seen.candidates]
            return all(verdict is not None and verdict.state is not State.TRYING for verdict in known)

    def news(self) -> list[Verdict]:
        """Those that came to no good, or to no end, since this was asked last: each is told once for its driver."""
        return [verdict for verdict in self._trials.fresh() if verdict.state in _NO_GOOD]

    def look_again(self) -> list[Verdict]:
        """Forget what was found out and try all anew."""
        with self._lock:
            self._memory.forget()
            self._deaths.clear()
            self._remembered = None
        return self.verdicts()

    def strangers(self) -> list[str]:
        """Files in a person's folder that are no backends."""
        return strangers(self.own) if self.own is not None else []

    def machines_file(self) -> str | None:
        """What reaches other machines: a file, "" where it is built in, None where there is no such backend."""
        return machines_file(self.library, self.own)

    def processor(self) -> tuple[Device | None, str]:
        """The processor as ggml sees it, its memory as it is now; and ggml's version."""
        return describe(self.library, self._limit)

    def devices(self, patience: float | None = None) -> list[tuple[Device, Verdict]]:
        """The devices of those that work, without the processor, with the memory that is free now; each card once, by
        the backend written for it. A backend that dies or hangs meanwhile is out, and remembered so. `patience` as in
        `verdicts`."""
        found: list[tuple[Device, Verdict]] = []
        for verdict in sorted(self.verdicts(patience), key=_rank):
            if not verdict.usable:
                continue
            now = list_devices(verdict.path, self.library, self._limit)
            if not now.usable:
                self._keep(dataclasses.replace(now, name=verdict.name))
                self._trials.tell(dataclasses.replace(now, name=verdict.name))
                continue
            known = [device for device, _ in found]
            found += [(device, verdict) for device in now.devices if not any(_same(device, one) for one in known)]
        return found

    def speed(self, device: str, path: str, threads: int, seconds: float = 1.0) -> Speed | None:
        """How fast a device is ("CPU" for the processor), measured once for these drivers and threads; None where it
        came to no end."""
        with self._lock:
            seen = self._seen()
            key = "|".join((device, path, str(threads), seen.build, seen.driver))
            known = self._memory.speed(key)
            if known is None:
                measured, cause = self.measure([device], path, threads, seconds)
                known = measured.get(device)
                if known is None:
                    log.warning("%s not measured: %s", device, cause)
                else:
                    self._memory.keep_speed(key, known)
            return known

    def measure(
        self, devices: Sequence[str], path: str, threads: int, seconds: float = 1.0
    ) -> tuple[dict[str, Speed], str]:
        """How fast these devices of one file are now, and in the library's words why one came to no end."""
        return measure(path, self.library, devices, threads, seconds, self._limit + 6 * seconds * len(devices))

    def failed_in_use(self, path: str, cause: str, signal: int) -> None:
        """A process ended while a model ran on this backend: after the second time it is left alone until a driver
        changes or somebody looks again."""
        with self._lock:
            self._deaths[path] = self._deaths.get(path, 0) + 1
            deaths = self._deaths[path]
        if deaths >= _DEATHS:
            known = next((verdict for verdict in self.verdicts() if verdict.path == path), None)
            if known is not None and known.usable:
                dead = dataclasses.replace(
                    known, state=State.DIED, stage=Stage.IN_USE, cause=cause, signal=signal, devices=()
                )
                self._keep(dead)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _seen(self) -> _Seen:
        """Files, drivers and library as they are, or were some seconds ago: every verdict on a model wants to know."""
        places = (str(variables()), _changed(self.own), _changed(self.library))
        known, now = self._remembered, time.monotonic()
        if known is None or known.places != places or now - known.at > _REMEMBERED_SECONDS:
            found = tuple(candidates(self.library, self.own))
            known = self._remembered = _Seen(places, now, fingerprint(), build_of(self.library), found)
        return known

    def _verdict(self, candidate: Candidate, seen: _Seen, end: float | None) -> Verdict:
        key = seen.key(candidate)
        known = self._memory.verdict(key)
        if known is not None and known.state is not State.TRYING:
            return known
        self._trials.begin(key, lambda: probe(candidate, self.library, self._limit))
        # Somebody has waited for it before, perhaps in a process that ended meanwhile.
        seconds = None if end is None else 0.0 if known is not None else max(0.0, end - time.monotonic())
        unknown = Verdict(candidate.name, candidate.path, State.TRYING, stage=Stage.STARTING)
        return self._trials.wait(key, seconds, unknown)

    def _keep(self, verdict: Verdict) -> None:
        with self._lock:
            seen = self._seen()
            for candidate in seen.candidates:
                if candidate.path == verdict.path:
                    self._memory.keep(seen.key(candidate), verdict)


def is_card(device: Device) -> bool:
    """Whether layers of a model can be put on it."""
    return device.kind in (DeviceKind.GPU, DeviceKind.INTEGRATED)


def _changed(folder: Path | None) -> str:
    """A text that is another one when a file of the folder is."""
    try:
        found = sorted((entry.name, entry.stat()) for entry in os.scandir(folder)) if folder is not None else []
    except OSError:
        return ""
    return str([(name, status.st_size, status.st_mtime_ns) for name, status in found])


def _rank(verdict: Verdict) -> int:
    names = verdict.name.split("+")
    return min((_ORDER.index(name) for name in names if name in _ORDER), default=len(_ORDER))


def _same(one: Device, other: Device) -> bool:
    """Whether two backends mean the same card."""
    if one.backend == other.backend:
        return False
    if one.id and other.id:
        return one.id == other.id
    return one.description == other.description and one.kind == other.kind
