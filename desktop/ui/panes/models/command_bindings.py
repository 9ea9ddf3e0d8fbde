"""Joins what can be done with a model of the list to one pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.ui.commands import commands
from desktop.ui.model_list import ModelList
from desktop.ui.panes.models.adapters.adapters_section import AdaptersSection
from desktop.ui.panes.models.adapters.command_bindings import bind_adapters
from desktop.ui.panes.models.downloads.command_bindings import bind_downloads
from desktop.ui.panes.models.downloads.downloads_section import DownloadsSection
from desktop.ui.panes.models.hardware.command_bindings import bind_hardware
from desktop.ui.panes.models.hardware.hardware_section import HardwareSection
from desktop.ui.panes.models.machine.command_bindings import bind_machine
from desktop.ui.panes.models.machine.commands import REMOVE, SHOW_FOLDER
from desktop.ui.panes.models.options.commands import OPTIONS
from desktop.ui.panes.models.pane import ModelsPane

if TYPE_CHECKING:
    from desktop.library.models import ModelFile


def bind_commands(pane: ModelsPane, model_list: ModelList) -> None:
    """For the menus of the cards."""
    commands.bind_on(SHOW_FOLDER, _show_folder, pane.page())
    commands.bind_on(OPTIONS, pane.show_options, pane.page())
    commands.bind_on(REMOVE, lambda model: model_list.remove(model.key), pane.page())
    bind_machine(pane.machine, model_list)
    downloads = pane.sections[DownloadsSection.key]
    assert isinstance(downloads, DownloadsSection)
    bind_downloads(downloads)
    hardware = pane.sections[HardwareSection.key]
    assert isinstance(hardware, HardwareSection)
    bind_hardware(hardware)
    adapters = pane.sections[AdaptersSection.key]
    assert isinstance(adapters, AdaptersSection)
    bind_adapters(adapters)
    pane.adopt_pages()


def _show_folder(model: ModelFile) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(model.path.parent)))
