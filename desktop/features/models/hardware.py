"""What this machine computes on: backends, devices, and where models go."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.base.devices import Device
from desktop.base.paths import Paths
from desktop.base.settings import THREADS, Settings
from desktop.engine.backends.backends import Backends
from desktop.engine.model.machine import default_threads
from desktop.engine.protocol.messages import Load
from desktop.features.models.device_placer import DevicePlacer


class Hardware:
    """The backends of one installation, and who places models on their devices. Nothing is looked at before that."""

    def __init__(self, paths: Paths, settings: Settings) -> None:
        self._settings = settings
        self.folder = paths.backends
        self.backends = Backends(paths.backends, paths.backends_memory)
        self.placer = DevicePlacer(self.backends, self._count_layers, self.threads)

    def threads(self) -> int:
        """How many threads the processor's own work gets."""
        return self._settings[THREADS] or default_threads()

    def _count_layers(self, _request: Load, _devices: Sequence[Device]) -> int | None:
        return None
