"""What can be done in the small window that translates the clipboard."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.ui.commands import Command


def _group() -> str:
    return translate("QuickWindow", "Translation window")


SHOW = Command("translate.quick", lambda: translate("QuickWindow", "Translate the clipboard"), _group)
CLOSE = Command(
    "quick.close",
    lambda: translate("QuickWindow", "Close the translation window"),
    _group,
    "Escape",
    icon="x",
    label=lambda: translate("QuickWindow", "Close"),
)
COPY = Command(
    "quick.copy",
    lambda: translate("QuickWindow", "Copy the translation"),
    _group,
    "Ctrl+Shift+C",
    icon="copy",
    label=lambda: translate("QuickWindow", "Copy"),
)
PANE = Command(
    "quick.pane",
    lambda: translate("QuickWindow", "Open it in the pane"),
    _group,
    "Ctrl+O",
    label=lambda: translate("QuickWindow", "Open in the pane"),
)
SWAP = Command("quick.swap", lambda: translate("QuickWindow", "Swap the languages"), _group, "Ctrl+Shift+S")

ALL = (SHOW, CLOSE, COPY, PANE, SWAP)
