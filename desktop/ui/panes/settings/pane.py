"""The pane: sections and search in the column, pages, the privacy line at the column's foot."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.base.error_text import Told
from desktop.base.i18n import translate
from desktop.base.settings import ALL, Setting
from desktop.ui.commands import commands
from desktop.ui.frame.commands import SEARCH
from desktop.ui.model_list import ModelList
from desktop.ui.pane import Pane
from desktop.ui.panes import names
from desktop.ui.panes.settings.backups_page import BackupsPage
from desktop.ui.panes.settings.commands import UNDO
from desktop.ui.panes.settings.consequences import Consequences
from desktop.ui.panes.settings.data.move_row import MoveRow
from desktop.ui.panes.settings.data.remove_row import RemoveRow
from desktop.ui.panes.settings.data.updates_page import UpdatesPage
from desktop.ui.panes.settings.keyboard import keyboard_page
from desktop.ui.panes.settings.pages import about_page, files_page, rows_page, section_page
from desktop.ui.panes.settings.privacy.network_page import NetworkPage, Promise
from desktop.ui.panes.settings.row import SettingRow
from desktop.ui.panes.settings.sections import SECTIONS, TITLES
from desktop.ui.panes.settings.settings_writer import SettingsWriter
from desktop.ui.services import Services
from desktop.ui.widgets import Notice, Page, RowButton, SearchField

_GROUPS = (
    ("general", "appearance", "keyboard"),
    ("engine", "hub", "chat", "translate"),
    ("files", "network", "backups", "updates", "about"),
)


class SettingsPane(Pane):
    """Everything that can be set, from the declarations."""

    key = "settings"

    def __init__(self, services: Services, model_list: ModelList) -> None:
        super().__init__()
        self.writer = SettingsWriter(services.settings, self)
        self._consequences = Consequences(services, model_list)
        self._makers: dict[str, Callable[[], Page]] = {
            **{
                section.key: partial(section_page, section, self.writer, self._consequences, services, model_list)
                for section in SECTIONS
            },
            "keyboard": keyboard_page,
            "files": lambda: files_page(services.paths, (MoveRow(services), RemoveRow(services))),
            "network": NetworkPage,
            "updates": partial(UpdatesPage, services, self.writer, self._consequences),
            "backups": partial(BackupsPage, services),
            "about": about_page,
        }
        self._pages: dict[str, Page] = {}
        self._rows: dict[str, RowButton] = {}
        self._results: Page | None = None
        self._page, self._stack = self._build_page()
        self._column = self._build_column()
        self.writer.toasts_over = self._page
        commands.bind(UNDO, self.writer.undo, self._page, everywhere=False, also=(self._column,))
        self.writer.not_written.connect(self._not_written)
        model_list.changed.connect(self._refresh_consequences)
        model_list.state_changed.connect(self._refresh_consequences)
        self.show_section(SECTIONS[0].key)

    def name(self) -> str:
        return names.settings()

    def column(self) -> QWidget:
        return self._column

    def page(self) -> QWidget:
        return self._page

    def activate(self) -> None:
        checked = next((row for row in self._rows.values() if row.isChecked()), None)
        if checked is not None:
            checked.setFocus(Qt.FocusReason.MouseFocusReason)

    def search(self) -> None:
        self.search_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_field.selectAll()

    @property
    def section_shown(self) -> str:
        """The key of the section in front."""
        return next((key for key, row in self._rows.items() if row.isChecked()), "")

    @property
    def help_topic(self) -> str:
        return f"settings#{self.section_shown}"

    def state(self) -> dict[str, object]:
        return {"section": self.section_shown}

    def restore(self, state: dict[str, object]) -> None:
        section = state.get("section")
        if isinstance(section, str) and section in self._makers:
            self.show_section(section)

    def show_section(self, key: str) -> None:
        """Bring a page to the front."""
        self._rows[key].setChecked(True)
        self._stack.setCurrentWidget(self.section(key))

    def section(self, key: str) -> Page:
        """The page of a section, built when it is first needed."""
        if key not in self._pages:
            page = self._pages[key] = self._makers[key]()
            self._stack.addWidget(page)
        return self._pages[key]

    # -- building --------------------------------------------------------------------------------------------------

    def _build_page(self) -> tuple[QWidget, QStackedWidget]:
        page = QWidget()
        self._page_column = QVBoxLayout(page)
        self._page_column.setContentsMargins(0, 0, 0, 0)
        self._page_column.setSpacing(0)
        stack = QStackedWidget()
        self._page_column.addWidget(stack, 1)
        return page, stack

    def _build_column(self) -> QWidget:
        column = QWidget()
        rows = QVBoxLayout(column)
        rows.setContentsMargins(8, 0, 8, 16)
        rows.setSpacing(0)
        self.search_field = SearchField(lambda: translate("SettingsPane", "Find a setting"), command=SEARCH)
        self.search_field.textChanged.connect(self._find)
        self.search_field.escaped.connect(self.activate)
        rows.addWidget(self.search_field)
        rows.addSpacing(16)
        for group in _GROUPS:
            for key in group:
                rows.addWidget(self._row(key, TITLES[key], column))
            rows.addSpacing(8)
        rows.addStretch(1)
        rows.addWidget(Promise(column))
        return column

    def _row(self, key: str, title: Callable[[], str], parent: QWidget) -> RowButton:
        row = RowButton(title, parent)
        row.clicked.connect(lambda: self.go(key))
        self._rows[key] = row
        return row

    def go(self, part: str) -> None:
        """A page, whatever was searched for before."""
        self.search_field.clear()
        self.show_section(part)

    # -- following -------------------------------------------------------------------------------------------------

    def _find(self, text: str) -> None:
        """Show the settings whose words hold every word typed; the section again when the field is empty."""
        if self._results is not None:
            self._stack.removeWidget(self._results)
            self._results.deleteLater()
            self._results = None
        words = text.lower().split()
        if not words:
            self._stack.setCurrentWidget(self.section(self.section_shown or SECTIONS[0].key))
            return
        found = [setting for setting in ALL if setting.section and _holds(setting, words)]
        number = len(found)
        self._results = rows_page(
            lambda: translate("SettingsPane", "Search"),
            lambda: (
                translate("SettingsPane", "%n setting(s) found.", "", number)
                if number
                else translate("SettingsPane", "No setting has these words.")
            ),
            found,
            self.writer,
            self._consequences,
        )
        self._stack.addWidget(self._results)
        self._stack.setCurrentWidget(self._results)

    def _refresh_consequences(self) -> None:
        for row in self._page.findChildren(SettingRow):
            row.show_consequence()

    def _not_written(self, told: Told) -> None:
        notice = Notice(told.what, told.cause, closable=True)
        notice.closed.connect(notice.deleteLater)
        self._page_column.insertWidget(0, notice)


def _holds(setting: Setting, words: list[str]) -> bool:
    section = next((section.title() for section in SECTIONS if section.key == setting.section), "")
    choices = " ".join(word for _, word in setting.choices())
    text = f"{setting.label()} {setting.consequence()} {section} {choices} {setting.key}".lower()
    return all(word in text for word in words)
