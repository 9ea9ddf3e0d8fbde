"""What this machine computes on: backends, devices, and where models go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from desktop.base.devices import Device, DeviceKind
from desktop.base.gguf.reader import read_header
from desktop.base.machine import default_threads
from desktop.base.paths import Paths
from desktop.base.settings import THREADS, Settings
from desktop.engine.backends.backends import Backends
from desktop.engine.protocol.messages import Load
from desktop.features.models.device_placer import DevicePlacer
from desktop.features.models.load_plan import plan_of
from desktop.library.fit.placement import place_layers
from desktop.library.fit.shape import shape_of_parts


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
