"""What is in memory, and which model is for what."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from desktop.base.i18n import translate
from desktop.ui import tasks
from desktop.ui.commands import commands
from desktop.ui.model_list import ModelList
from desktop.ui.panes.models.options.commands import OPTIONS
from desktop.ui.panes.models.options.loaded_card import LoadedCard
from desktop.ui.panes.models.options.option_row import OptionRow
from desktop.ui.panes.models.options.words import role_word
from desktop.ui.panes.models.section import Section
from desktop.ui.role_model import CHAT, PROSE, TRANSLATION
from desktop.ui.services import Services
from desktop.ui.text.number_format import bytes_text
from desktop.ui.widgets import Page, Paragraph

if TYPE_CHECKING:
    from desktop.features.models.engines import LoadedModel

_DEFAULT = ""


class LoadedSection(Section):
    """Its note in the column is what all models hold together."""

    key = "memory"

    def __init__(self, services: Services, model_list: ModelList) -> None:
        super().__init__()
        self._engines = services.model_manager.engines
        self._model_list = model_list
        self.loaded: list[LoadedModel] = []
        self.cards: dict[str, LoadedCard] = {}
        self.roles: dict[str, OptionRow] = {}
        self._asked = 0
        self.built = self._page = self._build_page()
        for role in model_list.roles.values():
            role.changed.connect(self.refresh)
        model_list.changed.connect(self._show_roles)

    def name(self) -> str:
        return translate("ModelOptions", "In memory")

    def note(self) -> str:
        held = sum(one.held for one in self.loaded)
        return bytes_text(held) if held else ""

    def page(self) -> Page:
        return self._page

    def activate(self) -> None:
        self._model_list.follow_translation()
        self.refresh()
        self._show_roles()

    def refresh(self) -> None:
        """Ask what is in memory; the system is asked on another thread."""
        self._asked += 1
        tasks.run(self._engines.loaded, partial(self._take, self._asked), owner=self)

    # -- building --------------------------------------------------------------------------------------------------

    def _build_page(self) -> Page:
        page = Page(
            lambda: translate("ModelOptions", "Models in memory"),
            lambda: translate(
                "ModelOptions",
                "Models stay loaded side by side where memory allows; otherwise the one that rests leaves first, and "
                "never one that is writing.",
            ),
        )
        page.column.addSpacing(20)
        self._empty = Paragraph(
            lambda: translate("ModelOptions", "No model is loaded. The next message loads the one it needs."), "chat"
        )
        page.column.addWidget(self._empty)
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(12)
        page.column.addLayout(self._card_column)
        page.add_heading(lambda: translate("ModelOptions", "Which model is for what"))
        for role in (CHAT, PROSE, TRANSLATION):
            row = self.roles[role] = OptionRow(partial(role_word, role), partial(self._choices, role))
            row.chosen.connect(partial(self._choose, role))
            page.column.addWidget(row)
        page.finish()
        return page

    def _choices(self, role: str) -> tuple[tuple[Any, str], ...]:
        default = self._model_list.roles[role].default_name()
        models = tuple((entry.model.key, entry.model.name) for entry in self._model_list.entries)
        return ((_DEFAULT, default), *models) if default else models

    def _choose(self, role: str, key: str) -> None:
        chosen = self._model_list.roles[role]
        chosen.use(key) if key else chosen.use_default()

    def _show_roles(self) -> None:
        for role, row in self.roles.items():
            model = self._model_list.roles[role]
            current = model.current
            follows = bool(model.default_name()) and model.follows
            row.show_value(_DEFAULT if follows or current is None else current.key)
            row.say(current.name if follows and current is not None else "")

    def _take(self, asked: int, loaded: list[LoadedModel]) -> None:
        if asked != self._asked:
            return
        self.loaded = loaded = [one for one in loaded if not one.model.host]
        found = {str(one.model.path): one for one in loaded}
        for path in [path for path in self.cards if path not in found]:
            card = self.cards.pop(path)
            card.hide()
            card.deleteLater()
        for path, one in found.items():
            if path in self.cards:
                self.cards[path].show_loaded(one)
            else:
                self._add_card(path, one)
        self._empty.setVisible(not self.cards)
        self._show_roles()
        self.note_changed.emit()

    def _add_card(self, path: str, one: LoadedModel) -> None:
        card = self.cards[path] = LoadedCard(one)
        card.unload_asked.connect(partial(self._model_list.unload_model, one.model))
        card.options_asked.connect(lambda: commands.run(OPTIONS.on(one.model)))
        self._card_column.addWidget(card)
