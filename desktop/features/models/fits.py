"""Whether models run on this machine as it is now: the arithmetic, the free memory and what was measured, together."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.devices import Device
from desktop.base.machine import available_memory
from desktop.base.paths import Paths
from desktop.features.models.load_plan import plan_of
from desktop.library.fit.memory import LoadPlan, Memory
from desktop.library.fit.placement import place_layers
from desktop.library.fit.rates_store import Ran, RatesStore
from desktop.library.fit.shape import ModelShape
from desktop.library.fit.shape_store import ShapeStore
from desktop.library.fit.speed import Rates, Speed
from desktop.library.fit.verdict import Verdict, judge

if TYPE_CHECKING:
    from desktop.engine.protocol.messages import Finished, Load

log = logging.getLogger(__name__)


class Fits:
    """Thread-safe. Nothing here waits for anything but the disk, and `measured` for a second."""

    def __init__(self, paths: Paths) -> None:
        self._shapes = ShapeStore(paths.cache / "model_shapes.json")
        self._rates = RatesStore(paths.cache / "machine_speed.json")
        self.devices: Callable[[], Sequence[Device]] = tuple
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
        return self._shapes.shape(files)

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
        devices = [] if layers == 0 else self._devices(request)
        return judge(shape, plan, self.free(), devices, self.rates, layers or None)

    def layers_for(self, request: Load, devices: Sequence[Device]) -> int | None:
        """How many layers fit on these devices, as llama.cpp counts them; None where the file doesn't tell."""
        from desktop.base.errors import LamplightError

        try:
            shape = self.shape([Path(request.path)])
        except LamplightError as error:
            log.warning("layers not counted: %s", error)
            return None
        return place_layers(shape, _with_context(plan_of(request), shape), devices).gpu_layers

    def ran(self, model: Path) -> Ran | None:
        """How a model did here the last times; None where it never ran."""
        return self._rates.ran(model)

    def note_reply(self, files: Sequence[Path], request: Load, done: Finished, resident: int = 0) -> None:
        """A reply has ended: its speed is kept beside the prediction, which it corrects."""
        from desktop.base.errors import LamplightError

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

    def _devices(self, request: Load) -> list[Device]:
        return [device for device in self.devices() if request.devices is None or device.name in request.devices]


def _with_context(plan: LoadPlan, shape: ModelShape) -> LoadPlan:
    return plan if plan.context else dataclasses.replace(plan, context=shape.trained_context)
