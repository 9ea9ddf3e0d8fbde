"""What everything that floats over a window understands."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.ui.commands import Command

CLOSE = Command(
    "popup.close",
    lambda: translate("Widgets", "Close what is open over the window"),
    lambda: translate("Commands", "Window"),
    "Escape",
    icon="x",
    label=lambda: translate("Widgets", "Close"),
    own_keys=True,
)
