"""Whether models run on this machine as it is now: the arithmetic, the free memory and what was measured, together."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.devices import Device, DeviceKind
from desktop.base.errors import LamplightError
from desktop.base.machine import available_memory
from desktop.base.paths import Paths
from desktop.features.models.load_plan import plan_of
from desktop.library.fit.memory import Memory
from desktop.library.fit.placement import Placement, place_layers, placed
from desktop.library.fit.rates_store import Ran, RatesStore
from desktop.library.fit.shape import ModelShape
from desktop.library.fit.shape_store import ShapeStore
from desktop.library.fit.speed import Rates, Speed
from desktop.library.fit.verdict import Verdict, judge

if TYPE_CHECKING:
    from desktop.engine.protocol.messages import Finished, Load

log = logging.getLogger(__name__)

_DEVICES_SECONDS = 5.0


class Fits:
    """Thread-safe. Nothing here waits for anything but the disk, and `measured` for a second."""

    def __init__(
        self, paths: Paths, devices: Callable[[], Sequence[Device]] = tuple, shapes: ShapeStore | None = None
    ) -> None:
        """`devices` are those that layers can be put on, as far as they are known."""
        self.shapes = shapes or ShapeStore(paths.shapes_file)
        self._rates = RatesStore(paths.cache / "machine_speed.json")
        self._look_at_devices = devices
        self._devices: tuple[float, list[Device]] | None = None
        self.returned: Callable[[], int] = lambda: 0

    @property
    def rates(self) -> Rates | None:
        """What this machine can do; None while nobody measured it."""
        return self._rates.rates

    def measured(self, again: bool = False) -> Rates:
        """The same, measured where nobody did, or `again`: a second of all threads, so never on the main thread."""
        return self._rates.measured(again)

    def free(self) -> int:
        """Bytes that a model could take now: those that are free, and those of the models it would replace."""
        return available_memory() + self.returned()

    def shape(self, files: Sequence[Path]) -> ModelShape:
        """The shape of a model on disk. Raises ModelFileError."""
        return self.shapes.shape(files)

    def memory(self, files: Sequence[Path], request: Load) -> Memory:
        """What the machine itself holds of a model loaded like this. Raises ModelFileError."""
        return self.judge(self.shape(files), request).memory

    def verdict(self, files: Sequence[Path], request: Load) -> Verdict:
        """The verdict on a model on disk, loaded like this. Raises ModelFileError."""
        return self.judge(self.shape(files), request)

    def judge(self, shape: ModelShape, request: Load) -> Verdict:
        """The verdict on any model, here or not: `shape_of(header)` of its first megabytes is enough."""
        plan = plan_of(request)
        layers = request.gpu_layers
        devices = [] if layers == 0 else self._devices_for(request)
        own = [device for device in devices if device.kind is not DeviceKind.REMOTE]
        free = self.free()
        found = judge(shape, plan, free, own, self.rates, layers or None)
        if found.fits or len(own) == len(devices):
            return found  # what has room here stays here
        return judge(shape, plan, free, devices, self.rates, layers or None)

    def cards(self) -> list[Device]:
        """The graphics cards that are known by now, whose memory is their own."""
        return [device for device in self._known_devices() if device.kind is DeviceKind.GPU]

    def placement(self, files: Sequence[Path], request: Load, devices: Sequence[Device]) -> Placement:
        """Where the layers of a model on disk would go, with these devices. Raises ModelFileError."""
        shape, plan = self.shape(files), plan_of(request)
        if request.gpu_layers is None:
            return place_layers(shape, plan, devices)
        return placed(shape, plan, devices, request.gpu_layers)

    def ran(self, model: Path) -> Ran | None:
        """How a model did here the last times; None where it never ran."""
        return self._rates.ran(model)

    def note_reply(self, files: Sequence[Path], request: Load, done: Finished, resident: int = 0) -> None:
        """A reply has ended: its speed is kept beside the prediction, which it corrects."""
        read = done.prompt_tokens - done.cached_tokens
        reading = read / done.first_token_seconds if done.first_token_seconds > 0 else 0.0
        seen = Speed(done.tokens_per_second, reading)
        try:
            predicted = self.verdict(files, request).speed
        except LamplightError as error:
            log.warning("a prediction was not corrected: %s", error)
            predicted = None
        self._rates.note_reply(files[0], predicted, done.completion_tokens, read, seen)
        if resident:
            self._rates.note_memory(files[0], resident)

    def _devices_for(self, request: Load) -> list[Device]:
        return [device for device in self._known_devices() if request.devices is None or device.name in request.devices]

    def _known_devices(self) -> list[Device]:
        """Their free memory is a few seconds old at most: a list of models asks for each of them."""
        now = time.monotonic()
        if self._devices is None or now - self._devices[0] > _DEVICES_SECONDS:
            self._devices = (now, list(self._look_at_devices()))
        return self._devices[1]
