"""The models on this machine, as rows in the column and as cards on the page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.frame.commands import ADD_MODEL
from desktop.ui.model_list import Entry, ModelList
from desktop.ui.panes.models.machine.card import ModelCard
from desktop.ui.panes.models.section import Section
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import CommandButton, Label, Page, Paragraph, RowButton, toast

if TYPE_CHECKING:
    from desktop.library.models import ModelFile


class MachineSection(Section):
    """What is on this machine, and how to get a better model."""

    key = "machine"

    def __init__(self, _services: Services, model_list: ModelList) -> None:
        super().__init__()
        self._model_list = model_list
        self.cards: dict[str, ModelCard] = {}
        self._rows: dict[str, RowButton] = {}
        self._column = self._build_rows()
        self._page = self._build_page()
        model_list.changed.connect(self._rebuild)
        model_list.state_changed.connect(self._show_states)
        model_list.removed.connect(self._removed)
        say(self, lambda _: self._rebuild(), lambda: "")

    def name(self) -> str:
        return translate("ModelsPane", "Installed")

    def title(self) -> str:
        return translate("ModelsPane", "Models on this machine")

    def rows(self) -> QWidget:
        return self._column

    def page(self) -> QWidget:
        return self._page

    def activate(self) -> None:
        self._model_list.refresh()
        self._model_list.measure()
        if not self._page.isAncestorOf(self._page.focusWidget() or self._column):
            self._add_button.setFocus(Qt.FocusReason.MouseFocusReason)

    def show_model(self, key: str) -> None:
        """Bring a model's card into view."""
        if key in self.cards:
            self.show_requested.emit()
            self._rows[key].setChecked(True)
            card = self.cards[key]
            QTimer.singleShot(0, card, lambda: self._page.ensureWidgetVisible(card, 0, 24))

    # -- building --------------------------------------------------------------------------------------------------

    def _build_rows(self) -> QWidget:
        column = QWidget()
        self._row_column = QVBoxLayout(column)
        self._row_column.setContentsMargins(0, 0, 0, 0)
        self._row_column.setSpacing(0)
        return column

    def _build_page(self) -> Page:
        page = Page(
            lambda: translate("ModelsPane", "Models"),
            lambda: translate("ModelsPane", "They run on this machine; what you write never leaves it."),
        )
        page.column.addSpacing(20)
        self._empty = Paragraph(lambda: translate("ModelsPane", "There is no model on this machine yet."), "chat")
        self._empty.hide()
        page.column.addWidget(self._empty)
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(12)
        page.column.addLayout(self._card_column)
        page.column.addSpacing(28)
        page.column.addWidget(Label(lambda: translate("ModelsPane", "A better model"), "chat_strong"))
        page.column.addSpacing(4)
        page.column.addWidget(Paragraph(_advice, "chrome", "secondary"))
        page.column.addSpacing(16)
        self._add_button = CommandButton(ADD_MODEL, "primary")
        page.column.addWidget(self._add_button, 0, Qt.AlignmentFlag.AlignLeft)
        page.finish()
        return page

    def _rebuild(self) -> None:
        """Cards and rows anew, where the list or the language changed."""
        for old in (*self.cards.values(), *self._rows.values()):
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self.cards.clear()
        self._rows.clear()
        for entry in self._model_list.entries:
            self._add_entry(entry)
        self._empty.setVisible(self._model_list.read and not self.cards)
        self._show_states()

    def _add_entry(self, entry: Entry) -> None:
        key = entry.model.key
        card = ModelCard(entry, self._model_list)
        card.use_asked.connect(partial(self._model_list.use, key))
        self._card_column.addWidget(card)
        self.cards[key] = card
        row = RowButton(lambda: entry.model.name, self._column)
        row.clicked.connect(partial(self.show_model, key))
        self._row_column.addWidget(row)
        self._rows[key] = row

    def _show_states(self) -> None:
        for card in self.cards.values():
            card.show_state()
        current = self._model_list.current
        if current is not None and current.key in self._rows and not any(r.isChecked() for r in self._rows.values()):
            self._rows[current.key].setChecked(True)

    def _removed(self, model: ModelFile, in_use: str) -> None:
        said = translate("ModelsPane", "{name} is off the list; its file stays.").format(name=model.name)
        toast(self._page, said, partial(self._model_list.put_back, model, in_use))


def _advice() -> str:
    return translate(
        "ModelsPane",
        "The starters are small, so that Lamplight answers at once; they are often wrong. A larger model writes far "
        "better. Any GGUF file works: look for an “Instruct” model of 3 to 8 billion parameters in Q4_K_M, as large as "
        "your memory allows, download it from a place you trust, and drop the file anywhere on this window.",
    )
