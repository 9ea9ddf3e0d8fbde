"""Write a reply again with another model, temperature or other instructions: what to change, in one card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look.theme import theme
from desktop.ui.model_list import ModelList
from desktop.ui.widgets import Button, Choice, Label, NumberField, Paragraph, Popup, Segmented, TextField

_CAREFUL, _BALANCED, _WILD = 0.3, 0.7, 1.2
_MOST = 5.0
_STEP = 0.1
_WIDTH_EMS = 34


@dataclass(frozen=True)
class RegenerateOptions:
    """What is to be different; "" and None leave it as it is."""

    model: str = ""
    sampling: Mapping[str, Any] | None = None
    instructions: str | None = None


class RegeneratePopup(Popup):
    """`wanted` carries the wish of whoever pressed the button."""

    help_topic = "chat#versions"

    wanted = Signal(object)

    def __init__(self, anchor: QWidget, model_list: ModelList, temperature: float, instructions: str) -> None:
        super().__init__(anchor)
        self._model_list = model_list
        self._before = instructions
        self._temperature = self._temperature_before = temperature
        column = QVBoxLayout()
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(Label(lambda: translate("Chat", "Try again with"), "title"))
        self.model = self._model_choice()
        self.preset = Segmented(lambda: translate("Chat", "Temperature"), self._presets)
        self.number = NumberField(lambda: translate("Chat", "Temperature"), width=64)
        self.instructions = TextField(
            lambda: translate("Chat", "Instructions"),
            placeholder=lambda: translate("Chat", "How the model should answer"),
            rows=4,
        )
        self.instructions.setPlainText(instructions)
        self.note = Paragraph("", "meta", "secondary")
        self.button = Button(lambda: translate("Chat", "Write"), "primary")
        column.addLayout(_row(lambda: translate("Chat", "Model"), self.model))
        column.addLayout(_row(lambda: translate("Chat", "Temperature"), self.preset, self.number))
        column.addWidget(Label(lambda: translate("Chat", "Instructions for this version"), "chrome", "secondary"))
        column.addWidget(self.instructions)
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(self.button)
        column.addLayout(foot)
        self.card.column.addLayout(column)
        self.card.setFixedWidth(theme.em("chrome", _WIDTH_EMS))
        self._connect()
        self._show_temperature()
        self._show_note()

    def _connect(self) -> None:
        self.model.chosen.connect(lambda _: self._show_note())
        self.preset.chosen.connect(self._set_temperature)
        self.number.entered.connect(self._typed)
        self.number.stepped.connect(lambda by: self._set_temperature(self._temperature + by * _STEP))
        self.button.clicked.connect(self._write)

    def first_focus(self) -> QWidget:
        return self.preset

    # -- what is chosen --------------------------------------------------------------------------------------------

    def _model_choice(self) -> Choice:
        entries = self._model_list.entries
        current = self._model_list.current
        choice = Choice(
            lambda: translate("Chat", "Model"), lambda: [(entry.model.key, entry.model.name) for entry in entries]
        )
        choice.set_value(current.key if current is not None else "")
        return choice

    @staticmethod
    def _presets() -> list[tuple[float, str]]:
        return [
            (_CAREFUL, translate("Chat", "Careful")),
            (_BALANCED, translate("Chat", "Balanced")),
            (_WILD, translate("Chat", "Wild")),
        ]

    def _typed(self, text: str) -> None:
        try:
            self._set_temperature(float(text.replace(",", ".")))
        except ValueError:
            self._show_temperature()

    def _set_temperature(self, value: float) -> None:
        self._temperature = round(max(0.0, min(_MOST, value)), 2)
        self._show_temperature()

    def _show_temperature(self) -> None:
        self.preset.set_value(self._temperature)
        self.number.set_value(f"{self._temperature:g}")

    def _show_note(self) -> None:
        current = self._model_list.current
        other = current is None or self.model.value != current.key
        said = ""
        if other and current is not None:
            said = translate("Chat", "For this version only; then {model} is in use again.").format(model=current.name)
        self.note.set_text(said)

    def regenerate_options(self) -> RegenerateOptions:
        """What differs from how the reply would be written anyway."""
        current = self._model_list.current
        instructions = self.instructions.toPlainText().strip()
        return RegenerateOptions(
            self.model.value if current is None or self.model.value != current.key else "",
            {"temperature": self._temperature} if self._temperature != self._temperature_before else None,
            instructions if instructions != self._before.strip() else None,
        )

    def _write(self) -> None:
        regenerate_options = self.regenerate_options()
        self.close_popup()
        self.wanted.emit(regenerate_options)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self._write()
        else:
            super().keyPressEvent(event)


def _row(label: Any, *widgets: QWidget) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Label(label, "chrome"))
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    return row
