"""The models on this machine: one's own as rows, other programs' under their name, what can't be used, folders."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.frame.commands import ADD_MODEL
from desktop.ui.model_list import Entry, ModelList
from desktop.ui.panes.models.machine.card import ModelCard
from desktop.ui.panes.models.machine.cards import Cards
from desktop.ui.panes.models.machine.folders_page import FoldersPage
from desktop.ui.panes.models.machine.move_controller import MoveController
from desktop.ui.panes.models.machine.problems_page import ProblemsPage
from desktop.ui.panes.models.machine.views import FOLDERS, OWN_VIEW, PROBLEMS, View, by_view, view_of
from desktop.ui.panes.models.section import Section
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import CommandButton, Label, Page, Paragraph, RowButton, toast

if TYPE_CHECKING:
    from desktop.library.models import ModelFile

_MOST_ROWS = 12  # of one's own models; the page has them all


class MachineSection(Section):
    """What is on this machine, and how to get a better model."""

    key = "machine"

    def __init__(self, services: Services, model_list: ModelList) -> None:
        super().__init__()
        self._model_list = model_list
        self.library = services.library
        self.mover = MoveController(services, model_list, self)
        self.view = OWN_VIEW
        self._model = ""  # whose row is selected
        self._views: dict[View, list[Entry]] = {}
        self._model_rows: dict[str, RowButton] = {}
        self._view_rows: dict[View, RowButton] = {}
        self._column = self._build_rows()
        self.built = self._pages = QStackedWidget()
        self._cards_page = self._build_page()
        self.problems = ProblemsPage(model_list)
        self.folders = FoldersPage(model_list, self.mover)
        for page in (self._cards_page, self.problems, self.folders):
            self._pages.addWidget(page)
        model_list.changed.connect(self._read)
        model_list.judged.connect(self._show_judged)
        model_list.state_changed.connect(self._show_states)
        model_list.removed.connect(self._removed)
        say(self, lambda _: self._say_anew(), lambda: "")

    @property
    def cards(self) -> dict[str, ModelCard]:
        """The cards that are shown, by the models' keys."""
        return self._cards.cards

    def name(self) -> str:
        return translate("ModelsPane", "Installed")

    def title(self) -> str:
        return self.view.title()

    def note(self) -> str:
        count = len(self._model_list.entries) + len(self._model_list.silent)
        return f"{count:,}" if count else ""

    def rows(self) -> QWidget:
        return self._column

    def page(self) -> QWidget:
        return self._pages

    def row_pressed(self) -> None:
        self.show_view(OWN_VIEW)

    def mark_row(self, shown: bool) -> bool:
        for key, row in self._model_rows.items():
            row.mark(shown and key == self._model)
        for view, row in self._view_rows.items():
            row.mark(shown and view == self.view)
        return shown and self.view == OWN_VIEW and not self._model

    def activate(self) -> None:
        self._model_list.refresh()
        self._model_list.measure()
        self.mover.read()
        if not self._pages.isAncestorOf(self._pages.focusWidget() or self._column):
            button = self.folders.move_button if self.view.key == FOLDERS else self._add_button
            button.setFocus(Qt.FocusReason.MouseFocusReason)

    def show_model(self, key: str) -> None:
        """Bring a model's card into view."""
        entry = next((entry for entry in self._all() if entry.model.key == key), None)
        if entry is None:
            return
        self.show_view(view_of(entry.model.owner))
        card = self._cards.card(key)
        self._model = key if key in self._model_rows else ""
        self.show_requested.emit()  # which marks the row
        if card is not None:
            QTimer.singleShot(0, card, lambda: self._cards_page.ensureWidgetVisible(card, 0, 24))

    def show_view(self, view: View) -> None:
        """Show one's own models, another program's, what can't be used, or the folders."""
        changed = view != self.view
        self.view, self._model = view, ""
        page = {PROBLEMS: self.problems, FOLDERS: self.folders}.get(view.key, self._cards_page)
        self._pages.setCurrentWidget(page)
        if page is self._cards_page:
            if changed:
                self._cards.begin_anew()
            self._show_cards()
        self.show_requested.emit()
        if changed:
            self.title_changed.emit()

    def move_to(self, folder: Path) -> None:
        """Move all models there."""
        self.show_view(View(FOLDERS))
        self.mover.move(folder)

    # -- building --------------------------------------------------------------------------------------------------

    def _build_rows(self) -> QWidget:
        column = QWidget()
        self._row_column = QVBoxLayout(column)
        self._row_column.setContentsMargins(0, 0, 0, 0)
        self._row_column.setSpacing(0)
        return column

    def _build_page(self) -> Page:
        page = Page(
            self._heading,
            self._below_heading,
        )
        page.column.addSpacing(20)
        self._empty = Paragraph(lambda: translate("ModelsPane", "There is no model on this machine yet."), "chat")
        self._empty.hide()
        page.column.addWidget(self._empty)
        self._cards = Cards(self._model_list)
        page.column.addWidget(self._cards)
        self._better = QWidget()
        better = QVBoxLayout(self._better)
        better.setContentsMargins(0, 28, 0, 0)
        better.setSpacing(0)
        better.addWidget(Label(lambda: translate("ModelsPane", "A better model"), "chat_strong"))
        better.addSpacing(4)
        better.addWidget(Paragraph(_advice, "chrome", "secondary"))
        better.addSpacing(16)
        self._add_button = CommandButton(ADD_MODEL, "primary")
        better.addWidget(self._add_button, 0, Qt.AlignmentFlag.AlignLeft)
        page.column.addWidget(self._better)
        page.finish()
        return page

    def _heading(self) -> str:
        return translate("ModelsPane", "Models") if self.view == OWN_VIEW else self.view.title()

    def _below_heading(self) -> str:
        if self.view == OWN_VIEW:
            return translate("ModelsPane", "They run on this machine; what you write never leaves it.")
        return translate("ModelsPane", "They are used where they lie; nothing in that program’s folder is changed.")

    # -- following -------------------------------------------------------------------------------------------------

    def _all(self) -> list[Entry]:
        listed = [*self._model_list.entries, *self._model_list.silent]
        return [entry for entry in listed if entry.model.endpoint is None]  # the others have a section of their own

    def _read(self) -> None:
        """The list has changed: rows, and what the page shows."""
        self._views = by_view(self._all())
        self._arrange_rows()
        if self.view not in self._view_rows and self.view != OWN_VIEW:
            self.view = OWN_VIEW  # the last of them has gone
            self._pages.setCurrentWidget(self._cards_page)
            self.title_changed.emit()
        self.problems.show_problems()
        self.folders.show_places()
        self._show_cards()
        self.note_changed.emit()

    def _show_judged(self) -> None:
        self._views = by_view(self._all())
        self._cards.show_entries(self._views.get(self.view, []))

    def _say_anew(self) -> None:
        self._cards.rebuild()
        self.problems.show_problems(anew=True)
        self.folders.show_places(anew=True)
        self._read()

    def _show_cards(self) -> None:
        self._cards.show_entries(self._views.get(self.view, []))
        self._empty.setVisible(self._model_list.read and not self._all())
        self._better.setVisible(self.view == OWN_VIEW)
        self._cards_page.heading.setText(self._heading())
        self._cards_page.note.set_text(self._below_heading())
        self._show_states()

    def _arrange_rows(self) -> None:
        """Rows that are right already stay: one may have the focus."""
        own = {entry.model.key: entry for entry in self._views[OWN_VIEW][:_MOST_ROWS]}
        views = [view for view in self._views if view != OWN_VIEW]
        views += [View(PROBLEMS)] if self._model_list.problems else []
        views.append(View(FOLDERS))
        for key, row in list(self._model_rows.items()):
            if key not in own or own[key].model.name != row.text():
                self._drop_row(self._model_rows.pop(key))
        for view in [view for view in self._view_rows if view not in views]:
            self._drop_row(self._view_rows.pop(view))
        for place, (key, entry) in enumerate(own.items()):
            if key not in self._model_rows:
                row = RowButton(partial(str, entry.model.name), self._column)
                row.clicked.connect(partial(self.show_model, key))
                self._row_column.insertWidget(place, row)
                self._model_rows[key] = row
        for place, view in enumerate(views, len(own)):
            if view not in self._view_rows:
                row = RowButton(view.title, self._column)
                row.clicked.connect(partial(self.show_view, view))
                self._row_column.insertWidget(place, row)
                self._view_rows[view] = row
            self._view_rows[view].set_note(self._count(view))

    def _count(self, view: View) -> str:
        if view.key == PROBLEMS:
            return f"{len(self._model_list.problems):,}"
        return f"{len(self._views[view]):,}" if view in self._views else ""

    def _drop_row(self, row: RowButton) -> None:
        row.hide()
        self._row_column.removeWidget(row)
        row.setParent(None)
        row.deleteLater()

    def _show_states(self) -> None:
        self._cards.show_states()

    def _removed(self, model: ModelFile, in_use: str) -> None:
        said = translate("ModelsPane", "{name} is off the list; its file stays.").format(name=model.name)
        toast(self._pages, said, partial(self._model_list.put_back, model, in_use))


def _advice() -> str:
    return translate(
        "ModelsPane",
        "The starters are small, so that Lamplight answers at once; they are often wrong. A larger model writes far "
        "better. Any GGUF file works: look for an “Instruct” model of 3 to 8 billion parameters in Q4_K_M, as large as "
        "your memory allows, download it from a place you trust, and drop the file anywhere on this window.",
    )
