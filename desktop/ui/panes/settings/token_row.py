"""The access token of the hub in use: given here, kept in the system's keyring, forgotten at a press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.base.portable import portable_folder
from desktop.base.settings import HUB_SOURCE, HUB_TOKENS, Setting
from desktop.ui import tasks
from desktop.ui.panes.settings.row import Row
from desktop.ui.panes.settings.settings_writer import SettingsWriter
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, LineField, toast

if TYPE_CHECKING:
    from desktop.features.models.fetching.hubs import Hubs


class TokenRow(Row):
    """Only needed for models with terms to accept. Nothing shows a token again once it was given."""

    def __init__(self, hubs: Hubs, writer: SettingsWriter) -> None:
        super().__init__()
        self._hubs = hubs
        self._lasting = True
        say(self, self.name.setText, lambda: translate("SettingsPane", "Access token"))
        self.field = LineField(
            lambda: translate("SettingsPane", "Access token"),
            placeholder=lambda: translate("SettingsPane", "Paste the token here"),
        )
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.returnPressed.connect(self.keep)
        self.keep_button = Button(lambda: translate("SettingsPane", "Keep it"))
        self.keep_button.setEnabled(False)
        self.keep_button.clicked.connect(self.keep)
        self.field.textChanged.connect(lambda text: self.keep_button.setEnabled(bool(text.strip())))
        self.forget_button = Button(lambda: translate("SettingsPane", "Forget it"))
        self.forget_button.clicked.connect(self.forget)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.setContentsMargins(0, 0, 0, 16)
        row.addWidget(self.field, 1)
        row.addWidget(self.keep_button)
        row.addWidget(self.forget_button)
        self.below.addLayout(row)
        writer.changed.connect(self._changed)
        say(self, lambda _: self.show_state(), lambda: "")

    def show_state(self) -> None:
        """Whether there is one, and where."""
        source = self._hubs.name()
        given = self._hubs.has_token()
        self.forget_button.setVisible(given)
        if not given and portable_folder() is not None:
            text = translate(
                "SettingsPane",
                "For models of {source} that are given only to those who accepted their terms. Lamplight is portable "
                "here: the token is sent to {host} alone and forgotten when the program ends.",
            )
        elif not given:
            text = translate(
                "SettingsPane",
                "For models of {source} that are given only to those who accepted their terms. It is kept in the "
                "system’s keyring and sent to {host} alone; none is taken from other programs.",
            )
        elif self._lasting:
            text = translate(
                "SettingsPane", "One is kept in the system’s keyring for {source}. It is sent to {host} alone."
            )
        else:
            text = translate(
                "SettingsPane",
                "There is no keyring here that Lamplight uses: the token for {source} is forgotten when the "
                "program ends.",
            )
        self.note.set_text(text.format(source=source, host=self._hubs.host))

    def keep(self) -> None:
        """Keep what was pasted."""
        token = self.field.text().strip()
        if not token:
            return
        self.field.clear()
        tasks.run(lambda: self._hubs.keep_token(token), self._kept, self._failed, self, lane="secrets")

    def forget(self) -> None:
        """Take it out of the keyring."""
        tasks.run(lambda: self._hubs.keep_token(""), self._forgotten, self._failed, self, lane="secrets")

    def _kept(self, lasting: bool) -> None:
        self._lasting = lasting
        self.show_state()

    def _forgotten(self, _lasting: bool) -> None:
        self._lasting = True
        self.show_state()
        toast(self, translate("SettingsPane", "The token is forgotten."))

    def _failed(self, error: Exception) -> None:
        self.note.set_text(sentence(error).what)

    def _changed(self, setting: Setting) -> None:
        if setting in (HUB_SOURCE, HUB_TOKENS) or setting.section == "hub":
            self.show_state()
