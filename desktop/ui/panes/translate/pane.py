"""The translate pane: joins the controller to its widgets."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.base.error_text import sentence
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.base.settings import TRANSLATE_MODEL, Setting
from desktop.formats.markdown.inline import plain
from desktop.store.translation.records import Job, SegmentStatus
from desktop.ui import tasks
from desktop.ui.commands import commands
from desktop.ui.model_list import ModelList
from desktop.ui.pane import Pane, beside
from desktop.ui.panes import names
from desktop.ui.panes.translate import words
from desktop.ui.panes.translate.actions import TranslationActions
from desktop.ui.panes.translate.commands import COPY, FIRST, NEW
from desktop.ui.panes.translate.controller import TranslationController
from desktop.ui.panes.translate.details import Details
from desktop.ui.panes.translate.job_list import JobList
from desktop.ui.panes.translate.page import TranslatePage
from desktop.ui.panes.translate.pages.pages import Pages
from desktop.ui.panes.translate.pages.row_order import RowOrder
from desktop.ui.panes.translate.pages.row_window import LazyRows
from desktop.ui.panes.translate.pages.rows import matched, pieces
from desktop.ui.panes.translate.pages.rows_of import row_of, rows_of
from desktop.ui.role_model import TRANSLATION
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import CommandIcon, IconButton, toast
from desktop.ui.work import PaneWork


class TranslatePane(Pane):
    """Kept translations in the column, the open one on the page."""

    key = "translate"
    role = TRANSLATION

    def __init__(self, services: Services, model_list: ModelList) -> None:
        super().__init__()
        self._services = services
        self._model_list = model_list
        self._begun = False  # nothing is read before the pane is first shown
        self._wanted: int | None = None
        self.list = JobList()
        self._page = TranslatePage()
        self._copy = CommandIcon(COPY)
        self._more = IconButton("more", lambda: translate("TranslatePane", "More about this translation"))
        self._new = CommandIcon(NEW)
        self.work = PaneWork(self, self._failed)
        self.order = RowOrder()
        self.controller = TranslationController(services.translation_service, self, self.work)
        self.actions = TranslationActions(
            services, model_list, self.controller, self._page, self.work, self._translate_again
        )
        self.details = Details(
            self.controller, self._page.pages, self._page.row_line, self.work, services.translation_service, self
        )
        self._connect()
        say(self, lambda _: self._refresh_words(), lambda: "")

    def _connect(self) -> None:
        controller, page = self.controller, self._page
        self._more.clicked.connect(lambda: self.actions.open_menu(self._more))
        self.list.open_asked.connect(controller.open)
        self.list.delete_asked.connect(controller.trash)
        page.dropped.connect(controller.open_file)
        page.go_on_asked.connect(controller.go_on)
        page.log_asked.connect(self.actions.show_log)
        page.strip.pressed.connect(self._pause_or_go_on)
        page.strip.saved.connect(self.actions.save)
        page.strip.doubtful_asked.connect(page.pages.next_doubtful)
        page.foot.next_asked.connect(page.pages.next_doubtful)
        page.foot.better_asked.connect(self.actions.use_better)
        source = page.pages.source
        source.edited.connect(self._edited)
        source.rested.connect(self._rested)
        page.pages.again_asked.connect(lambda found: controller.again([found]))
        page.pages.keep_asked.connect(controller.accept)
        page.pages.row_edited.connect(controller.edit)
        page.pages.word_asked.connect(self.actions.ask_for_words)
        bar = page.bar
        bar.source_chosen.connect(lambda tag: self._choose(source=tag))
        bar.target_chosen.connect(lambda tag: self._choose(target=tag))
        bar.tone_chosen.connect(lambda tone: self._choose(tone=tone))
        bar.glossary_asked.connect(self.actions.open_glossary)
        self._model_list.changed.connect(self._models_changed)
        self._model_list.roles[TRANSLATION].changed.connect(self._show_waiting)
        self._services.settings.subscribe(self._setting_changed)

    # -- what the frame asks -----------------------------------------------------------------------------------------

    def name(self) -> str:
        return names.translation()

    def title(self) -> str:
        job = self.controller.job
        return words.title(job) if job is not None else translate("TranslatePane", "New translation")

    def column_title(self) -> str:
        return translate("TranslatePane", "Translations")

    def column(self) -> QWidget:
        return self.list

    def column_actions(self) -> QWidget:
        return self._new

    def page(self) -> QWidget:
        return self._page

    @property
    def pages(self) -> Pages:
        """The two texts beside each other."""
        return self._page.pages

    def header(self) -> QWidget:
        return beside(self._copy, self._more)

    def activate(self) -> None:
        if not self._begun:
            self._begun = True
            self.controller.reload(self._open_wanted)
            self.controller.read_model()
            self.controller.read_glossaries()
        self._page.pages.source.setFocus()

    def search(self) -> None:
        self.list.search.setFocus()
        self.list.search.selectAll()

    def state(self) -> dict[str, object]:
        options = self.controller.options
        job = self.controller.job
        return {"open": job.id if job else None, "target": options.target, "source": options.source}

    def restore(self, state: dict[str, object]) -> None:
        wanted, target, source = state.get("open"), state.get("target"), state.get("source")
        self._wanted = wanted if isinstance(wanted, int) else None
        if isinstance(target, str) and target:
            self.controller.options.target = target
        if isinstance(source, str):
            self.controller.options.source = source
        self.languages_changed()

    def open_files(self, paths: list[Path]) -> None:
        """The first is translated now; the others wait in the list."""
        self.show_requested.emit()
        self._wanted = None  # what was open the last time isn't wanted now
        for path in paths[1:]:
            self.controller.keep_file(path)
        self.controller.open_file(paths[0])

    def close(self) -> None:
        self.controller.close()

    # -- what the controller tells -----------------------------------------------------------------------------------

    def jobs_changed(self) -> None:
        job = self.controller.job
        self.list.show_jobs(self.controller.jobs, job.id if job else None)

    def job_changed(self) -> None:
        """Another job, or none, is open."""
        controller, source = self.controller, self._page.pages.source
        source.setReadOnly(controller.is_document)
        if not controller.is_document:
            source.set_text(controller.text)
        self.rows_changed()
        self.jobs_changed()
        self.languages_changed()
        self.title_changed.emit()
        self.state_changed.emit()

    def rows_changed(self) -> None:
        controller, pages = self.controller, self._page.pages
        segments = self.order.sorted(controller.segments.values(), document=controller.is_document)
        if controller.is_document:
            rows = LazyRows(lambda number: row_of(controller, segments[number]), len(segments), self._doubtful_rows)
            pages.show_document(rows)
        else:
            source = pages.source
            settled = source.text().rstrip() == controller.text.rstrip() and not source.in_empty_row
            cut = pieces(controller.text, [plain(segment.source) for segment in segments]) if settled else None
            if cut:
                source.set_pieces(cut)
            self._show_targets()
        self._show_words()

    def row_changed(self, segment_id: int) -> None:
        controller, pages = self.controller, self._page.pages
        segment = controller.segments.get(segment_id)
        if segment is None:
            return
        number = self.order.row(segment)
        if not controller.is_document:
            number = next((at for at, row in enumerate(pages.rows) if row.segment_id == segment_id), -1)
        if number >= 0:
            pages.show_row(number, row_of(controller, segment, pages.source.row(number)))

    def _doubtful_rows(self) -> list[int]:
        return sorted(self.order.row(segment) for segment in self.controller.doubtful())

    def progress_changed(self) -> None:
        controller, page = self.controller, self._page
        job, run = controller.job, controller.run
        doubtful = len(controller.doubtful())
        page.strip.setVisible(controller.is_document)
        if job is not None and controller.is_document:
            done = sum(item.status is not SegmentStatus.WAITING for item in controller.segments.values())
            page.strip.show_job(job, run, done, doubtful, stopped=job.id in controller.stopped)
        page.show_error(controller.error)
        page.foot.show_state(self._state_words(), doubtful=doubtful > 0)
        self.details.refresh()

    def languages_changed(self) -> None:
        controller = self.controller
        options = controller.options
        self._page.bar.show_languages(
            options.source,
            controller.source_language,
            options.target,
            options.tone,
            len(controller.terms),
            instructions=bool(options.instructions),
        )

    def model_changed(self) -> None:
        self._page.foot.show_model(self.controller.model, self.controller.better)

    def memory_changed(self) -> None:
        self.details.forget()

    def trashed(self, job: Job) -> None:
        said = translate("TranslatePane", "“{title}” is in the trash.").format(title=words.title(job))
        toast(self._page, said, lambda: self.controller.restore(job.id))

    def failed(self, error: Exception) -> None:
        toast(self._page, sentence(error).what)

    def _failed(self, error: Exception) -> None:
        """What may happen is told; anything else is a fault of ours."""
        if not isinstance(error, LamplightError | OSError):
            raise error
        self.failed(error)

    # -- what a person does ------------------------------------------------------------------------------------------

    def new_translation(self) -> None:
        """An empty page."""
        self.show_requested.emit()
        self.controller.new()
        self._page.pages.source.setFocus()

    def show_text(self, text: str) -> None:
        """A text from elsewhere on an empty page, translated."""
        self.new_translation()
        self._page.pages.source.set_text(text)
        self.controller.translate(text)

    def toggle_order(self) -> None:
        """The doubtful rows of a document first, or all in the document's order."""
        self.order.doubtful_first = not self.order.doubtful_first
        commands.refresh(FIRST)
        if self.controller.is_document:
            self.rows_changed()
            self._page.pages.go_to(0)

    def _edited(self) -> None:
        self._show_targets()
        self._show_words()

    def _rested(self, text: str) -> None:
        if not self.controller.is_document and text != self.controller.text:
            self.controller.translate(text)

    def _show_targets(self) -> None:
        controller, pages = self.controller, self._page.pages
        sources = pages.source.rows()
        segments = list(controller.segments.values())
        pages.show_targets(rows_of(controller, matched(sources, segments), sources))

    def _choose(self, *, source: str | None = None, target: str | None = None, tone: str | None = None) -> None:
        options = self.controller.options
        options.source = options.source if source is None else source
        options.target = options.target if target is None else target
        options.tone = options.tone if tone is None else tone
        self._translate_again()

    def _translate_again(self) -> None:
        """Other languages or another tone."""
        self.languages_changed()
        self.state_changed.emit()
        job = self.controller.job
        if job is not None and self.controller.is_document:
            self.controller.open_again()
        elif not self.controller.is_document:
            self.controller.translate(self._page.pages.source.text())

    def _pause_or_go_on(self) -> None:
        run = self.controller.run
        if run is not None and not run.stop.is_set:
            self.controller.pause()
        else:
            self.controller.go_on()

    # -- following ---------------------------------------------------------------------------------------------------

    def _setting_changed(self, setting: Setting) -> None:
        """Another model for translation was chosen; told on whichever thread did."""
        if setting is TRANSLATE_MODEL:
            tasks.post(self._models_changed, self)

    def _models_changed(self) -> None:
        if self._begun:
            self.controller.read_model()

    def _open_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None and any(known.id == wanted for known in self.controller.jobs):
            self.controller.open(wanted)

    def _show_words(self) -> None:
        controller, page = self.controller, self._page
        page.show_welcome(controller.job is None and not page.pages.source.toPlainText())
        commands.refresh(COPY)
        page.foot.show_state(self._state_words(), doubtful=bool(controller.doubtful()))

    def _show_waiting(self) -> None:
        if self._begun and self.controller.run is not None:
            self._show_words()

    def _state_words(self) -> str:
        controller = self.controller
        if controller.job is None or controller.is_document:
            return ""
        run = controller.run
        waiting = self._model_list.roles[TRANSLATION].waiting()
        if run is not None and waiting:
            return waiting
        if run is not None and run.loading is not None:
            percent = round(run.loading * 100)
            return translate("TranslatePane", "loading the model, {percent} %").format(percent=percent)
        count = len(controller.doubtful())
        return translate("TranslatePane", "%n doubtful", "", count) if count else ""

    def _refresh_words(self) -> None:
        self.title_changed.emit()
        self._page.bar.refresh()
        self.model_changed() if self._begun else None
        self._show_words()
        self.progress_changed()
        self.list.refresh()
