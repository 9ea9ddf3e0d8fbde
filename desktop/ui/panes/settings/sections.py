"""The sections of the settings: what they are called, and the commands that lead there before the pane is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.commands import Command, commands
from desktop.ui.panes import names

if TYPE_CHECKING:
    from desktop.ui.pane import Pane


@dataclass(frozen=True)
class Section:
    """A page of declared settings."""

    key: str
    title: Callable[[], str]
    note: Callable[[], str]


SECTIONS = (
    Section(
        "general",
        lambda: translate("SettingsPane", "General"),
        lambda: translate("SettingsPane", "Changes are kept at once; Ctrl Z takes one back."),
    ),
    Section(
        "appearance",
        lambda: translate("SettingsPane", "Appearance"),
        lambda: translate("SettingsPane", "How the window looks. Changes are kept at once; Ctrl Z takes one back."),
    ),
    Section(
        "engine",
        lambda: translate("SettingsPane", "Engine and memory"),
        lambda: translate("SettingsPane", "How models run on this machine. A change is used from the next message on."),
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
)

TITLES: dict[str, Callable[[], str]] = {
    **{section.key: section.title for section in SECTIONS},
    "keyboard": lambda: translate("SettingsPane", "Keyboard"),
    "files": lambda: translate("SettingsPane", "Privacy and files"),
    "backups": lambda: translate("Backups", "Backups"),
    "about": lambda: translate("SettingsPane", "About"),
}


def add_commands(widget: QWidget, pane: Callable[[], Pane]) -> None:
    """Each section as a place that the palette leads to; they go with `widget`."""
    for key, title in TITLES.items():
        commands.add(Command(f"settings.{key}", partial(_name, title), partial(_go, key, pane), names.settings), widget)


def _name(title: Callable[[], str]) -> str:
    return translate("SettingsPane", "Settings: {section}").format(section=title())


def _go(key: str, pane: Callable[[], Pane]) -> None:
    from desktop.ui.panes.settings.pane import SettingsPane

    found = pane()
    assert isinstance(found, SettingsPane)
    found.show_requested.emit()
    found.go(key)
