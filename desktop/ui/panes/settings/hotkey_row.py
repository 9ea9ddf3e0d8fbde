"""The command that a desktop's own shortcut runs, where a program can't take a key or shouldn't."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from desktop.base.i18n import translate
from desktop.ui.panes.settings.row import Row
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, toast

COMMAND = "lamplight --translate-clipboard"


def command_row() -> Row:
    """Its row, with a button that copies it."""
    row = Row()
    say(row, row.name.setText, lambda: translate("SettingsPane", "A shortcut of your desktop"))
    say(row, row.note.set_text, _note)
    button = Button(lambda: translate("SettingsPane", "Copy"), "plain", "copy")
    say(button, button.setAccessibleDescription, lambda: COMMAND)

    def copy() -> None:
        QGuiApplication.clipboard().setText(COMMAND)
        toast(row, translate("SettingsPane", "The command is on the clipboard."))

    button.clicked.connect(copy)
    row.add_control(button)
    return row


def _note() -> str:
    said = translate("SettingsPane", "Any desktop’s keyboard settings can run {command}; it opens the same window.")
    return said.format(command=COMMAND)
