"""The glossary's editor: terms of this pair of languages, and files in and out, the memory's too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.store.translation.records import Term
from desktop.ui.look.theme import theme
from desktop.ui.panes.translate import commands as pane
from desktop.ui.panes.translate import files
from desktop.ui.panes.translate.terms import Terms
from desktop.ui.widgets import Button, CommandIcon, IconButton, Label, Line, LineField, Menu, Popup, Scrolled, toast
from desktop.ui.widgets.commands import CLOSE

_WIDTH, _HEIGHT = 480, 280


class GlossaryPopup(Popup):
    """Changes are kept at once; closing it translates again what now lacks a term."""

    help_topic = "translate#glossary"

    def __init__(self, anchor: QWidget, page: QWidget, terms: Terms, after: Callable[[], object]) -> None:
        super().__init__(anchor)
        self._terms = terms
        self._page = page
        self._after = after  # a file of terms has been taken in
        self.changed = False
        self.known: list[Term] = []
        self._head()
        self.card.column.addWidget(Line(self.card))
        self._list = Scrolled()
        self._list.setFixedSize(theme.px(_WIDTH), theme.px(_HEIGHT))
        self.card.column.addWidget(self._list)
        self.card.column.addWidget(Line(self.card))
        self._foot()
        self._show([])
        terms.read(self._show)

    def first_focus(self) -> QWidget:
        return self.source

    def _head(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 8, 4)
        pair = (LANGUAGES[tag].native for tag in (self._terms.source, self._terms.target))
        row.addWidget(Label(" → ".join(pair), "title"), 1)
        self.more = Button(lambda: translate("TranslatePane", "Import and export"), "quiet", menu=True)
        self.more.clicked.connect(self._open_menu)
        row.addWidget(self.more)
        row.addWidget(CommandIcon(CLOSE, run=self.close_popup))
        self.card.column.addLayout(row)

    def _foot(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        self.source = LineField(
            lambda: translate("TranslatePane", "Term"), placeholder=lambda: translate("TranslatePane", "Term")
        )
        self.target = LineField(
            lambda: translate("TranslatePane", "Its translation"),
            placeholder=lambda: translate("TranslatePane", "Its translation"),
        )
        self.button = Button(lambda: translate("TranslatePane", "Add"), "plain", "plus")
        self.button.clicked.connect(self._add)
        for field in (self.source, self.target):
            field.returnPressed.connect(self._add)
            row.addWidget(field, 1)
        row.addWidget(self.button)
        self.card.column.addLayout(row)

    def _show(self, terms: Sequence[Term]) -> None:
        self.known = list(terms)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(16, 8, 8, 8)
        grid.setVerticalSpacing(0)
        if not terms:
            said = translate("TranslatePane", "Terms that stand here are always translated the same way.")
            grid.addWidget(Label(said, "chrome", "secondary", elide=True), 0, 0, 1, 3)
        for number, term in enumerate(terms):
            grid.addWidget(Label(term.source, "chrome", elide=True), number, 0)
            grid.addWidget(Label(term.target, "chrome", elide=True), number, 1)
            said = translate("TranslatePane", "Remove {term}").format(term=term.source)
            remove = IconButton("trash", partial(str, said))
            remove.clicked.connect(partial(self._remove, term))
            grid.addWidget(remove, number, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(max(1, len(terms)), 1)
        inside.setAutoFillBackground(False)
        self._list.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._list.viewport().setAutoFillBackground(False)

    def _add(self) -> None:
        source, target = self.source.text().strip(), self.target.text().strip()
        if not source:
            self.source.setFocus()
            return
        if not target:
            self.target.setFocus()
            return
        self.source.clear()
        self.target.clear()
        self.source.setFocus()
        self.changed = True
        self._terms.add(source, target, "", self._show)

    def _remove(self, term: Term) -> None:
        self.changed = True
        self._terms.remove(term, self._show)

    def _open_menu(self) -> None:
        menu = Menu(self.more)
        page, terms, after = self._page, self._terms, self._after
        pair = f"{terms.source}-{terms.target}"

        def imported(_: object) -> None:
            toast(page, translate("TranslatePane", "The terms have been imported."))
            after()

        def exported(_: object) -> None:
            toast(page, translate("TranslatePane", "The file has been saved."))

        def remembered(count: int) -> None:
            toast(page, translate("TranslatePane", "%n entries have been imported.", "", count))

        def export_terms(ending: str) -> None:
            files.choose_new_file(page, f"{pair}.{ending}", lambda path: terms.export_file(path, exported))

        def import_terms() -> None:
            files.choose_file(page, ("csv", "tsv", "tbx"), lambda path: terms.import_file(path, imported))

        def import_memory() -> None:
            files.choose_file(page, ("tmx",), lambda path: terms.import_memory(path, remembered))

        def export_memory() -> None:
            files.choose_new_file(page, f"{pair}.tmx", lambda path: terms.export_memory(path, exported))

        menu.command(pane.IMPORT_TERMS, run=import_terms)
        menu.command(pane.EXPORT_CSV, run=lambda: export_terms("csv"))
        menu.command(pane.EXPORT_TBX, run=lambda: export_terms("tbx"))
        menu.separator()
        menu.command(pane.IMPORT_MEMORY, run=import_memory)
        menu.command(pane.EXPORT_MEMORY, run=export_memory)
        self.close_popup()
        menu.open_below(self.anchor, align_right=True)
