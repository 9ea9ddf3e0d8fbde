"""The pane: its sections as rows in the column, the page of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.frame.commands import ADD_MODEL
from desktop.ui.frame.model_picker import ask_for_model
from desktop.ui.model_list import ModelList
from desktop.ui.pane import Pane
from desktop.ui.panes import names
from desktop.ui.panes.models.catalogue.recommended_section import RecommendedSection
from desktop.ui.panes.models.machine.machine_section import MachineSection
from desktop.ui.panes.models.machine.views import FOLDERS, View
from desktop.ui.panes.models.options.options_sheet import OptionsSheet
from desktop.ui.panes.models.section import Section
from desktop.ui.panes.models.sections import GROUPS
from desktop.ui.services import Services
from desktop.ui.widgets import CommandIcon, Label, RowButton, toast

if TYPE_CHECKING:
    from desktop.library.models import ModelFile


class ModelsPane(Pane):
    """Which models there are, how to get better ones, and what they run on."""

    key = "models"

    def __init__(self, services: Services, model_list: ModelList) -> None:
        super().__init__()
        self._services = services
        self._model_list = model_list
        self.sections: dict[str, Section] = {}
        self._rows: dict[str, RowButton] = {}
        self._pages: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self._column = self._build_column(services)
        self._shown = RecommendedSection.key
        self.show_section(self._shown)

    def name(self) -> str:
        return names.models()

    def title(self) -> str:
        return self.sections[self._shown].title()

    @property
    def help_topic(self) -> str:
        return f"models#{self._shown}"

    def column_actions(self) -> QWidget:
        return CommandIcon(ADD_MODEL)

    def column(self) -> QWidget:
        return self._column

    def page(self) -> QWidget:
        return self._stack

    def activate(self) -> None:
        self.sections[self._shown].activate()

    def go(self, part: str) -> None:
        if part == FOLDERS:
            self.machine.show_view(View(FOLDERS))
        else:
            self.show_section(part)

    def state(self) -> dict[str, object]:
        return {"section": self._shown}

    def restore(self, state: dict[str, object]) -> None:
        section = state.get("section")
        if isinstance(section, str) and section in self.sections:
            self.show_section(section)

    def ask(self) -> None:
        """Let a person choose a file."""
        ask_for_model(self._stack.window(), self._model_list)

    def show_options(self, model: ModelFile) -> OptionsSheet:
        """Let a person choose how one model is loaded."""
        sheet = OptionsSheet(self._stack, self._services, model)
        sheet.kept.connect(lambda _: self._options_kept(model))
        sheet.open_over()
        return sheet

    def _options_kept(self, model: ModelFile) -> None:
        said = translate("ModelOptions", "Kept. From the next message on {name} is loaded like this.")
        toast(self._stack, said.format(name=model.name))
        self._model_list.refresh()

    @property
    def machine(self) -> MachineSection:
        """The section of the models that are here."""
        section = self.sections[MachineSection.key]
        assert isinstance(section, MachineSection)
        return section

    def show_section(self, key: str) -> None:
        """Bring a section to the front."""
        section = self.sections[key]
        if key not in self._pages:
            self._add_page(section)
        changed = key != self._shown
        self._shown = key
        self._mark_rows()
        self._stack.setCurrentWidget(self._pages[key])
        if changed:
            self.title_changed.emit()
            self.state_changed.emit()
            section.activate()

    def adopt_pages(self) -> None:
        """Let the pages that are built before they are shown belong to the window, and go with it."""
        for section in self.sections.values():
            if section.built is not None and section.key not in self._pages:
                self._add_page(section)

    def _add_page(self, section: Section) -> None:
        self._pages[section.key] = section.page()
        self._stack.addWidget(self._pages[section.key])

    def _row_pressed(self, section: Section) -> None:
        section.row_pressed()
        self.show_section(section.key)

    def _mark_rows(self) -> None:
        for key, section in self.sections.items():
            self._rows[key].mark(section.mark_row(key == self._shown))

    # -- building --------------------------------------------------------------------------------------------------

    def _build_column(self, services: Services) -> QWidget:
        column = QWidget()
        rows = QVBoxLayout(column)
        rows.setContentsMargins(8, 0, 8, 16)
        rows.setSpacing(0)
        for group in GROUPS:
            heading = Label(group.heading, "meta_strong", "secondary")
            heading.setContentsMargins(8, 6, 8, 6)
            rows.addWidget(heading)
            for make in group.makers:
                self._add_section(make(services, self._model_list), column, rows)
            rows.addSpacing(12)
        rows.addStretch(1)
        return column

    def _add_section(self, section: Section, column: QWidget, rows: QVBoxLayout) -> None:
        section.setParent(self)
        row = RowButton(section.name, column)
        row.clicked.connect(lambda: self._row_pressed(section))
        section.show_requested.connect(lambda: self.show_section(section.key))
        section.title_changed.connect(self.title_changed)
        section.note_changed.connect(lambda: row.set_note(section.note()))
        row.set_note(section.note())
        self.sections[section.key] = section
        self._rows[section.key] = row
        rows.addWidget(row)
        own = section.rows()
        if own is not None:
            rows.addWidget(own)
