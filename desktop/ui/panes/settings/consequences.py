"""What a setting means on this machine, in numbers, where they can be known; otherwise the declared sentence."""

from __future__ import annotations

import os
from collections.abc import Callable

import psutil

from desktop.base.i18n import translate
from desktop.base.settings import CONTEXT, GPU_LAYERS, THREADS, Setting
from desktop.ui.catalogue import Catalogue
from desktop.ui.services import Services
from desktop.ui.sizes import bytes_text


def physical_cores() -> int:
    """The physical cores of this machine."""
    return psutil.cpu_count(logical=False) or os.cpu_count() or 1


def thread_options() -> tuple[tuple[int, str], ...]:
    """Automatic, and every number up to all logical cores."""
    automatic = translate("SettingsPane", "Automatic, {cores}").format(cores=physical_cores())
    return ((0, automatic), *((count, str(count)) for count in range(1, (os.cpu_count() or 1) + 1)))


class Consequences:
    """Looks at the model in use and the machine."""

    def __init__(self, services: Services, catalogue: Catalogue) -> None:
        self._host = services.host
        self._settings = services.settings
        self._catalogue = catalogue
        self._known: dict[str, Callable[[], str]] = {
            THREADS.key: self._threads,
            CONTEXT.key: self._context,
            GPU_LAYERS.key: self._gpu_layers,
        }

    def text(self, setting: Setting) -> str:
        """The line under the setting's name."""
        known = self._known.get(setting.key)
        return (known() if known else "") or setting.consequence()

    @staticmethod
    def _threads() -> str:
        cores = physical_cores()
        return translate("SettingsPane", "%n physical core(s); more threads are usually slower.", "", cores)

    def _context(self) -> str:
        model = self._catalogue.current
        entry = next((entry for entry in self._catalogue.entries if model and entry.model.key == model.key), None)
        if model is None or entry is None or not model.kv_bytes_per_token:
            return ""
        wanted = self._settings[CONTEXT]
        size = bytes_text(model.kv_bytes_per_token * min(wanted, model.trained_context or wanted))
        if model.trained_context and wanted > model.trained_context:
            return translate("SettingsPane", "{name} reads at most {most} tokens; they take {size}.").format(
                name=model.name, most=f"{model.trained_context:,}", size=size
            )
        largest = min(entry.fit.limit, model.trained_context or entry.fit.limit)
        return translate("SettingsPane", "{context} tokens take {size} with {name}; at most {largest} fit.").format(
            context=f"{wanted:,}", size=size, name=model.name, largest=f"{largest:,}"
        )

    def _gpu_layers(self) -> str:
        loaded = self._host.state.loaded
        if loaded is None or self._settings[GPU_LAYERS] == "none":
            return ""
        layers = loaded.gpu_layers
        if layers:
            return translate("SettingsPane", "%n layer(s) on the graphics card.", "", layers)
        return translate("SettingsPane", "No graphics card that llama.cpp can use; the processor does it all.")
