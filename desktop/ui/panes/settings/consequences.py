"""What a setting means on this machine, in numbers, where they can be known; otherwise the declared sentence."""

from __future__ import annotations

import os
from collections.abc import Callable

import psutil
from PySide6.QtWidgets import QSystemTrayIcon

from desktop.base.i18n import translate
from desktop.base.settings import (
    CLOSE_TO_TRAY,
    CONTEXT,
    GPU_LAYERS,
    HOTKEY,
    HOTKEY_KEYS,
    SUMMON,
    SUMMON_KEYS,
    THREADS,
    TRAY,
    Setting,
)
from desktop.features.models.load_request import context_of
from desktop.features.translate.model.prompts import can_translate
from desktop.ui.model_list import ModelList
from desktop.ui.services import Services
from desktop.ui.system.hotkey import answers, chord, is_free, is_possible, uses_portal
from desktop.ui.text.number_format import bytes_text


def physical_cores() -> int:
    """The physical cores of this machine."""
    return psutil.cpu_count(logical=False) or os.cpu_count() or 1


def thread_options() -> tuple[tuple[int, str], ...]:
    """Automatic, and every number up to all logical cores."""
    automatic = translate("SettingsPane", "Automatic, {cores}").format(cores=physical_cores())
    return ((0, automatic), *((count, str(count)) for count in range(1, (os.cpu_count() or 1) + 1)))


class Consequences:
    """Looks at the model in use and the machine."""

    def __init__(self, services: Services, model_list: ModelList) -> None:
        self._model_manager = services.model_manager
        self._settings = services.settings
        self._model_list = model_list
        self._known: dict[str, Callable[[], str]] = {
            THREADS.key: self._threads,
            CONTEXT.key: self._context,
            GPU_LAYERS.key: self._gpu_layers,
            HOTKEY.key: self._hotkey,
            HOTKEY_KEYS.key: lambda: self._hotkey_keys(HOTKEY, HOTKEY_KEYS),
            SUMMON.key: self._summon,
            SUMMON_KEYS.key: lambda: self._hotkey_keys(SUMMON, SUMMON_KEYS),
            TRAY.key: self._tray,
            CLOSE_TO_TRAY.key: self._tray,
        }

    def text(self, setting: Setting) -> str:
        """The line under the setting's name."""
        known = self._known.get(setting.key)
        return (known() if known else "") or setting.consequence()

    def translate_models(self) -> tuple[tuple[str, str], ...]:
        """Automatic, and every model that isn't known to be unable to translate."""
        able = [entry.model for entry in self._model_list.entries if can_translate(entry.model)]
        automatic = translate("SettingsPane", "The best installed")
        return (("", automatic), *((model.key, model.name) for model in able))

    def prose_models(self) -> tuple[tuple[str, str], ...]:
        """The one for chat, and every model."""
        models = [entry.model for entry in self._model_list.entries]
        same = translate("SettingsPane", "As for chat")
        return (("", same), *((model.key, model.name) for model in models))

    @staticmethod
    def _hotkey() -> str:
        if not is_possible():
            return translate("SettingsPane", "This system keeps such keys to itself: use the command below.")
        if uses_portal():
            return translate("SettingsPane", "Your desktop asks you for it, and may give it another key.")
        return ""

    def _summon(self) -> str:
        if not is_possible():
            told = translate("SettingsPane", "This system keeps such keys to itself: its settings can run {command}.")
            return told.format(command="lamplight")
        return self._hotkey()

    def _hotkey_keys(self, switch: Setting, setting: Setting) -> str:
        keys = self._settings[setting]
        if chord(keys) is None:
            return translate("SettingsPane", "{keys} can’t be such a key.").format(keys=keys)
        if not self._settings[switch] or not is_possible():
            return ""
        answer = answers.get(setting.key)
        if answer is None:
            taken = translate("SettingsPane", "Another program has {keys}: choose another key.")
            return "" if is_free(keys) else taken.format(keys=keys)
        if not answer:
            return translate("SettingsPane", "Your desktop gave no key. Its own keyboard settings can run the command.")
        return translate("SettingsPane", "Your desktop gave this key: {keys}").format(keys=answer)

    @staticmethod
    def _tray() -> str:
        if QSystemTrayIcon.isSystemTrayAvailable():
            return ""
        return translate("SettingsPane", "This desktop has no tray for icons.")

    @staticmethod
    def _threads() -> str:
        cores = physical_cores()
        return translate("SettingsPane", "%n physical core(s); more threads are usually slower.", "", cores)

    def _context(self) -> str:
        model = self._model_list.current
        entry = next((entry for entry in self._model_list.entries if model and entry.model.key == model.key), None)
        if model is None or entry is None or entry.fit is None or not entry.fit.memory.cache:
            return ""
        wanted = self._settings[CONTEXT]
        size = bytes_text(entry.fit.memory.cache * context_of(model, self._settings) / entry.fit.context)
        if model.trained_context and wanted > model.trained_context:
            return translate("SettingsPane", "{name} reads at most {most} tokens; they take {size}.").format(
                name=model.name, most=f"{model.trained_context:,}", size=size
            )
        largest = entry.fit.limit
        return translate("SettingsPane", "{context} tokens take {size} with {name}; at most {largest} fit.").format(
            context=f"{wanted:,}", size=size, name=model.name, largest=f"{largest:,}"
        )

    def _gpu_layers(self) -> str:
        loaded = self._model_manager.state.loaded
        if loaded is None or self._settings[GPU_LAYERS] == "none":
            return ""
        from desktop.features.models.placement.hardware_text import fallback_text, placed_text

        if loaded.gpu_layers or loaded.attempts:
            return fallback_text(loaded) or placed_text(loaded)
        return translate("SettingsPane", "No graphics card that llama.cpp can use; the processor does it all.")
