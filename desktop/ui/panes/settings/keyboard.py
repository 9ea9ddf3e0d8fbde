"""The page of the keyboard shortcuts."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.ui.frame.commands import PALETTE
from desktop.ui.frame.shortcut_list import ShortcutRows
from desktop.ui.widgets import Page, SearchField


def keyboard_page() -> Page:
    """Every shortcut, grouped and searchable."""
    page = Page(
        lambda: translate("SettingsPane", "Keyboard"),
        lambda: translate(
            "SettingsPane",
            "Everything can be done without a mouse. {keys} finds a command by a few letters of its name.",
        ).format(keys=PALETTE.keys_text),
    )
    field = SearchField(lambda: translate("Shortcuts", "Find a shortcut"))
    rows = ShortcutRows()
    field.textChanged.connect(rows.show_only)
    page.column.addSpacing(16)
    page.column.addWidget(field)
    page.column.addSpacing(12)
    page.column.addWidget(rows)
    page.finish()
    return page
