"""One option: its name, what it does or costs, and the control at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.panes.models.options.choices import Choices
from desktop.ui.widgets import Choice, Label, Line, Paragraph

_WIDTH = 190


class OptionRow(QWidget):
    """`chosen` fires with the value a person chose."""

    chosen = Signal(object)

    def __init__(self, name: Callable[[], str], choices: Callable[[], Choices]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(2, 9, 2, 9)
        line.setSpacing(20)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(name, "chrome_medium"))
        self.note = Paragraph("", "meta", "secondary")
        words.addWidget(self.note)
        line.addLayout(words, 1)
        self.control = Choice(name, choices, width=_WIDTH)
        self.control.chosen.connect(self.chosen)
        line.addWidget(self.control, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(line)
        column.addWidget(Line())

    def show_value(self, value: Any) -> None:
        """The value in force."""
        self.control.set_value(value)

    def say(self, note: str) -> None:
        """What it does, or costs."""
        self.note.set_text(note)
        self.control.setAccessibleDescription(f"{self.control.accessibleDescription()} {note}".strip())
