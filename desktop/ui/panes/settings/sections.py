"""The sections of the settings: what they are called, and the commands that lead there before the pane is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop import __version__
from desktop.base.i18n import translate
from desktop.ui.commands import commands
from desktop.ui.panes.settings.commands import UNDO, go_to

if TYPE_CHECKING:
    from desktop.ui.pane import Pane


@dataclass(frozen=True)
class Section:
    """A page of declared settings."""

    key: str
    title: Callable[[], str]
    note: Callable[[], str]


def _with_undo(text: str) -> str:
    return text.format(keys=UNDO.keys_text)


SECTIONS = (
    Section(
        "general",
        lambda: translate("SettingsPane", "General"),
        lambda: _with_undo(translate("SettingsPane", "Changes are kept at once; {keys} takes one back.")),
    ),
    Section(
        "appearance",
        lambda: translate("SettingsPane", "Appearance"),
        lambda: _with_undo(
            translate("SettingsPane", "How the window looks. Changes are kept at once; {keys} takes one back.")
        ),
    ),
    Section(
        "engine",
        lambda: translate("SettingsPane", "Engine and memory"),
        lambda: translate("SettingsPane", "How models run on this machine. A change is used from the next message on."),
    ),
    Section(
        "hub",
        lambda: translate("SettingsPane", "Getting models"),
        lambda: translate(
            "SettingsPane",
            "Which hub, and how it is reached. Nothing is asked of one before you press a button that names it.",
        ),
    ),
    Section(
        "translate",
        lambda: translate("SettingsPane", "Translation"),
        lambda: translate("SettingsPane", "Which model translates, and a window that any program can call."),
    ),
    Section(
        "chat",
        lambda: translate("SettingsPane", "Chat"),
        lambda: translate("SettingsPane", "How replies are written. A change is used from the next message on."),
    ),
    Section(
        "updates",
        lambda: translate("SettingsPane", "New versions"),
        lambda: translate(
            "SettingsPane",
            "This is version {version}. Nobody is asked before you press the button, or have said that it may be asked "
            "every week.",
        ).format(version=__version__),
    ),
)

TITLES: dict[str, Callable[[], str]] = {
    **{section.key: section.title for section in SECTIONS},
    "keyboard": lambda: translate("SettingsPane", "Keyboard"),
    "files": lambda: translate("SettingsPane", "Privacy and files"),
    "network": lambda: translate("Network", "What leaves this machine"),
    "backups": lambda: translate("Backups", "Backups"),
    "about": lambda: translate("SettingsPane", "About"),
}


def add_commands(widget: QWidget, pane: Callable[[], Pane]) -> None:
    """Each section as a place that the palette leads to; they go with `widget`."""
    for key, title in TITLES.items():
        commands.bind(go_to(key, title), partial(_go, key, pane), widget)


def _go(key: str, pane: Callable[[], Pane]) -> None:
    found = pane()
    found.show_requested.emit()
    found.go(key)
