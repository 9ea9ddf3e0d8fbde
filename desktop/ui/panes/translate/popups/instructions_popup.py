"""What else the model should mind, in a person's own words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.widgets import Button, LineField, Popup

_WIDTH = 360


class InstructionsPopup(Popup):
    """`kept` carries the text; an empty one takes the instructions away."""

    kept = Signal(str)

    def __init__(self, anchor: QWidget, text: str) -> None:
        super().__init__(anchor)
        row = QHBoxLayout()
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(8)
        self.field = LineField(
            lambda: translate("TranslatePane", "Instructions"),
            placeholder=lambda: translate("TranslatePane", "For example: for a child of seven"),
        )
        self.field.setText(text)
        self.field.setMinimumWidth(_WIDTH)
        self.field.returnPressed.connect(self._keep)
        self.button = Button(lambda: translate("TranslatePane", "Keep"), "plain")
        self.button.clicked.connect(self._keep)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        self.card.column.addLayout(row)

    def first_focus(self) -> QWidget | None:
        return self.field

    def _keep(self) -> None:
        text = " ".join(self.field.text().split())
        self.close_popup()
        self.kept.emit(text)
