"""What crosses the pipe about devices: which there are, which a model goes to, and which it could not stay on."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.base.devices import Device


@dataclass(frozen=True)
class ListDevices:
    """What the process can compute on, with the memory that is free now. Nothing is loaded for it: before a `Load`
    there is nothing to tell."""

    id: int = 0


@dataclass(frozen=True)
class DeviceList:
    """Ends a `ListDevices`: all devices of the process, the processor included."""

    id: int
    devices: tuple[Device, ...]


@dataclass(frozen=True)
class Placed:
    """Backends are loaded; that many layers of the model now go to these devices. Not sent where none do."""

    id: int
    devices: tuple[Device, ...]
    layers: int


@dataclass(frozen=True)
class Attempt:
    """A load, or a reply, that failed with so many layers on these devices; the next load was made with fewer, or none.

    `code` is a `base.errors.Code` value; `machines` are the addresses of those that lent some of the devices. One that
    wasn't even asked for layers, because it didn't answer, has no devices. Nor was a backend that came to no good when
    it was `tried` (a `backends.verdicts.State`): its name stands for the devices.
    """

    devices: tuple[str, ...]
    layers: int
    code: str
    cause: str = ""
    signal: int = 0
    machines: tuple[str, ...] = ()
    tried: str = ""
