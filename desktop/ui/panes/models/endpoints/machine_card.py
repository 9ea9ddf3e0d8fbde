"""Another machine that lends its devices: where it is, what it lent when it was asked last, and how it answered now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.base.i18n import translate
from desktop.engine.backends.other_machine import is_here
from desktop.ui.widgets import Button, Card, Label, Paragraph

if TYPE_CHECKING:
    from desktop.features.models.placement.machines import Machine


class MachineCard(Card):
    """`ask_asked` and `remove_asked` are its buttons."""

    ask_asked = Signal()
    remove_asked = Signal()

    def __init__(self, machine: Machine, *, in_use: bool) -> None:
        super().__init__(margins=20)
        from desktop.features.models.placement.hardware_text import machine_text

        self.machine = machine
        self.setAccessibleName(machine.address)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(machine.address, "chat_strong", elide=True), 1)
        if in_use:
            head.addWidget(Label(lambda: translate("HardwarePage", "in use"), "meta", "accent_text"))
        self.ask_button = Button(lambda: translate("Machines", "Ask again"))
        self.remove_button = Button(lambda: translate("Machines", "Remove"), "quiet")
        for button in (self.ask_button, self.remove_button):
            button.setAccessibleDescription(machine.address)
            head.addWidget(button)
        self.column.addLayout(head)
        self.column.addWidget(Paragraph(machine_text(machine), "chrome", "secondary"))
        if not is_here(machine.address):
            self.column.addSpacing(4)
            self.column.addWidget(Paragraph(translate("Endpoints", "Not encrypted on the way."), "meta", "secondary"))
        self.result = Paragraph("", "chrome", "secondary")
        self.result.hide()
        self.column.addWidget(self.result)
        self.ask_button.clicked.connect(self.ask_asked)
        self.remove_button.clicked.connect(self.remove_asked)

    def show_asking(self) -> None:
        """It is being asked."""
        self.ask_button.setEnabled(False)
        self.show_result(translate("Endpoints", "Asking {host}").format(host=self.machine.address))

    def show_result(self, said: str) -> None:
        """What came of it."""
        self.result.set_text(said)
        self.result.setVisible(bool(said))
