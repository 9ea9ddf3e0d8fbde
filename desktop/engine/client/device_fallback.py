"""Where a model goes that could not stay on a device: fewer layers, then the processor, without a question. Other
machines leave first: one that dies takes the process with it, whatever else the model is on."""

from __future__ import annotations

import dataclasses
import logging
import signal
from collections.abc import Callable
from typing import Any, Protocol

from desktop.base.errors import Code, LamplightError
from desktop.engine.protocol.devices import Attempt, Placed
from desktop.engine.protocol.messages import Load

log = logging.getLogger(__name__)

_ASKED_FOR = (signal.SIGTERM, getattr(signal, "SIGKILL", 9))  # by a person, by us, or by a system short of memory
_DEVICE_CODES = (Code.ENGINE_OUT_OF_MEMORY, Code.ENGINE_DIED, Code.ENGINE_FAILED, Code.MODEL_LOAD_FAILED)
_LEAST_LAYERS = 2
_TIMES = {Code.ENGINE_OUT_OF_MEMORY: 2}  # how often layers are halved before the processor does it all; others once


class Placer(Protocol):
    """Who knows the devices of this machine."""

    def place(self, request: Load) -> Load:
        """The request with devices, backends and number of layers; may take seconds, on a thread of its own."""
        ...

    def failed(self, request: Load, attempt: Attempt) -> None:
        """A load that was placed so came to nothing on its devices."""
        ...


class DeviceFallback:
    """What becomes of one `Load` on the way to the process. Under the engine's lock, but for what `sending` makes."""

    def __init__(self, placer: Placer | None) -> None:
        self._placer = placer
        self._placed: Load | None = None  # as it was last sent
        self._told: Placed | None = None
        self._next: Load | None = None
        self._alone = False  # other machines are left out from now on
        self._turn = 0  # a place found for a load that was replaced meanwhile says nothing of the present one
        self.attempts: list[Attempt] = []

    def begin(self) -> None:
        """Another load, or the same one after its memory was given back: placed anew."""
        self._placed = self._told = self._next = None
        self._alone = False
        self._turn += 1
        self.attempts = []

    def sending(self, load: Load) -> Callable[[], Load]:
        """What makes the request that is sent for `load`, on a thread that may wait."""
        turn, after = self._turn, self._next
        if self._alone:
            load = dataclasses.replace(load, machines=())
        self._placed = self._told = None

        def request() -> Load:
            placed = dataclasses.replace(after or self._place(load), id=load.id)
            if turn == self._turn:
                self._placed = placed
                self.attempts += [each for each in placed.absent if each not in self.attempts]
            return dataclasses.replace(placed, absent=())

        return request

    def told(self, placed: Placed) -> None:
        """The process says that layers go to devices."""
        self._told = placed

    @property
    def in_use(self) -> bool:
        """Whether the model, or what is being loaded for it, uses a driver."""
        placed = self._placed
        return self._told is not None or (placed is not None and bool(placed.backends or placed.machines))

    @property
    def lost(self) -> tuple[str, ...]:
        """The machines that the last failure was about."""
        return self.attempts[-1].machines if self._alone and self.attempts else ()

    def failed(self, code: str, details: dict[str, Any]) -> bool:
        """A load or a computation failed; True where the next load goes elsewhere."""
        ended_by = int(details.get("signal") or 0)
        if not self.in_use or self._placed is None or code not in _DEVICE_CODES or ended_by in _ASKED_FOR:
            return False
        layers = self._told.layers if self._told else 0
        names = tuple(device.name for device in self._told.devices) if self._told else ()
        machines = self._placed.machines or ()
        attempt = Attempt(names, layers, code, str(details.get("cause", "")), ended_by, machines)
        before = sum(1 for earlier in self.attempts if earlier.layers and earlier.machines == machines)
        self.attempts.append(attempt)
        if self._placer is not None:
            self._placer.failed(self._placed, attempt)
        if machines and code != Code.ENGINE_OUT_OF_MEMORY:
            log.warning("failed on %s (%s), next: without other machines", ", ".join(machines), code)
            self._alone, self._next = True, None
            return True
        more = code != Code.MODEL_LOAD_FAILED and before < _TIMES.get(Code(code), 1) * max(1, len(names))
        self._next = _with_fewer(self._placed, layers, names, details) if more else _without_devices(self._placed)
        there = ", ".join(names) or "a device"
        log.warning("%d layers on %s failed (%s), next: %s", layers, there, code, self._next.gpu_layers)
        return True

    def _place(self, load: Load) -> Load:
        if self._placer is None or load.gpu_layers == 0:
            return load
        try:
            return self._placer.place(load)
        except (LamplightError, OSError) as error:
            log.warning("devices not known, the processor does it: %s", error)
            return _without_devices(load)


def _with_fewer(placed: Load, layers: int, names: tuple[str, ...], details: dict[str, Any]) -> Load:
    """Half of the layers; only those of one device where it is known which one had no room."""
    split = placed.tensor_split
    short = details.get("device")
    if short in names and len(split) == len(names) > 1:
        counts = [int(count) // 2 if name == short else int(count) for name, count in zip(names, split, strict=True)]
        left = [(name, float(count)) for name, count in zip(names, counts, strict=True) if count]
        fewer = sum(counts)
        if fewer >= _LEAST_LAYERS:
            devices, rest = zip(*left, strict=True)
            return dataclasses.replace(placed, gpu_layers=fewer, devices=devices, tensor_split=rest)
    fewer = layers // 2
    if fewer < _LEAST_LAYERS:
        return _without_devices(placed)
    return dataclasses.replace(placed, gpu_layers=fewer)


def _without_devices(load: Load) -> Load:
    return dataclasses.replace(load, gpu_layers=0, devices=(), backends=(), tensor_split=(), machines=())
