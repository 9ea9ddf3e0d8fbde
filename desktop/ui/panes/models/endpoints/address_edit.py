"""Another address for a model that is on the list, since its server has moved; nothing is sent before the button is
pressed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.base.endpoints import Endpoint, normalized
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.ui.panes.models.endpoints import words
from desktop.ui.widgets import Button, LineField, Paragraph


class AddressEdit(QWidget):
    """`asked` carries the address and its key, `closed` fires where nothing is to change."""

    asked = Signal(str, str)
    closed = Signal()

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__()
        self._before = endpoint.address
        self.address = LineField(lambda: translate("Endpoints", "Address"))
        self.key = LineField(
            lambda: translate("Endpoints", "Key"),
            placeholder=lambda: translate("Endpoints", "key, where one is asked for"),
        )
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.warning = Paragraph("", "meta", "secondary")
        self.keep_button = Button(lambda: translate("Endpoints", "Test and keep"))
        self.cancel_button = Button(lambda: translate("Endpoints", "Cancel"), "quiet")
        fields = QHBoxLayout()
        fields.setSpacing(8)
        fields.addWidget(self.address, 3)
        fields.addWidget(self.key, 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.warning, 1, Qt.AlignmentFlag.AlignVCenter)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.keep_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addLayout(fields)
        column.addLayout(buttons)
        self.address.textChanged.connect(lambda _: self._typed())
        for field in (self.address, self.key):
            field.returnPressed.connect(self._ask)
        self.keep_button.clicked.connect(self._ask)
        self.cancel_button.clicked.connect(self.closed)

    def begin(self) -> None:
        """Start from the address there is."""
        self.address.setText(self._before)
        self.key.clear()
        self.show()
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        self.address.selectAll()

    def set_asking(self, asking: bool) -> None:
        """Whether the server at the new address is being asked."""
        self._typed()
        if asking:
            self.keep_button.setEnabled(False)

    def _typed(self) -> None:
        """Warn before anything is sent."""
        try:
            address = normalized(self.address.text())
        except LamplightError:
            address = ""
        self.warning.set_text(words.warning(address) if address else "")
        self.keep_button.setEnabled(bool(address) and address != self._before)

    def _ask(self) -> None:
        if self.keep_button.isEnabled():
            self.asked.emit(self.address.text(), self.key.text().strip())
