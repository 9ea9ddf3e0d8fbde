"""One adapter on the shelf: what it is, whether it works, and how strongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.gguf.adapter import AdapterKind
from desktop.base.i18n import translate
from desktop.library.adapters.records import STRONGEST
from desktop.ui.panes.models.adapters.commands import REMOVE_ADAPTER
from desktop.ui.panes.models.adapters.strength_slider import StrengthSlider
from desktop.ui.text.number_format import bytes_text, home_text
from desktop.ui.widgets import Card, CommandIcon, Label, NumberField, Paragraph, Switch

if TYPE_CHECKING:
    from desktop.library.adapters.records import ShelfEntry, ShelfRow

_SETTLED_MS = 120  # a slider that is dragged says where it rests, not each place it passes
_STEP = 0.05


class AdapterRow(Card):
    """`set_asked` with what changed: scale, on, layers."""

    set_asked = Signal(object, dict)  # ShelfRow

    def __init__(self, entry: ShelfEntry) -> None:
        super().__init__(margins=0)
        self.entry = entry
        self.row: ShelfRow = entry.row
        self.setAccessibleName(entry.row.name)
        self.column.setContentsMargins(16, 12, 16, 12)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_SETTLED_MS)
        self._clock.timeout.connect(self._slid)
        self.column.addLayout(self._head())
        self._note = Paragraph("", "meta", "secondary")
        self.column.addWidget(self._note)
        self._controls = QWidget()
        self.column.addWidget(self._controls)
        self._fill_controls()
        self.show_entry(entry)

    def show_entry(self, entry: ShelfEntry) -> None:
        """Show how it is set and whether it can be used now."""
        self.entry, self.row = entry, entry.row
        usable = entry.error is None
        self.switch.setChecked(self.row.on)
        self._controls.setEnabled(usable)
        self.switch.setEnabled(usable or self.row.on)  # what can't be used can still be switched off
        if not self.slider.isSliderDown() and not self._clock.isActive():
            self.slider.show_strength(self.row.scale, dimmed=not self.row.on)
            self.number.set_value(_shown(self.row.scale))
        if self.row.kind is AdapterKind.CONTROL_VECTOR:
            own = self.row.layers
            self.first.set_value(str(self.row.first_layer or own[0]))
            self.last.set_value(str(self.row.last_layer or own[1]))
        self._note.set_look(token="secondary" if usable else "wrong")
        self._note.set_text(_facts(entry) if entry.error is None else str(sentence(entry.error)))

    # -- building --------------------------------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Label(self.row.name, "chrome_medium", elide=True), 1)
        self.switch = Switch(lambda: translate("AdaptersPane", "{name} works").format(name=self.row.name))
        self.switch.clicked.connect(lambda on: self.set_asked.emit(self.row, {"on": on}))
        line.addWidget(self.switch)
        self.remove = CommandIcon(REMOVE_ADAPTER.on(self.row))
        self.remove.setAccessibleDescription(self.row.name)
        line.addWidget(self.remove)
        return line

    def _fill_controls(self) -> None:
        line = QHBoxLayout(self._controls)
        line.setContentsMargins(0, 8, 0, 0)
        line.setSpacing(12)
        self.slider = StrengthSlider(lambda: translate("AdaptersPane", "Strength of {name}").format(name=self.row.name))
        self.slider.valueChanged.connect(self._moved)
        self.number = NumberField(
            lambda: translate("AdaptersPane", "Strength of {name}").format(name=self.row.name), width=72
        )
        self.number.entered.connect(self._typed)
        self.number.stepped.connect(lambda step: self._ask(self.row.scale + step * _STEP))
        line.addWidget(self.slider, 1)
        line.addWidget(self.number)
        if self.row.kind is AdapterKind.CONTROL_VECTOR:
            self._add_layers(line)

    def _add_layers(self, line: QHBoxLayout) -> None:
        line.addWidget(Label(lambda: translate("AdaptersPane", "Layers"), "meta", "secondary"))
        self.first = NumberField(lambda: translate("AdaptersPane", "First layer"), width=60)
        self.last = NumberField(lambda: translate("AdaptersPane", "Last layer"), width=60)
        for field in (self.first, self.last):
            field.entered.connect(self._layers_typed)
            line.addWidget(field)

    # -- what a person does ----------------------------------------------------------------------------------------

    def _moved(self) -> None:
        self.number.set_value(_shown(self.slider.strength))
        self._clock.start()

    def _slid(self) -> None:
        self._ask(self.slider.strength)

    def _typed(self, text: str) -> None:
        try:
            self._ask(float(text.strip().replace(",", ".").replace("，", ".").replace("−", "-")))
        except ValueError:
            self.number.set_value(_shown(self.row.scale))

    def _layers_typed(self) -> None:
        first, last = self.row.layers
        try:
            wanted = (int(self.first.text()), int(self.last.text()))
        except ValueError:
            wanted = (first, last)
        low = max(first, min(wanted[0], last))
        self.set_asked.emit(self.row, {"layers": (low, max(low, min(wanted[1], last)))})

    def _ask(self, strength: float) -> None:
        """A strength that is moved works from then on: nobody moves one that they want to stay off."""
        if strength != strength:
            return
        strength = round(max(-STRONGEST, min(STRONGEST, strength)), 2)
        self.set_asked.emit(self.row, {"scale": strength, "on": True})


def _facts(entry: ShelfEntry) -> str:
    row = entry.row
    if row.kind is AdapterKind.LORA:
        kind = translate("AdaptersPane", "LoRA, rank {rank}").format(rank=row.rank)
    else:
        kind = translate("AdaptersPane", "Control vector")
    parts = [kind, bytes_text(row.size)]
    if row.base:
        parts.append(translate("AdaptersPane", "made for {model}").format(model=row.base))
    parts.append(home_text(row.path))
    return " · ".join(parts)


def _shown(scale: float) -> str:
    return f"{scale:.2f}".replace("-", "−") if scale else "0"
