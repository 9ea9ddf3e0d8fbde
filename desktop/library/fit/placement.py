"""Which layers go on which device: as many as fit, from the last one backwards, as llama.cpp deals them out.

llama-model.cpp, load_tensors: of n + 1 layers (the output counts as one, and is the last) the last `gpu_layers` go on
devices, each device getting a stretch in proportion to the memory that is free on it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from desktop.base.devices import Device, DeviceKind
from desktop.library.fit.memory import LoadPlan, Memory, memory_of, spread
from desktop.library.fit.shape import ModelShape

_HERE = -1
# What a driver takes for itself when a model is loaded: its context, its programs, what others draw meanwhile.
_DRIVER = 300_000_000
_SHARE_LEFT = 0.04  # of a device's free memory, for the rounding of its allocator


@dataclass(frozen=True)
class OnDevice:
    """What one device gets: how many layers (the output counts as one), and how many bytes that is."""

    device: Device
    layers: int
    memory: Memory


@dataclass(frozen=True)
class Placement:
    """`gpu_layers` as llama.cpp counts them, of `layers`; what the machine itself holds besides."""

    gpu_layers: int
    layers: int
    own: Memory
    devices: tuple[OnDevice, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every layer is on a device."""
        return self.gpu_layers >= self.layers


def place_layers(shape: ModelShape, plan: LoadPlan, devices: Sequence[Device], most: int | None = None) -> Placement:
    """The placement with the most layers on these devices that fits their free memory; `most` of them at most.

    Processors among the devices are passed over. Without a device, or where none has room, all layers stay here.
    """
    usable = [device for device in devices if device.kind is not DeviceKind.CPU and device.free > 0]
    layers = len(shape.layers) + 1
    for count in range(min(layers, layers if most is None else most), 0, -1):
        found = placed(shape, plan, usable, count) if usable else None
        if found is not None and all(_fits(each) for each in found.devices):
            return found
    return Placement(0, layers, memory_of(shape, plan))


def placed(shape: ModelShape, plan: LoadPlan, devices: Sequence[Device], gpu_layers: int) -> Placement:
    """What each place holds with just so many layers on the devices, whether or not they fit."""
    layers = len(shape.layers) + 1
    count = layers if gpu_layers < 0 else min(gpu_layers, layers)
    places = _places(layers, count, [device.free for device in devices])
    memory = spread(shape, plan, places)
    found = [
        OnDevice(device, places.count(number), memory.get(number, Memory())) for number, device in enumerate(devices)
    ]
    return Placement(count if devices else 0, layers, memory[_HERE], tuple(each for each in found if each.layers))


def shared_with_machine(placement: Placement) -> int:
    """Bytes on devices that have no memory of their own: they are taken from the machine's."""
    integrated = [each for each in placement.devices if each.device.kind is DeviceKind.INTEGRATED]
    return sum(each.memory.needed for each in integrated)


def _places(layers: int, count: int, free: list[int]) -> list[int]:
    """The place of each layer. std::upper_bound over the running sums of the free memory."""
    if not free or not count:
        return [_HERE] * layers
    total = sum(free)
    ends = [part / total for part in accumulate(free)]
    start = layers - count
    last = len(free) - 1
    return [
        _HERE if number < start else min(bisect_right(ends, (number - start) / count), last) for number in range(layers)
    ]


def _fits(part: OnDevice) -> bool:
    room = part.device.free * (1 - _SHARE_LEFT) - _DRIVER
    return part.memory.needed <= room
