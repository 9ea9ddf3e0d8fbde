"""What can be done with the settings."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.ui.commands import Command, Words


def _group() -> str:
    return translate("SettingsPane", "Settings")


UNDO = Command(
    "settings.undo", lambda: translate("SettingsPane", "Take back the last change of a setting"), _group, "Ctrl+Z"
)

ALL = (UNDO,)


def go_to(section: str, title: Words) -> Command:
    """A section as a place that the palette leads to."""
    return Command(
        f"settings.{section}",
        lambda: translate("SettingsPane", "Settings: {section}").format(section=title()),
        _group,
    )
