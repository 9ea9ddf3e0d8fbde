"""Where the layers of a model go: asked by the engine's client before each load."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Sequence

from desktop.base.devices import Device, DeviceKind
from desktop.base.errors import Code
from desktop.base.machine import available_memory
from desktop.engine.backends.backends import PATIENCE_SECONDS, PROCESSOR, Backends, is_card
from desktop.engine.backends.verdicts import Speed, State, Verdict
from desktop.engine.protocol.devices import Attempt
from desktop.engine.protocol.messages import Load
from desktop.features.models.placement.machines import Machines, numbered
from desktop.library.fit.placement import Placement

log = logging.getLogger(__name__)

# How the layers are dealt out between these devices (all of them or as many as the request says, else as many as fit);
# None: nobody knows.
DealOut = Callable[[Load, Sequence[Device]], Placement | None]
Found = list[tuple[Device, Verdict]]


class DevicePlacer:
    """Thread-safe; may take seconds the first time, when backends are tried and integrated chips are measured, and
    where another machine is silent."""

    def __init__(
        self,
        backends: Backends,
        deal_out: DealOut,
        threads: Callable[[], int],
        machines: Machines | None = None,
        free: Callable[[], int] = available_memory,
    ) -> None:
        """`free` tells how many bytes of this machine's memory a model could take now."""
        self._backends = backends
        self._deal_out = deal_out
        self._threads = threads
        self._machines = machines
        self.free = free

    def place(self, request: Load) -> Load:
        """The request with devices, the files they need and how many layers each gets; none where there is no device
        or where the processor is faster. What the request says itself stays.

        What has room on this machine stays here; other machines are asked for what hasn't. Backends that came to no
        good since the last time are told beside it.
        """
        placed = self._place(request)
        told = tuple(
            Attempt((verdict.name,), 0, Code.ENGINE_FAILED, verdict.cause, tried=verdict.state)
            for verdict in self._backends.news()
        )
        return dataclasses.replace(placed, absent=(*told, *placed.absent))

    def _place(self, request: Load) -> Load:
        found = [(device, verdict) for device, verdict in self._backends.devices(PATIENCE_SECONDS) if is_card(device)]
        chosen = self._chosen(request, found)
        own = self._deal_out(request, [device for device, _ in chosen])
        machines = self._machines
        alone = machines is None or request.machines == () or own is None or own.needed <= self.free()
        if machines is None or alone or not machines.all():
            return self._placed(request, chosen, own, ())
        answers = machines.answers()
        absent = tuple(
            Attempt((), 0, each.error.code, str(each.error.details.get("cause", "")), 0, (each.machine.address,))
            for each in answers
            if each.error is not None
        )
        there = [each.machine for each in answers if each.error is None]
        file = machines.backend()
        if not there or file is None:
            return dataclasses.replace(self._placed(request, chosen, own, ()), absent=absent)
        lent = [(device, Verdict("rpc", file, State.WORKS)) for device in numbered(there)]
        both = self._deal_out(request, [device for device, _ in chosen + lent])
        addresses = tuple(machine.address for machine in there)
        return dataclasses.replace(self._placed(request, chosen + lent, both, addresses), absent=absent)

    def failed(self, request: Load, attempt: Attempt) -> None:
        """A process ended while a model ran on these backends; that memory did not suffice says nothing of them."""
        if attempt.machines:
            if self._machines is not None and attempt.code != Code.ENGINE_OUT_OF_MEMORY:
                self._machines.failed(attempt.machines)
        elif attempt.signal:
            for path in request.backends or ("",):
                self._backends.failed_in_use(path, attempt.cause, attempt.signal)

    @staticmethod
    def _placed(request: Load, chosen: Found, placement: Placement | None, machines: tuple[str, ...]) -> Load:
        """The request as it is sent: with a placement only the devices that get a layer, in its order."""
        none = dataclasses.replace(request, gpu_layers=0, devices=(), backends=(), machines=())
        if not chosen or (placement is not None and not placement.gpu_layers):
            return none
        by_name = {device.name: verdict for device, verdict in chosen}
        names = [each.device.name for each in placement.devices] if placement is not None else list(by_name)
        files = [by_name[name].path for name in names]
        remote = any(device.kind is DeviceKind.REMOTE and device.name in names for device, _ in chosen)
        layers = -1 if request.gpu_layers is None else request.gpu_layers
        return dataclasses.replace(
            request,
            gpu_layers=placement.gpu_layers if placement is not None else layers,
            devices=tuple(names),
            backends=tuple(dict.fromkeys(path for path in files if path)),
            tensor_split=placement.split if placement is not None and len(names) > 1 else (),
            machines=machines if remote else (),
            built_in=not all(files),
        )

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
