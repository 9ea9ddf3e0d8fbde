"""Where the layers of a model go on this machine: asked by the engine's client before each load."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Sequence

from desktop.base.devices import Device, DeviceKind
from desktop.engine.backends.backends import PATIENCE_SECONDS, PROCESSOR, Backends, is_card
from desktop.engine.backends.verdicts import Speed, Verdict
from desktop.engine.protocol.devices import Attempt
from desktop.engine.protocol.messages import Load

log = logging.getLogger(__name__)

CountLayers = Callable[[Load, Sequence[Device]], int | None]  # how many fit there; None: nobody knows, so all
Found = list[tuple[Device, Verdict]]


class DevicePlacer:
    """Thread-safe; may take seconds the first time, when backends are tried and integrated chips are measured."""

    def __init__(self, backends: Backends, count_layers: CountLayers, threads: Callable[[], int]) -> None:
        self._backends = backends
        self._count_layers = count_layers
        self._threads = threads

    def place(self, request: Load) -> Load:
        """The request with devices, the files they need and how many layers go there; none where there is no device
        or where the processor is faster. What the request says itself stays."""
        found = [(device, verdict) for device, verdict in self._backends.devices(PATIENCE_SECONDS) if is_card(device)]
        chosen = self._chosen(request, found)
        if not chosen:
            return dataclasses.replace(request, gpu_layers=0, devices=(), backends=())
        devices = [device for device, _ in chosen]
        layers = request.gpu_layers
        if layers is None:
            layers = self._count_layers(request, devices)
            layers = -1 if layers is None else layers
        if layers == 0:
            return dataclasses.replace(request, gpu_layers=0, devices=(), backends=())
        return dataclasses.replace(
            request,
            gpu_layers=layers,
            devices=tuple(device.name for device in devices),
            backends=tuple(dict.fromkeys(verdict.path for _, verdict in chosen if verdict.path)),
            built_in=any(not verdict.path for _, verdict in chosen),
        )

    def failed(self, request: Load, attempt: Attempt) -> None:
        """A process ended while a model ran on these backends; that memory did not suffice says nothing of them."""
        if attempt.signal:
            for path in request.backends or ("",):
                self._backends.failed_in_use(path, attempt.cause, attempt.signal)

    def _chosen(self, request: Load, found: Found) -> Found:
        if request.devices is not None:
            by_name = {device.name: (device, verdict) for device, verdict in found}
            return [by_name[name] for name in request.devices if name in by_name]
        cards = [pair for pair in found if pair[0].kind is DeviceKind.GPU]
        if cards:
            return cards
        integrated = found[:1]
        if request.gpu_layers is None:  # a person who says how many wants them there
            integrated = [pair for pair in integrated if self._is_faster(*pair)]
        return integrated

    def _is_faster(self, device: Device, verdict: Verdict) -> bool:
        """Whether an integrated chip writes faster than the processor, or reads much faster and writes hardly slower:
        both take their weights from the same memory."""
        threads = self._threads()
        here = self._backends.speed(PROCESSOR, "", threads)
        there = self._backends.speed(device.name, verdict.path, threads)
        faster = worth_it(here, there)
        log.info("%s is %s than the processor", device.description, "better" if faster else "no better")
        return faster


_HARDLY_SLOWER = 0.85
_MUCH_FASTER = 2.0


def worth_it(processor: Speed | None, chip: Speed | None) -> bool:
    """Whether a model is better off on a chip that shares the processor's memory."""
    if chip is None:
        return False
    if processor is None or chip.bandwidth > processor.bandwidth:
        return True
    return chip.bandwidth > _HARDLY_SLOWER * processor.bandwidth and chip.flops > _MUCH_FASTER * processor.flops
