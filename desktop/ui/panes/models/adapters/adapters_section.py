"""The shelf of a model: its adapters with their sliders, adding one, and what they change."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.ui import tasks
from desktop.ui.model_list import ModelList
from desktop.ui.panes.models.adapters.adapter_row import AdapterRow
from desktop.ui.panes.models.adapters.commands import ADD_ADAPTER
from desktop.ui.panes.models.adapters.comparison_controller import ComparisonController
from desktop.ui.panes.models.adapters.comparison_view import ComparisonView
from desktop.ui.panes.models.section import Section
from desktop.ui.services import Services
from desktop.ui.text.number_format import home_text
from desktop.ui.widgets import Button, Choice, CommandButton, Notice, Page, Paragraph, file_dialog, toast

if TYPE_CHECKING:
    from desktop.features.chat.adapter_comparison import AdapterComparison
    from desktop.library.adapters.records import ShelfEntry, ShelfRow
    from desktop.library.models import ModelFile

log = logging.getLogger(__name__)

_LANE = "adapters"


class AdaptersSection(Section):
    """What changes how a model writes, without changing the model."""

    key = "adapters"

    def __init__(self, services: Services, model_list: ModelList) -> None:
        super().__init__()
        self._services, self._model_list = services, model_list
        self._chosen = ""  # the key of the model whose shelf is shown; "" for the one in use
        self._shown: ModelFile | None = None
        self._entries: list[ShelfEntry] = []
        self.rows_shown: dict[str, AdapterRow] = {}
        self._page: Page | None = None
        model_list.changed.connect(self._models_changed)
        model_list.state_changed.connect(self._state_changed)
        self._heard = False  # whether changes of the shelves are told here

    def name(self) -> str:
        return translate("AdaptersPane", "Adapters")

    def note(self) -> str:
        working = sum(entry.row.works for entry in self._entries)
        return str(working) if working else ""

    def page(self) -> QWidget:
        if self._page is None:
            self.built = self._page = self._build_page()
            self._models_changed()
        return self._page

    def activate(self) -> None:
        self.page()
        self._refresh()
        self.comparison.refresh()

    # -- building --------------------------------------------------------------------------------------------------

    def _build_page(self) -> Page:
        page = Page(
            lambda: translate("AdaptersPane", "Adapters"),
            lambda: translate(
                "AdaptersPane",
                "An adapter (LoRA) or a control vector changes how a model writes and leaves its file as it is. "
                "Strengths work from the next reply on; nothing is loaded anew.",
            ),
        )
        page.column.addSpacing(16)
        shelf = QVBoxLayout()
        shelf.setSpacing(12)
        shelf.addLayout(self._build_head())
        self._trouble = Notice("", closable=True)
        self._trouble.closed.connect(self._trouble.hide)
        self._trouble.hide()
        shelf.addWidget(self._trouble)
        self._empty = Paragraph("", "chrome", "secondary")
        shelf.addWidget(self._empty)
        self._row_column = QVBoxLayout()
        self._row_column.setSpacing(8)
        shelf.addLayout(self._row_column)
        page.column.addLayout(shelf)
        page.add_heading(lambda: translate("AdaptersPane", "What do they change?"))
        page.column.addSpacing(12)
        self._other = self._build_other()
        page.column.addWidget(self._other)
        self.view = ComparisonView()
        page.column.addWidget(self.view)
        page.finish()
        self.comparison = ComparisonController(self.view, self._comparison, self._working)
        return page

    def _build_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        self.choice = Choice(lambda: translate("AdaptersPane", "Model"), self._options, width=260)
        self.choice.chosen.connect(self.show_model)
        line.addWidget(self.choice)
        line.addStretch(1)
        self.add_button = CommandButton(ADD_ADAPTER)
        line.addWidget(self.add_button)
        return line

    def _build_other(self) -> QWidget:
        """What stands there instead of a comparison while another model than the one in use is looked at."""
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        text = Paragraph(
            lambda: translate("AdaptersPane", "Texts are compared with the model in use. Use this one first."),
            "chrome",
            "secondary",
        )
        line.addWidget(text, 1)
        use = Button(lambda: translate("AdaptersPane", "Use this model"))
        use.clicked.connect(self._use)
        line.addWidget(use)
        return box

    def _use(self) -> None:
        if self._shown is not None:
            self._model_list.use(self._shown.key)

    def _comparison(self) -> AdapterComparison:
        from desktop.features.chat.adapter_comparison import AdapterComparison

        services = self._services
        return AdapterComparison(services.store, services.model_manager, services.adapters, services.settings)

    def _working(self) -> Any:
        return self._services.adapters.asked([entry.row for entry in self._entries])

    # -- which model -----------------------------------------------------------------------------------------------

    def show_model(self, key: str) -> None:
        """Show the shelf of the model of this key."""
        self._chosen = key
        self.comparison.forget()
        self._refresh()

    def _options(self) -> list[tuple[str, str]]:
        return [(entry.model.key, entry.model.name) for entry in self._model_list.entries]

    def _wanted(self) -> ModelFile | None:
        models = [entry.model for entry in self._model_list.entries]
        chosen = next((model for model in models if model.key == self._chosen), None)
        return chosen or self._model_list.current or next(iter(models), None)

    def _models_changed(self) -> None:
        self._refresh()

    def _state_changed(self) -> None:
        wanted = self._wanted()
        if wanted is not None and (self._shown is None or wanted.path != self._shown.path):
            self._refresh()
        elif self._page is not None:
            self._show_comparable()

    # -- reading and showing ---------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        model = self._wanted()
        if model is None:
            self._take(None, [])
            return
        tasks.run(lambda: self._read(model), partial(self._take, model), self._fail, self, lane=_LANE)

    def _read(self, model: ModelFile) -> list[ShelfEntry]:
        """Not on the main thread: what the shelves stand on is built at the first call."""
        shelves = self._services.adapters.shelves
        if not self._heard:
            self._heard = True
            shelves.subscribe(lambda: tasks.post(self._refresh, self))
        return shelves.entries(model)

    def _take(self, model: ModelFile | None, entries: list[ShelfEntry]) -> None:
        wanted = self._wanted()
        if (model is None) != (wanted is None) or (model and wanted and model.path != wanted.path):
            return  # another one was chosen meanwhile, and is being read
        self._shown, self._entries = model, entries
        self.note_changed.emit()
        if self._page is None:
            return
        self.choice.set_value(model.key if model else "")
        self._show_rows()
        self._show_comparable()

    def _show_rows(self) -> None:
        names = [entry.row.sha256 for entry in self._entries]
        for sha256 in [sha256 for sha256 in self.rows_shown if sha256 not in names]:
            gone = self.rows_shown.pop(sha256)
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
        for at, entry in enumerate(self._entries):
            row = self.rows_shown.get(entry.row.sha256)
            if row is None:
                row = self.rows_shown[entry.row.sha256] = AdapterRow(entry)
                row.set_asked.connect(self._set)
                self._row_column.insertWidget(at, row)
            else:
                row.show_entry(entry)
        folder = home_text(self._services.adapters.shelves.folder)
        said = translate(
            "AdaptersPane",
            "No adapter for this model yet. Add a GGUF file, or put it beside the model or into {folder}.",
        )
        self._empty.set_text(said.format(folder=folder))
        self._empty.setVisible(not self._entries)
        self.view.set_working(any(entry.row.works for entry in self._entries))

    def _show_comparable(self) -> None:
        current = self._model_list.current
        same = current is not None and self._shown is not None and current.path == self._shown.path
        self.view.setVisible(same)
        self._other.setVisible(not same and self._shown is not None)

    # -- what a person does ----------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Let a person choose a file."""
        if self._page is None or self._shown is None:
            return
        dialog = file_dialog(
            self._page.window(), translate("AdaptersPane", "Add an adapter"), translate("AdaptersPane", "Add")
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [translate("AdaptersPane", "Adapters (*.gguf)"), translate("AdaptersPane", "All files (*)")]
        )
        dialog.fileSelected.connect(lambda name: self.add(Path(name)))
        dialog.open()

    def add(self, path: Path) -> None:
        """Put a file on the shelf that is shown."""
        model, services = self._shown or self._wanted(), self._services
        if model is None:
            return
        self._trouble.hide()
        tasks.run(lambda: services.adapters.shelves.add(model, path), self._changed, self._fail, self, lane=_LANE)

    def remove(self, row: ShelfRow) -> None:
        """Take an adapter off the shelf; its file stays."""
        model, shelves = self._shown, self._services.adapters.shelves
        if model is None:
            return
        before = next((entry.row for entry in self._entries if entry.row.sha256 == row.sha256), row)

        def done(_: object) -> None:
            self._changed()
            said = translate("AdaptersPane", "{name} is off the shelf; its file stays.").format(name=before.name)
            put_back = partial(tasks.run, lambda: shelves.put_back(model, before), self._changed, self._fail, self)
            toast(self.page(), said, partial(put_back, lane=_LANE))

        tasks.run(lambda: shelves.remove(model, row.sha256), done, self._fail, self, lane=_LANE)

    def _set(self, row: ShelfRow, changes: dict[str, Any]) -> None:
        model, shelves = self._shown, self._services.adapters.shelves
        if model is not None:
            tasks.run(lambda: shelves.set(model, row, **changes), self._changed, self._fail, self, lane=_LANE)

    def _changed(self, _: object = None) -> None:
        model = self._shown or self._wanted()
        if model is None:
            return

        def done(entries: list[ShelfEntry]) -> None:
            self._take(model, entries)
            self.comparison.strengths_changed()

        tasks.run(lambda: self._read(model), done, self._fail, self, lane=_LANE)

    def _fail(self, error: Exception) -> None:
        log.warning("adapters: %s", error)
        if self._page is not None:
            told = sentence(error)
            self._trouble.set_words(told.what, told.cause)
            self._trouble.show()
            self._show_rows()
