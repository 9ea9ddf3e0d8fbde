"""What this machine computes on: backends, devices, where models go, and how fast each place is."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.devices import Device, DeviceKind
from desktop.base.errors import Code, EngineError, MachineError
from desktop.base.machine import available_memory, default_threads
from desktop.base.paths import Paths
from desktop.base.settings import GPU_LAYERS, THREADS, Settings
from desktop.engine.backends.backends import PROCESSOR, Backends, is_card
from desktop.engine.backends.other_machine import normalized
from desktop.engine.backends.verdicts import Speed, Verdict
from desktop.engine.protocol.messages import Load
from desktop.features.models.load_plan import plan_of
from desktop.features.models.placement.device_placer import DealOut, DevicePlacer
from desktop.features.models.placement.machines import Answer, Machines, numbered
from desktop.library.fit.placement import Placement, place_layers, placed
from desktop.library.fit.shape_store import ShapeStore

TEST_SECONDS = 5.0  # all devices together
TEST_CONTEXT = 1024


if TYPE_CHECKING:
    from desktop.engine.bench.model_speed import ModelSpeed


@dataclass(frozen=True)
class Found:
    """A device that can be used, and what was found out about the file it comes from."""

    device: Device
    verdict: Verdict


@dataclass(frozen=True)
class Report:
    """All that was looked at. Where `withheld` no driver was opened, because the settings say so."""

    processor: Device | None
    threads: int
    found: tuple[Found, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    strangers: tuple[str, ...] = ()  # files of a person's folder that are no backends
    machines: tuple[Answer, ...] = ()
    version: str = ""  # of ggml
    folder: Path = Path()
    withheld: bool = False

    @property
    def cards(self) -> tuple[Found, ...]:
        """Those that layers of a model can go to."""
        return tuple(each for each in self.found if is_card(each.device))


@dataclass(frozen=True)
class Tested:
    """How fast one device was: with products of matrices, or what a model really did on it. Neither where it came to
    no end; `cause` says why in the library's words."""

    device: Device
    speed: Speed | None
    cause: str = ""
    ran: ModelSpeed | None = None


