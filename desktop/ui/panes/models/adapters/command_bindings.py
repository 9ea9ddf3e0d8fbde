"""Joins what can be done with adapters to their section."""

from __future__ import annotations

from desktop.ui.commands import commands
from desktop.ui.panes.models.adapters.adapters_section import AdaptersSection
from desktop.ui.panes.models.adapters.commands import ADD_ADAPTER, REMOVE_ADAPTER


def bind_adapters(section: AdaptersSection) -> None:
    """For the buttons of the section, and the palette while it is seen."""
    commands.bind(ADD_ADAPTER, section.ask, section.page(), everywhere=False, while_seen=True)
    commands.bind_on(REMOVE_ADAPTER, section.remove, section.page())
