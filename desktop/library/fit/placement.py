"""Which layers go on which device: each device gets as many as its own free memory holds.

llama-model.cpp, load_tensors: of n + 1 layers (the output counts as one, and is the last) the last `gpu_layers` go on
devices, in their order, each getting a stretch in proportion to `tensor_split`: here the numbers of layers. Without it
llama.cpp shares them out in proportion to the free memory, which overfills a small device beside a large one, since
what each driver and each batch takes doesn't shrink with it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from desktop.base.devices import Device, DeviceKind
from desktop.library.fit.memory import LoadPlan, Memory, spread
from desktop.library.fit.shape import ModelShape

_HERE = -1
# What a driver takes for itself when a model is loaded: its context, its programs, what others draw meanwhile.
DRIVER = 300_000_000
SHARE_LEFT = 0.04  # of a device's free memory, for the rounding of its allocator


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
    def needed(self) -> int:
        """Bytes of this machine's memory; chips without any of their own take from it, too."""
        return self.own.needed + shared_with_machine(self)

    @property
    def split(self) -> tuple[float, ...]:
        """How many layers each of `devices` gets: llama.cpp's `tensor_split`."""
        return tuple(float(each.layers) for each in self.devices)

    @property
    def whole(self) -> bool:
        """Whether every layer is on a device."""
        return self.gpu_layers >= self.layers


def place_layers(shape: ModelShape, plan: LoadPlan, devices: Sequence[Device], most: int | None = None) -> Placement:
    """As many layers as fit the devices' free memory, `most` of them at most; those without a layer are left out.

    The largest card is filled first, then the others, then other machines: what one holds needs no way between two.
    Processors among the devices are passed over. Without a device, or where none has room, all layers stay here.
    """
    usable = in_order([device for device in devices if device.kind is not DeviceKind.CPU and device.free > 0])
    layers = len(shape.layers) + 1
    first = layers - min(layers, layers if most is None else most)
    end, counts = layers, [0] * len(usable)
    for number in reversed(range(len(usable))):
        counts[number] = _room_for(shape, plan, usable[number], first, end)
        end -= counts[number]
    return _dealt(shape, plan, usable, counts)


def placed(shape: ModelShape, plan: LoadPlan, devices: Sequence[Device], gpu_layers: int) -> Placement:
    """What each place holds with just so many layers on the devices (-1: all): by their own memory where they fit, in
    proportion to it where they don't."""
    layers = len(shape.layers) + 1
    count = layers if gpu_layers < 0 else min(gpu_layers, layers)
    found = place_layers(shape, plan, devices, count)
    if found.gpu_layers == count or not devices:
        return found
    ordered = in_order(devices)
    places = _places(layers, count, [device.free for device in ordered])
    return _dealt(shape, plan, ordered, [places.count(number) for number in range(len(ordered))])


def in_order(devices: Sequence[Device]) -> list[Device]:
    """As llama.cpp is to have them: other machines first, the largest card last. The last one has the output, whose
    result (a number for each entry of the vocabulary) is the largest thing that comes back."""
    return sorted(devices, key=lambda device: (device.kind is not DeviceKind.REMOTE, device.free))


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


def _dealt(shape: ModelShape, plan: LoadPlan, devices: Sequence[Device], counts: Sequence[int]) -> Placement:
    layers = len(shape.layers) + 1
    places = [_HERE] * (layers - sum(counts))
    for number, count in enumerate(counts):
        places += [number] * count
    memory = spread(shape, plan, places)
    found = [
        OnDevice(device, count, memory[number])
        for number, (device, count) in enumerate(zip(devices, counts, strict=True))
        if count
    ]
    return Placement(sum(counts), layers, memory[_HERE], tuple(found))


def _room_for(shape: ModelShape, plan: LoadPlan, device: Device, first: int, end: int) -> int:
    """How many of the layers from `first` on, up to `end` and backwards from there, this device holds."""
    layers = len(shape.layers) + 1

    def fits(count: int) -> bool:
        places = [_HERE] * (end - count) + [0] * count + [_HERE] * (layers - end)
        return spread(shape, plan, places)[0].needed <= device.free * (1 - SHARE_LEFT) - DRIVER

    fit, too_many = 0, end - first + 1
    while too_many - fit > 1:
        middle = (fit + too_many) // 2
        fit, too_many = (middle, too_many) if fits(middle) else (fit, middle)
    return fit