class Hardware:
    """The backends of one installation, and who places models on their devices. Nothing is looked at before that."""

    def __init__(self, paths: Paths, settings: Settings, shapes: ShapeStore | None = None) -> None:
        """`shapes` are those of the models whose layers are placed."""
        self._settings = settings
        self.folder = paths.backends
        self.backends = Backends(paths.backends, paths.backends_memory)
        self.machines = Machines(paths.machines_file, self.backends.machines_file)
        self._deal_out = dealing_out(shapes or ShapeStore(paths.shapes_file))
        self._test_log = paths.logs / "hardware-test.log"
        self.placer = DevicePlacer(self.backends, self._deal_out, self.threads, self.machines)

    def known_devices(self) -> list[Device]:
        """The devices that layers can be put on: cards with their free memory now, none before the backends have been
        tried; and those of other machines as they were seen last, since nobody is asked for a verdict.

        Chips that share the machine's memory are left out: what is on them takes the same room.
        """
        lent = numbered(self.machines.all()) if self.machines.backend() is not None else []
        return [*lent, *self.known_cards()]

    def known_cards(self) -> list[Device]:
        """The cards alone."""
        if not self.backends.tried:
            return []
        return [device for device, _ in self.backends.devices() if device.kind is DeviceKind.GPU]

    def threads(self) -> int:
        """How many threads the processor's own work gets."""
        return self._settings[THREADS] or default_threads()

    @property
    def withheld(self) -> bool:
        """Whether the settings say that no driver is touched."""
        return bool(self._settings[GPU_LAYERS] == "none")

    def lend(self, text: str) -> None:
        """Let another machine's Lamplight compute on this one's devices, at an address of this machine, until the
        process is ended. Raises MachineError, before anything listens."""
        from desktop.engine.backends.lending import lend

        address = normalized(text)
        server = self.backends.machines_file()
        if server is None:
            raise MachineError(Code.MACHINES_UNABLE)
        files = dict.fromkeys(verdict.path for device, verdict in self.backends.devices() if is_card(device))
        lend(self.backends.library, server, list(files), address, self.threads())

    def look(self, *, again: bool = False, anyway: bool = False) -> Report:
        """What there is; what wasn't tried with these drivers is tried now, all of it with `again`, and other machines
        are asked then. Takes a second, and much longer where a driver hangs. `anyway` looks even where no driver may be
        touched otherwise.
        """
        if self.withheld and not anyway:
            return Report(None, self.threads(), folder=self.folder, withheld=True)
        verdicts = self.backends.look_again() if again else self.backends.verdicts()
        found = tuple(Found(device, verdict) for device, verdict in self.backends.devices())
        processor, version = self.backends.processor()
        if processor is not None:  # ggml tells what is there, and calls it free
            processor = dataclasses.replace(processor, free=available_memory())
        strangers = tuple(self.backends.strangers())
        machines = self.machines.answers() if again else [Answer(machine) for machine in self.machines.all()]
        return Report(
            processor, self.threads(), found, tuple(verdicts), strangers, tuple(machines), version, self.folder
        )

    def test(self, report: Report, load: Load | None = None) -> Iterator[Tested]:
        """Let the processor and every card work, one after the other, in a process of its own each; all of them
        together take about TEST_SECONDS.

        With `load` that model reads and writes on each; where a card has no room for a layer of it, and without one,
        matrices are multiplied. Other machines aren't tested: the model would have to be sent there first.
        """
        places = [(report.processor, "")] if report.processor else []
        places += [(each.device, each.verdict.path) for each in report.cards]
        seconds = TEST_SECONDS / max(1, len(places))
        for device, path in places:
            there = self._load_for(load, device, path) if load is not None else None
            if there is not None:
                yield self._run(there, device, seconds)
                continue
            name = PROCESSOR if device.kind is DeviceKind.CPU else device.name
            measured, cause = self.backends.measure([name], path, report.threads, seconds / 2)  # and as long to begin
            yield Tested(device, measured.get(name), cause)

    def _load_for(self, load: Load, device: Device, path: str) -> Load | None:
        """The model with as many layers on this device as it holds; None where it holds none."""
        here = dataclasses.replace(load, gpu_layers=0, devices=(), backends=(), machines=(), context=TEST_CONTEXT)
        if device.kind is DeviceKind.CPU:
            return here
        found = self._deal_out(dataclasses.replace(here, gpu_layers=None), [device])
        if found is None or not found.gpu_layers:
            return None
        files = (path,) if path else ()
        return dataclasses.replace(
            here, gpu_layers=found.gpu_layers, devices=(device.name,), backends=files, built_in=not path
        )

    def _run(self, load: Load, device: Device, seconds: float) -> Tested:
        from desktop.engine.bench.model_speed import measure_model

        try:
            return Tested(device, None, ran=measure_model(load, seconds, self._test_log))
        except TimeoutError:
            return Tested(device, None, "timeout")
        except EngineError as error:
            return Tested(device, None, str(error.details.get("cause") or error.code))


def dealing_out(shapes: ShapeStore) -> DealOut:
    """How a model's layers are dealt out, by its shape, of which a file's header is read once."""

    def deal_out(request: Load, devices: Sequence[Device]) -> Placement:
        """Raises ModelFileError."""
        shape = shapes.shape(_parts(Path(request.path)))
        if request.gpu_layers is None:
            return place_layers(shape, plan_of(request), devices)
        return placed(shape, plan_of(request), devices, request.gpu_layers)

    return deal_out


def _parts(path: Path) -> list[Path]:
    """The files of a split model, of which the first is named."""
    match = re.fullmatch(r"(.*)-00001-of-(\d{5})\.gguf", path.name)
    if match is None:
        return [path]
    count = int(match.group(2))
    return [path.with_name(f"{match.group(1)}-{number:05}-of-{count:05}.gguf") for number in range(1, count + 1)]
