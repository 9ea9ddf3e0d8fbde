"""What a person asks of the open translation beyond reading and writing it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.store.translation.records import SegmentStatus
from desktop.ui.frame.model_picker import ask_for_model
from desktop.ui.model_list import ModelList
from desktop.ui.panes.translate import commands as pane
from desktop.ui.panes.translate import files
from desktop.ui.panes.translate.controller import TranslationController
from desktop.ui.panes.translate.page import TranslatePage
from desktop.ui.panes.translate.popups.choices_popup import ChoicesPopup
from desktop.ui.panes.translate.popups.glossary_popup import GlossaryPopup
from desktop.ui.panes.translate.popups.instructions_popup import InstructionsPopup
from desktop.ui.panes.translate.terms import Terms
from desktop.ui.services import Services
from desktop.ui.widgets import Menu, toast
from desktop.ui.work import Work

if TYPE_CHECKING:
    from desktop.features.translate.model.choices import Choice


_MOST_COLUMNS = 16


class TranslationActions:
    """`again` translates the open job anew after a change of languages, tone or terms."""

    def __init__(
        self,
        services: Services,
        model_list: ModelList,
        controller: TranslationController,
        page: TranslatePage,
        work: Work,
        again: Callable[[], object],
    ) -> None:
        self._services = services
        self._model_list = model_list
        self._controller = controller
        self._page = page
        self._work = work
        self._again = again

    def save(self) -> None:
        """Ask where the translation goes, and write it."""
        files.choose_output(self._page, self._controller, self._saved)

    def swap(self) -> None:
        """The other way round; a complete translation becomes the source."""
        controller = self._controller
        known = controller.source_language or ("en" if controller.options.target.startswith("zh") else "zh")
        options = controller.options
        options.source, options.target = (options.target if options.source else ""), known
        if controller.job is None or controller.is_document:
            self._again()
            return

        def turned(text: str) -> None:
            controller.new()
            self._page.pages.source.set_text(text)
            controller.translate(text)

        complete = all(item.status is not SegmentStatus.WAITING for item in controller.segments.values())
        if complete:
            controller.export(turned)
        else:
            turned(self._page.pages.source.text())

    def ask_for_words(self, number: int, offset: int, point: QPoint) -> None:
        """What else could stand at a place of the translation."""
        from desktop.features.translate.segmentation.words import word_at

        controller, pages = self._controller, self._page.pages
        row = pages.rows[number]
        if controller.run is not None or row.segment_id not in controller.segments:
            return
        start, end = word_at(row.target, offset)
        word = row.target[start:end]
        if not word.strip() or not word[:1].isalnum():
            return

        def pick(choice: Choice) -> None:
            if not choice.present:
                controller.rewrite(row.segment_id, offset, choice.text)

        popup = ChoicesPopup(pages.target, word, pick)
        popup.open_at(pages.target.viewport(), point)
        controller.alternatives(row.segment_id, offset, popup.stop, popup.show_choices)

    def ask_for_instructions(self) -> None:
        """Ask for what else the model should mind."""
        popup = InstructionsPopup(self._page.bar.tone, self._controller.options.instructions)
        popup.kept.connect(self._instruct)
        popup.open_below(self._page.bar.tone, align_right=True)

    def _instruct(self, text: str) -> None:
        self._controller.options.instructions = text
        self._again()

    def open_glossary(self) -> None:
        """Show the pair's glossary."""
        controller, bar = self._controller, self._page.bar
        target = controller.options.target
        source = controller.source_language or ("en" if target.startswith("zh") else "zh")
        anchor: QWidget = bar.glossary if bar.glossary.isVisible() else bar.tone
        popup = GlossaryPopup(
            anchor,
            self._page,
            Terms(self._services.translation_service, self._work, source, target),
            lambda: self._glossary_closed(changed=True),
        )
        popup.closed.connect(lambda: self._glossary_closed(changed=popup.changed))
        popup.open_below(anchor, align_right=True)

    def _glossary_closed(self, *, changed: bool) -> None:
        def take(_: object) -> None:
            if changed:
                self._again()

        self._controller.read_glossaries(take)

    def ask_for_document(self) -> None:
        """Let a person choose a document."""
        files.choose_document(self._page, self._controller.open_file)

    def copy_all(self) -> None:
        """The whole translation on the clipboard."""

        def copy(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            toast(self._page, translate("TranslatePane", "The translation is on the clipboard."))

        self._controller.export(copy)

    def _saved(self) -> None:
        toast(self._page, translate("TranslatePane", "The translation has been saved."))

    def use_better(self, key: str) -> None:
        """Translate with this installed model, or add one for nothing."""
        if key:
            self._controller.use_model(key)
        else:
            ask_for_model(self._page.window(), self._model_list)

    def open_menu(self, anchor: QWidget) -> None:
        """Everything else."""
        job = self._controller.job
        menu = Menu(anchor)
        for command in (pane.OPEN, pane.SAVE, pane.GLOSSARY):
            menu.command(command)
        if self.can_ask_for_column():
            menu.command(pane.COLUMN)
        menu.separator()
        if self._controller.is_document:
            menu.command(pane.FIRST)
        menu.command(pane.SHADE)
        menu.command(pane.BACK)
        menu.separator()
        menu.command(pane.AGAIN)
        menu.command(pane.CONTEXT)
        if job is not None:
            menu.separator()
            menu.command(pane.DELETE)
        menu.open_below(anchor, align_right=True)

    def can_ask_for_column(self) -> bool:
        """Whether the open job is a table or JSON, of which a part can be translated."""
        job = self._controller.job
        return job is not None and job.kind in ("csv", "json")

    def ask_for_column(self) -> None:
        """Let a person choose the column of a table, or the key of JSON."""
        job, anchor = self._controller.job, self._page.strip.file
        if job is None:
            return
        everything = job.kind == "json"

        def choose(found: tuple[tuple[str, ...], str]) -> None:
            columns, current = found
            menu = Menu(anchor)
            if everything:
                every = translate("TranslatePane", "Every text")
                menu.add(every, lambda: self._controller.open_again(""), checked=not current)
            for column in columns[:_MOST_COLUMNS]:
                menu.add(column, partial(self._controller.open_again, column), checked=column == current)
            menu.open_below(anchor)

        self._controller.columns(choose)

    def toggle_context(self) -> None:
        """Translate with the preceding sentences in mind, or no longer."""
        self._controller.options.context = not self._controller.options.context
        self._again()

    def show_log(self) -> None:
        """The engine's log, over the window."""
        from desktop.ui.diagnostics.log_sheet import ENGINE, show_log

        show_log(self._page, self._services.paths, ENGINE)
