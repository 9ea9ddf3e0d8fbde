"""The form that looks at a server: its address, its key, what was found, and a button for each of its models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.base.endpoints import host_of, normalized
from desktop.base.error_text import Told
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.ui.panes.models.endpoints import words
from desktop.ui.widgets import Button, Card, Label, LineField, Notice, Paragraph

if TYPE_CHECKING:
    from desktop.engine.remote.probe import Server

_MOST_SHOWN = 200


class ConnectForm(Card):
    """`look_asked` carries address and key, `add_asked` the server, the model's name and the key."""

    look_asked = Signal(str, str)
    add_asked = Signal(object, str, str)

    def __init__(self) -> None:
        super().__init__(margins=20)
        self._server: Server | None = None
        self._adding = ""
        self.address = LineField(
            lambda: translate("Endpoints", "Address"),
            placeholder=lambda: "http://192.168.1.7:8080",  # as every server's own documentation writes it
        )
        self.key = LineField(
            lambda: translate("Endpoints", "Key"),
            placeholder=lambda: translate("Endpoints", "only where the server asks for one"),
        )
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.connect_button = Button(lambda: translate("Endpoints", "Test the connection"), "primary")
        self.warning = Notice("", tone="plain")
        self.state = Paragraph("", "chrome", "secondary")
        self.failure = Notice("")
        self._models = QVBoxLayout()
        self._models.setSpacing(4)
        self.model_buttons: dict[str, Button] = {}
        self._build()
        self.address.textChanged.connect(lambda _: self._typed())
        self.address.returnPressed.connect(self._ask)
        self.key.returnPressed.connect(self._ask)
        self.connect_button.clicked.connect(self._ask)
        self._typed()

    def asks(self, address: str) -> bool:
        """Whether this is the address that stands in the form."""
        try:
            return normalized(self.address.text()) == address
        except LamplightError:
            return False

    def show_looking(self) -> None:
        """The server is being asked."""
        self._clear()
        host = host_of(normalized(self.address.text()))
        self.state.set_text(translate("Endpoints", "Asking {host}").format(host=host))
        self.state.show()
        self.connect_button.setEnabled(False)

    def show_server(self, server: Server, taken: Sequence[str]) -> None:
        """What was found; `taken` are the models that are on the list already."""
        self._clear()
        self._server = server
        self.connect_button.setEnabled(True)
        said = translate("Endpoints", "{host} answers: {server}.", "a kind of server")
        if not server.models:
            said += " " + translate("Endpoints", "It lists no model.")
        self.state.set_text(said.format(host=host_of(server.address), server=words.server(server.kind)))
        self.state.show()
        for offered in server.models[:_MOST_SHOWN]:
            self._add_row(offered.name, taken=offered.name in taken)

    def show_failure(self, told: Told) -> None:
        """Why there is nothing to take."""
        self.connect_button.setEnabled(True)
        for button in self.model_buttons.values():
            button.setEnabled(button.text() != _taken())
        if self._server is None:
            self.state.hide()
        self.failure.set_words(told.what, told.cause)
        self.failure.show()

    def show_adding(self, name: str) -> None:
        """A model is being tried."""
        self.failure.hide()
        for button in self.model_buttons.values():
            button.setEnabled(False)
        said = translate("Endpoints", "Trying what {model} can do; its server may have to load it first.")
        self.state.set_text(said.format(model=name))

    def show_added(self, name: str, *, key_lasts: bool) -> None:
        """A model is on the list."""
        for button in self.model_buttons.values():
            button.setEnabled(button.text() != _taken())
        if name in self.model_buttons:
            self.model_buttons[name].set_label(_taken, "check")
            self.model_buttons[name].setEnabled(False)
        said = translate("Endpoints", "{model} is on the list.").format(model=name)
        if not key_lasts:
            said += " " + words.key_is_forgotten()
        self.state.set_text(said)

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = self.column
        for label, field in (
            (lambda: translate("Endpoints", "Address"), self.address),
            (lambda: translate("Endpoints", "Key"), self.key),
        ):
            column.addWidget(Label(label, "meta", "secondary"))
            column.addSpacing(4)
            column.addWidget(field)
            column.addSpacing(12)
        column.addWidget(self.warning)
        column.addSpacing(12)
        column.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(self.state)
        column.addWidget(self.failure)
        column.addLayout(self._models)
        self.state.hide()
        self.failure.hide()

    def _add_row(self, name: str, *, taken: bool) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(8)
        line.addWidget(Label(name, "chrome_medium", elide=True), 1)
        button = Button(_taken if taken else _take, icon="check" if taken else None)
        button.setAccessibleDescription(name)
        button.setEnabled(not taken)
        button.clicked.connect(lambda: self._take(name))
        line.addWidget(button)
        self.model_buttons[name] = button
        self._models.addWidget(row)

    def _take(self, name: str) -> None:
        if self._server is not None:
            self.add_asked.emit(self._server, name, self.key.text().strip())

    def _ask(self) -> None:
        if self.connect_button.isEnabled():
            self.look_asked.emit(self.address.text(), self.key.text().strip())

    def _typed(self) -> None:
        """Warn before anything is sent."""
        try:
            said = words.warning(normalized(self.address.text()))
            good = True
        except LamplightError:
            said, good = "", False
        self.warning.set_words(said)
        self.warning.setVisible(bool(said))
        self.connect_button.setEnabled(good)
        if self._server is not None:
            self._clear()

    def _clear(self) -> None:
        self._server = None
        self.failure.hide()
        self.state.hide()
        self.model_buttons.clear()
        while (item := self._models.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _take() -> str:
    return translate("Endpoints", "Add")


def _taken() -> str:
    return translate("Endpoints", "Added")
