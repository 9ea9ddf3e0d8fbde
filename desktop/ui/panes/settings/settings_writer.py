"""Changing a setting: kept at once, off the main thread, told in a toast, and taken back by Undo or Ctrl+Z."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.base.error_text import Told, sentence
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.base.settings import Setting, Settings, Value
from desktop.ui import tasks
from desktop.ui.widgets import toast

log = logging.getLogger(__name__)

_TOLD_MOST = 40  # characters of a text shown in a toast


def value_text(setting: Setting, value: Value) -> str:
    """A value in words."""
    for choice, word in setting.choices():
        if choice == value:
            return f"{word} {setting.unit()}".strip()
    if isinstance(value, bool):
        return translate("SettingsPane", "on") if value else translate("SettingsPane", "off")
    if isinstance(value, int):
        return f"{value:,} {setting.unit()}".strip()
    if isinstance(value, str):
        line = " ".join(value.split())
        return line if len(line) <= _TOLD_MOST else f"{line[:_TOLD_MOST]}…"
    return f"{value:g}"


class SettingsWriter(QObject):
    """`changed` fires on this thread after any change, whoever made it; `refused` for a value that isn't possible."""

    changed = Signal(object)  # Setting
    refused = Signal(object, object)  # Setting, Told
    not_written = Signal(object)  # Told

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._past: list[tuple[Setting, Value]] = []
        self.toasts_over: QWidget | None = None
        settings.subscribe(tasks.heard(self.changed.emit, self))

    def value(self, setting: Setting) -> Any:
        """The value in force."""
        return self._settings[setting]

    def keep(self, setting: Setting, value: Any) -> None:
        """Keep what a person chose."""
        try:
            checked = setting.check(value)
        except LamplightError as error:
            self.refused.emit(setting, sentence(error))
            return
        before = self._settings[setting]
        if checked == before:
            return
        self._past.append((setting, before))
        self._write(setting, checked)
        if self.toasts_over is not None:
            said = (
                translate("SettingsPane", "{label} is now {value}.")
                if checked != ""
                else translate("SettingsPane", "{label} is now empty.")
            )
            text = said.format(label=setting.label(), value=value_text(setting, checked))
            toast(self.toasts_over, text, self.undo)

    def undo(self) -> None:
        """Take back the last change; nothing when there is none."""
        if self._past:
            self._write(*self._past.pop())

    def _write(self, setting: Setting, value: Value) -> None:
        tasks.run(lambda: self._settings.set(setting, value), failed=self._failed, owner=self, lane="settings")

    def _failed(self, error: Exception) -> None:
        log.warning("setting not kept: %s", error)
        what = translate("SettingsPane", "This holds until Lamplight closes: the settings could not be written.")
        self.not_written.emit(Told(what, str(error)))
