"""Joins what can be done about the hardware to one section."""

from __future__ import annotations

from desktop.ui.commands import commands
from desktop.ui.panes.models.hardware.commands import COPY_REPORT, LOOK_AGAIN, OPEN_FOLDER, TEST
from desktop.ui.panes.models.hardware.hardware_section import HardwareSection


def bind_hardware(section: HardwareSection) -> None:
    """For the buttons of the page and for the palette, which shows the page first."""
    owner = section.page()
    commands.bind(TEST, section.test, owner, enabled=lambda: not section.busy)
    commands.bind(LOOK_AGAIN, section.look_again, owner, enabled=lambda: not section.busy)
    commands.bind(COPY_REPORT, section.copy_report, owner)
    commands.bind(OPEN_FOLDER, section.open_folder, owner)
