"""The part of the page for machines that lend their devices: a card for each, and a field for the next address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.error_text import sentence, told
from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translate
from desktop.engine.backends.other_machine import is_here, normalized
from desktop.ui import tasks
from desktop.ui.panes.models.endpoints.machine_card import MachineCard
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Card, Label, LineField, Notice, Paragraph

if TYPE_CHECKING:
    from desktop.features.models.placement.machines import Machine, Machines

_LANE = "machines"


@dataclass(frozen=True)
class _Known:
    machines: Sequence[Machine]
    able: bool  # whether there is a backend that reaches them


class MachinesPart(QWidget):
    """Nobody is contacted before a button that stands beside the address is pressed."""

    counted = Signal()  # there are more or fewer machines

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._known = _Known((), able=True)
        self.cards: dict[str, MachineCard] = {}
        self.address = LineField(
            lambda: translate("Machines", "Address of the machine"),
            placeholder=lambda: "192.168.1.7",
        )
        self.add_button = Button(lambda: translate("Machines", "Ask and add"), "primary")
        self.warning = Notice("", tone="plain")
        self.state = Paragraph("", "chrome", "secondary")
        self.failure = Notice("")
        self.unable = Notice("", tone="plain")
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(12)
        self._form = Card(margins=20)
        self._build()
        self.address.textChanged.connect(lambda _: self._typed())
        self.address.returnPressed.connect(self._add)
        self.add_button.clicked.connect(self._add)
        self._typed()
        say(self, lambda _: self._show(), lambda: "")

    def refresh(self) -> None:
        """Read the list anew."""
        machines = self._machines
        tasks.run(lambda: _Known(machines.all(), machines.backend() is not None), self._take, self._failed, self)

    # -- building ----------------------------------------------------------------------------------------------------

    @property
    def _machines(self) -> Machines:
        return self._services.model_manager.engines.hardware.machines

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(
            Paragraph(
                lambda: translate(
                    "Machines",
                    "A model that has no room here can be spread over several computers of your own: the others lend "
                    "their memory and compute along. On each of them Lamplight does that with “lamplight models "
                    "devices lend” and its address, or llama.cpp’s rpc-server.",
                ),
                "chrome",
                "secondary",
            )
        )
        column.addSpacing(16)
        column.addWidget(self.unable)
        column.addLayout(self._card_column)
        column.addSpacing(12)
        column.addWidget(self._form)
        form = self._form.column
        form.addWidget(Label(lambda: translate("Machines", "Address of the machine"), "meta", "secondary"))
        form.addSpacing(4)
        form.addWidget(self.address)
        form.addSpacing(12)
        form.addWidget(self.warning)
        form.addSpacing(12)
        form.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        form.addSpacing(8)
        form.addWidget(self.state)
        form.addWidget(self.failure)
        for widget in (self.state, self.failure, self.unable):
            widget.hide()

    def _take(self, known: _Known) -> None:
        self._known = known
        self._show()
        self.counted.emit()

    def _show(self) -> None:
        """Cards anew, in the present language."""
        for old in self.cards.values():
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self.cards.clear()
        self.unable.set_words(told(Code.MACHINES_UNABLE).what)
        self.unable.setVisible(not self._known.able)
        self._form.setVisible(self._known.able)
        loaded = self._services.model_manager.state.loaded
        used = {device.description for device in loaded.devices} if loaded is not None else set()
        for machine in self._known.machines:
            card = MachineCard(machine, in_use=machine.address in used)
            card.ask_asked.connect(partial(self._ask, machine))
            card.remove_asked.connect(partial(self._remove, machine))
            self._card_column.addWidget(card)
            self.cards[machine.address] = card
        self._typed()

    def _typed(self) -> None:
        """Warn before anything is sent."""
        try:
            address = normalized(self.address.text())
        except LamplightError:
            address = ""
        said = translate(
            "Machines",
            "Between this machine and {address} nothing is encrypted and nobody is asked for a password: what you "
            "write and the model itself can be read on the network between. Use it at home or in your own "
            "network only.",
        )
        self.warning.set_words(said.format(address=address) if address and not is_here(address) else "")
        self.warning.setVisible(bool(address) and not is_here(address))
        self.add_button.setEnabled(bool(address))

    # -- what is asked for -------------------------------------------------------------------------------------------

    def _add(self) -> None:
        if not self.add_button.isEnabled():
            return
        address, machines = normalized(self.address.text()), self._machines
        self.failure.hide()
        self.add_button.setEnabled(False)
        self.state.set_text(translate("Endpoints", "Asking {host}").format(host=address))
        self.state.show()

        def done(machine: Machine) -> None:
            self.address.clear()
            said = translate("Machines", "{address} is on the list. Models that are loaded from now on may use it.")
            self.state.set_text(said.format(address=machine.address))
            self.refresh()

        tasks.run(lambda: machines.add(address), done, self._failed, self)

    def _failed(self, error: Exception) -> None:
        self.state.hide()
        self._typed()
        why = sentence(error)
        self.failure.set_words(why.what, why.cause)
        self.failure.show()

    def _ask(self, machine: Machine) -> None:
        machines = self._machines
        self.cards[machine.address].show_asking()

        def done(_: Machine) -> None:
            self.refresh()

        def failed(error: Exception) -> None:
            card = self.cards.get(machine.address)
            if card is not None:
                card.ask_button.setEnabled(True)
                card.show_result(sentence(error).what)

        tasks.run(lambda: machines.look_again(machine.address), done, failed, self, lane=f"{_LANE} {machine.address}")

    def _remove(self, machine: Machine) -> None:
        machines = self._machines
        tasks.run(lambda: machines.remove(machine.address), lambda _: self.refresh(), self._failed, self, lane=_LANE)
