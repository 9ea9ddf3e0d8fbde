"""The sections of the models pane, in the order of its column, by group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.base.i18n import translate
from desktop.ui.model_list import ModelList
from desktop.ui.panes.models.adapters.adapters_section import AdaptersSection
from desktop.ui.panes.models.catalogue.recommended_section import RecommendedSection
from desktop.ui.panes.models.catalogue.search_section import SearchSection
from desktop.ui.panes.models.downloads.downloads_section import DownloadsSection
from desktop.ui.panes.models.endpoints.endpoints_section import EndpointsSection
from desktop.ui.panes.models.hardware.hardware_section import HardwareSection
from desktop.ui.panes.models.machine.machine_section import MachineSection
from desktop.ui.panes.models.options.loaded_section import LoadedSection
from desktop.ui.panes.models.section import Section
from desktop.ui.services import Services

Maker = Callable[[Services, ModelList], Section]


@dataclass(frozen=True)
class Group:
    """Sections under one heading; "" for none."""

    heading: Callable[[], str]
    makers: tuple[Maker, ...]


GROUPS: tuple[Group, ...] = (
    Group(lambda: translate("ModelsPane", "For this machine"), (RecommendedSection, SearchSection, DownloadsSection)),
    Group(lambda: translate("ModelsPane", "On this machine"), (MachineSection, LoadedSection)),
    Group(lambda: translate("ModelsPane", "Engine"), (HardwareSection, AdaptersSection, EndpointsSection)),
)
