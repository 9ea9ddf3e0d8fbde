"""One setting on a page: its name, the consequence below, the control at the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSystemTrayIcon, QVBoxLayout, QWidget

from desktop.base.error_text import Told
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.base.settings import (
    CLOSE_TO_TRAY,
    HOTKEY,
    HOTKEY_KEYS,
    PROSE_MODEL,
    SUMMON,
    SUMMON_KEYS,
    THREADS,
    TRANSLATE_MODEL,
    TRAY,
    Setting,
)
from desktop.ui.look.theme import theme
from desktop.ui.panes.settings.consequences import Consequences, thread_options
from desktop.ui.panes.settings.keys_button import KeysButton
from desktop.ui.panes.settings.settings_writer import SettingsWriter
from desktop.ui.system.hotkey import is_possible
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Choice, Label, Line, LineField, NumberField, Paragraph, Segmented, Switch, TextField

_SEGMENTS_MOST = 3
_TYPING_MS = 1200


class Row(QWidget):
    """A name, a line of text, something at the right, and the hairline below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.line = QHBoxLayout()
        self.line.setContentsMargins(0, 10, 0, 10)
        self.line.setSpacing(24)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.name = Label("", "chrome_medium")
        self.note = Paragraph("", "meta", "secondary")
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.note)
        words.addStretch(1)
        self.line.addLayout(words, 1)
        column.addLayout(self.line)
        self.below = QVBoxLayout()
        column.addLayout(self.below)
        column.addWidget(Line())
        theme.follow(self, lambda: self.setMinimumHeight(theme.px(64)))

    def add_control(self, control: QWidget) -> None:
        """At the right, in the middle of the row's height."""
        self.line.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)


class SettingRow(Row):
    """The row of a declared setting; its type and choices decide the control."""

    def __init__(self, setting: Setting, writer: SettingsWriter, consequences: Consequences) -> None:
        super().__init__()
        self.setting = setting
        self._writer = writer
        self._consequences = consequences
        say(self, self.name.setText, setting.label)
        say(self, self._say_note, lambda: consequences.text(setting))
        self.control = self._make_control()
        writer.changed.connect(self._changed)
        writer.refused.connect(self._refused)
        self.show_value()

    def show_value(self) -> None:
        """Show what is in force now, and what it means."""
        value = self._writer.value(self.setting)
        if isinstance(self.control, Switch):
            self.control.setChecked(value)
        elif isinstance(self.control, TextField):
            if self.control.toPlainText() != value:
                self.control.setPlainText(value)
        elif isinstance(self.control, NumberField):
            self.control.set_value(f"{value:g}" if isinstance(value, float) else f"{value:,}")
        elif isinstance(self.control, LineField):
            if self.control.text() != value:
                self.control.setText(value)
        else:
            self.control.set_value(value)
        self.show_consequence()

    def show_consequence(self) -> None:
        """The line below the name, as things are now."""
        self._say_note(self._consequences.text(self.setting))

    def _say_note(self, text: str, token: str = "secondary") -> None:
        self.note.set_look(token=token)
        self.note.set_text(text)

    def _make_control(self) -> Switch | TextField | LineField | NumberField | Segmented | Choice | KeysButton:
        setting = self.setting
        if isinstance(setting.default, bool):
            return self._make_switch()
        if setting is THREADS:
            return self._chooser(Choice(setting.label, thread_options))
        if setting is TRANSLATE_MODEL:
            return self._chooser(Choice(setting.label, self._consequences.translate_models, width=220))
        if setting is PROSE_MODEL:
            return self._chooser(Choice(setting.label, self._consequences.prose_models, width=220))
        if setting in (HOTKEY_KEYS, SUMMON_KEYS):
            return self._chooser(KeysButton(setting.label))
        choices = setting.choices()
        if choices:
            few = len(choices) <= _SEGMENTS_MOST
            return self._chooser(
                Segmented(setting.label, setting.choices)
                if few
                else Choice(setting.label, setting.choices, unit=setting.unit)
            )
        if setting.valid is not None:
            return self._make_line()
        return self._make_text() if isinstance(setting.default, str) else self._make_number()

    def _chooser(self, control: Segmented | Choice | KeysButton) -> Segmented | Choice | KeysButton:
        control.chosen.connect(self._keep)
        self.add_control(control)
        return control

    def _make_switch(self) -> Switch:
        switch = Switch(self.setting.label)
        switch.clicked.connect(self._keep)
        if self.setting in (HOTKEY, SUMMON):
            switch.setEnabled(is_possible())
        elif self.setting in (TRAY, CLOSE_TO_TRAY):
            switch.setEnabled(QSystemTrayIcon.isSystemTrayAvailable())
        self.add_control(switch)
        return switch

    def _make_number(self) -> NumberField:
        field = NumberField(self.setting.label, unit=self.setting.unit)
        field.entered.connect(self._parse)
        field.stepped.connect(self._step)
        self.add_control(field)
        return field

    def _make_line(self) -> LineField:
        field = LineField(self.setting.label)
        field.editingFinished.connect(lambda: self._keep(field.text().strip()))
        self.below.setContentsMargins(0, 0, 0, 16)
        self.below.addWidget(field)
        return field

    def _make_text(self) -> TextField:
        field = TextField(self.setting.label, rows=5)
        clock = QTimer(field)
        clock.setSingleShot(True)
        clock.setInterval(_TYPING_MS)
        field.textChanged.connect(clock.start)
        clock.timeout.connect(lambda: self._keep(field.toPlainText()))
        field.left.connect(lambda: self._keep(field.toPlainText()))
        self.below.setContentsMargins(0, 0, 0, 16)
        self.below.addWidget(field)
        return field

    def _keep(self, value: Any) -> None:
        self._writer.keep(self.setting, value)

    def _parse(self, text: str) -> None:
        try:
            self._keep(self.setting.parse(text.strip().replace(",", "") if "." not in text else text.strip()))
        except LamplightError:
            self._say_bounds()

    def _step(self, direction: int) -> None:
        value = self._writer.value(self.setting)
        step = 0.05 if isinstance(value, float) else 1 if (self.setting.most or 0) <= 256 else 64
        moved = value + direction * step
        least, most = self.setting.least, self.setting.most
        moved = max(least, moved) if least is not None else moved
        moved = min(most, moved) if most is not None else moved
        self._keep(round(moved, 2) if isinstance(value, float) else int(moved))

    def _changed(self, setting: Setting) -> None:
        if setting is self.setting:
            self.show_value()
        else:
            self.show_consequence()

    def _refused(self, setting: Setting, _told: Told) -> None:
        if setting is self.setting:
            self._say_bounds()

    def _say_bounds(self) -> None:
        if self.setting.valid is not None:
            self._say_note(translate("SettingsPane", "An address that begins with https:// or http://."), "wrong")
            return
        text = translate("SettingsPane", "A number from {least} to {most}.")
        least, most = self.setting.least or 0, self.setting.most or 0
        self._say_note(text.format(least=f"{least:,g}", most=f"{most:,g}"), "wrong")
