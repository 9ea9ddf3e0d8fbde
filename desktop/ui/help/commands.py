"""What the help can do: be searched, go back and forward. What opens it is the frame's."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.ui.commands import Command


def _group() -> str:
    return translate("Help", "Help")


SEARCH = Command("help.search", lambda: translate("Help", "Search the help"), _group, "Ctrl+F")
BACK = Command("help.back", lambda: translate("Help", "Back in the help"), _group, "Alt+Left", icon="chevron-left")
FORWARD = Command(
    "help.forward", lambda: translate("Help", "Forward in the help"), _group, "Alt+Right", icon="chevron-right"
)
CLOSE = Command("help.close", lambda: translate("Help", "Close the help"), _group, "Esc")

ALL = (SEARCH, BACK, FORWARD, CLOSE)
