"""What to do about a model that is given only to those who accepted its terms: where, and the token that shows it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui import tasks
from desktop.ui.services import Services
from desktop.ui.system.browser import open_in_browser
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, LineField, Link, Paragraph


class TokenPrompt(QWidget):
    """`kept` fires when a token was given; then it can be tried again."""

    kept = Signal()

    def __init__(self, services: Services, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._page = page
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        self.words = Paragraph("", "chrome", "secondary")
        say(self, self.words.set_text, self._text)
        column.addWidget(self.words)
        self.link = Link(lambda: page, style="chrome")
        self.link.clicked.connect(lambda: open_in_browser(page))
        column.addWidget(self.link)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.field = LineField(
            lambda: translate("Catalogue", "Access token"),
            placeholder=lambda: translate("Catalogue", "Paste the token here"),
        )
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.returnPressed.connect(self._keep)
        self.button = Button(lambda: translate("Catalogue", "Keep it and try again"))
        self.button.clicked.connect(self._keep)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        column.addLayout(row)
        self.note = Paragraph("", "meta", "secondary")
        self.note.hide()
        column.addWidget(self.note)

    def _text(self) -> str:
        return translate(
            "Catalogue",
            "1. Open its page in your browser, sign in, and accept the terms there.\n"
            "2. Make an access token that may read, in your account’s settings there.\n"
            "3. Paste it here. It goes into the system’s keyring and to {host} alone.",
        ).format(host=self._services.hubs.host)

    def _keep(self) -> None:
        token = self.field.text().strip()
        if token:
            self.field.clear()
            hubs = self._services.hubs
            tasks.run(lambda: hubs.keep_token(token), self._was_kept, owner=self, lane="secrets")

    def _was_kept(self, lasting: bool) -> None:
        if not lasting:
            self.note.set_text(
                translate(
                    "Catalogue",
                    "There is no keyring here that Lamplight uses: the token is forgotten when the program ends.",
                )
            )
            self.note.show()
        self.kept.emit()
