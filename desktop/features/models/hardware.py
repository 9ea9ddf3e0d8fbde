"""What this machine computes on: backends, devices, where models go, and how fast each place is."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.base.devices import Device, DeviceKind
from desktop.base.gguf.reader import read_header
from desktop.base.machine import available_memory, default_threads
from desktop.base.paths import Paths
from desktop.base.settings import GPU_LAYERS, THREADS, Settings
from desktop.engine.backends.backends import PROCESSOR, Backends, is_card
from desktop.engine.backends.verdicts import Speed, Verdict
from desktop.engine.protocol.messages import Load
from desktop.features.models.device_placer import DevicePlacer
from desktop.features.models.load_plan import plan_of
from desktop.library.fit.placement import place_layers
from desktop.library.fit.shape import shape_of_parts

TEST_SECONDS = 2.0  # for each device, and about as long again to begin


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
    version: str = ""  # of ggml
    folder: Path = Path()
    withheld: bool = False

    @property
    def cards(self) -> tuple[Found, ...]:
        """Those that layers of a model can go to."""
        return tuple(each for each in self.found if is_card(each.device))


@dataclass(frozen=True)
class Tested:
    """How fast one device was; None where it came to no end, and `cause` says why in the library's words."""

    device: Device
    speed: Speed | None
    cause: str = ""


class Hardware:
    """The backends of one installation, and who places models on their devices. Nothing is looked at before that."""

    def __init__(self, paths: Paths, settings: Settings) -> None:
        self._settings = settings
        self.folder = paths.backends
        self.backends = Backends(paths.backends, paths.backends_memory)
        self.placer = DevicePlacer(self.backends, count_layers, self.threads)

    def known_devices(self) -> list[Device]:
        """The cards that layers can be put on, with their free memory now; none before the backends have been tried.

        Chips that share the machine's memory are left out: what is on them takes the same room.
        """
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

    def look(self, *, again: bool = False, anyway: bool = False) -> Report:
        """What there is; what wasn't tried with these drivers is tried now, all of it with `again`. Takes a second, and
        much longer where a driver hangs. `anyway` looks even where no driver may be touched otherwise."""
        if self.withheld and not anyway:
            return Report(None, self.threads(), folder=self.folder, withheld=True)
        verdicts = self.backends.look_again() if again else self.backends.verdicts()
        found = tuple(Found(device, verdict) for device, verdict in self.backends.devices())
        processor, version = self.backends.processor()
        if processor is not None:  # ggml tells what is there, and calls it free
            processor = dataclasses.replace(processor, free=available_memory())
        strangers = tuple(self.backends.strangers())
        return Report(processor, self.threads(), found, tuple(verdicts), strangers, version, self.folder)

    def test(self, report: Report) -> Iterator[Tested]:
        """Let the processor and every card work for a moment, one after the other, in a process of its own each."""
        places = [(report.processor, "")] if report.processor else []
        places += [(each.device, each.verdict.path) for each in report.cards]
        for device, path in places:
            name = PROCESSOR if device is report.processor else device.name
            measured, cause = self.backends.measure([name], path, report.threads, TEST_SECONDS)
            yield Tested(device, measured.get(name), cause)


def count_layers(request: Load, devices: Sequence[Device]) -> int:
    """How many layers of the model fit these devices' free memory. Raises ModelFileError."""
    shape = shape_of_parts([read_header(part) for part in _parts(Path(request.path))])
    return place_layers(shape, plan_of(request), devices).gpu_layers


def _parts(path: Path) -> list[Path]:
    """The files of a split model, of which the first is named."""
    match = re.fullmatch(r"(.*)-00001-of-(\d{5})\.gguf", path.name)
    if match is None:
        return [path]
    count = int(match.group(2))
    return [path.with_name(f"{match.group(1)}-{number:05}-of-{count:05}.gguf") for number in range(1, count + 1)]
