"""What the translate pane does, without a widget: the open job, what is being translated, what is kept.

Everything slow goes through `work`; callbacks arrive on the main thread, so nothing here needs a lock. The service is
built at its first use, on the thread of the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import LamplightError
from desktop.features.generation.stop import Stop
from desktop.store.translation.records import Glossary, Job, Segment, Term
from desktop.ui.panes.translate.running_job import TEXT, Run, Working

if TYPE_CHECKING:
    from desktop.features.translate.model.choices import Choice
    from desktop.features.translate.terms.glossary import Matcher
    from desktop.features.translate.translation_service import JobOptions, TranslationService
    from desktop.formats.documents.base import Bilingual
    from desktop.library.models import ModelFile


class TranslationController(Working):
    """One window's translations."""

    # -- the list ----------------------------------------------------------------------------------------------------

    def reload(self, then: Callable[[], object] | None = None) -> None:
        """Read the kept jobs, the glossaries, and which model translates."""

        def read() -> list[Job]:
            return self._translation_service().translations.jobs()

        def done(jobs: list[Job]) -> None:
            self.jobs, self.listed = jobs, True
            self._view.jobs_changed()
            if then is not None:
                then()

        self._work.run(read, done)

    def read_glossaries(self, then: Callable[[object], object] = lambda _: None) -> None:
        """Read which glossaries there are: those of the pair are used."""

        def done(found: list[Glossary]) -> None:
            self.glossaries = found
            then(found)

        self._work.run(lambda: self._translation_service().glossaries.glossaries(), done)

    def read_model(self) -> None:
        """Ask which model translates and whether a better one is installed."""

        def read() -> tuple[ModelFile | None, list[ModelFile]]:
            translation_model = self._translation_service().translation_model
            try:
                return translation_model.model, translation_model.better()
            except LamplightError:
                return None, []

        def done(found: tuple[ModelFile | None, list[ModelFile]]) -> None:
            self.model, self.better = found
            self._view.model_changed()

        self._work.run(read, done)

    def use_model(self, key: str) -> None:
        """Translate with this installed model from now on."""
        self._work.run(lambda: self._translation_service().translation_model.prefer(key), lambda _: self.read_model())

    # -- opening -----------------------------------------------------------------------------------------------------

    def new(self) -> None:
        """An empty page; what was open stays kept."""
        self._opening += 1
        self.stop_typed()
        self.job, self.segments, self.text, self.error = None, {}, "", None
        self._view.job_changed()
        self._view.progress_changed()

    def open(self, job_id: int) -> None:
        """Show a kept job; it isn't gone on with until asked."""
        self.stop_typed()
        self._open(lambda translation_service: translation_service.translations.job(job_id), start=False)

    def open_file(self, path: Path) -> None:
        """Open a document and translate it."""
        self.stop_typed()
        job_options = self._job_options("")
        self._open(lambda translation_service: translation_service.open_file(path, job_options()), start=True)

    def keep_file(self, path: Path) -> None:
        """Put a document into the list, to be translated when it is opened there."""
        job_options = self._job_options("")
        self._work.run(lambda: self._translation_service().open_file(path, job_options()), lambda _: self.reload())

    def open_again(self, column: str | None = None) -> None:
        """The open document after a change of languages, tone or column; from its file where that is still there."""
        job, job_options = self.job, self._job_options(column)
        if job is None:
            return
        path = Path(job.path) if job.path else None

        def opened(translation_service: TranslationService) -> Job:
            if path is not None and path.is_file():
                return translation_service.open_file(path, job_options())
            return translation_service.open_again(job.id, job_options())

        self._open(opened, start=True)

    def columns(self, then: Callable[[tuple[tuple[str, ...], str]], object]) -> None:
        """Which columns of a table, or keys of JSON, could be translated, and which one is."""
        job = self.job
        if job is None:
            return

        def read() -> tuple[tuple[str, ...], str]:
            document = self._translation_service().document(job.id)
            return document.columns, document.column

        self._work.run(read, then)

    def translate(self, text: str) -> None:
        """The source rests: translate what is new in it."""
        if not text.strip():
            if self.job is not None:
                self.new()
            return
        same_job = self.job is not None and not self.is_document
        job_id = self.job.id if self.job is not None and same_job else None
        job_options = self._job_options()
        run = self.run
        if run is not None:
            run.stop.set()

        def opened(translation_service: TranslationService) -> Job:
            return translation_service.open_text(text, job_options(), job_id)

        self._open(opened, start=True, text=text)

    def _job_options(self, column: str | None = None) -> Callable[[], JobOptions]:
        chosen = self.options
        known = str(self.job.options.get("column", "")) if self.job is not None else ""
        values = (chosen.target, chosen.source, chosen.tone, chosen.instructions, chosen.context)
        glossaries = tuple(glossary.id for glossary in self.glossaries if self._fits(glossary))

        def make() -> JobOptions:
            from desktop.features.translate.translation_service import JobOptions

            return JobOptions(*values, column=known if column is None else column, glossaries=glossaries)

        return make

    def _fits(self, glossary: Glossary) -> bool:
        source = self.options.source or (self.job.source_language if self.job else glossary.source_language)
        return (glossary.source_language, glossary.target_language) == (source, self.options.target)

    def _open(self, find: Callable[[TranslationService], Job], *, start: bool, text: str | None = None) -> None:
        self._opening += 1
        opening = self._opening

        def read() -> tuple[Job, list[Segment], str, list[Term], Matcher]:
            translation_service = self._translation_service()
            from desktop.features.translate.terms.glossary import Matcher

            job = find(translation_service)
            known = text
            if known is None:
                known = translation_service.translations.document(job.id).decode() if job.kind == TEXT else ""
            terms = [
                term for number in job.options.get("glossaries", []) for term in _terms(translation_service, number)
            ]
            matcher = Matcher(terms, job.source_language, job.target_language)
            return job, translation_service.translations.segments(job.id), known, terms, matcher

        def done(found: tuple[Job, list[Segment], str, list[Term], Matcher]) -> None:
            if opening != self._opening:
                return
            self._take_job(*found, fresh=text is None)
            if start:
                self.go_on()

        self._work.run(read, done)

    def _take_job(
        self, job: Job, segments: list[Segment], text: str, terms: list[Term], matcher: Matcher, *, fresh: bool
    ) -> None:
        self.job, self.text, self.error = job, text, None
        self.segments = {segment.id: segment for segment in segments}
        self.terms, self.matcher = terms, matcher
        if fresh:
            self.options.target = job.target_language
            self.options.tone = str(job.options.get("tone", ""))
            self.options.instructions = str(job.options.get("instructions", ""))
            self.options.context = bool(job.options.get("context"))
            self._view.job_changed()
        self._view.rows_changed()
        self._view.languages_changed()
        self._view.progress_changed()
        self.reload()

    # -- a person's work ---------------------------------------------------------------------------------------------

    def edit(self, segment_id: int, target: str) -> None:
        """Keep what a person wrote."""
        self._change(lambda translation_service: translation_service.edit(segment_id, target))

    def accept(self, segment_id: int) -> None:
        """Keep a doubtful segment as it is."""
        self._change(lambda translation_service: translation_service.accept(segment_id))

    def again(self, segment_ids: Sequence[int]) -> None:
        """Translate segments again."""

        def work() -> list[Segment]:
            translation_service = self._translation_service()
            translation_service.again(segment_ids)
            return [translation_service.translations.segment(number) for number in segment_ids]

        def done(segments: list[Segment]) -> None:
            for segment in segments:
                self._put(segment)
            self._view.progress_changed()
            self.go_on()

        self._work.run(work, done)

    def _change(self, change: Callable[[TranslationService], Segment]) -> None:
        def done(segment: Segment) -> None:
            self._put(segment)
            self._view.memory_changed()
            self._view.progress_changed()
            self.reload()

        self._work.run(lambda: change(self._translation_service()), done)

    def _put(self, segment: Segment) -> None:
        if segment.id in self.segments:
            self.segments[segment.id] = segment
            self._view.row_changed(segment.id)

    def alternatives(self, segment_id: int, at: int, stop: Stop, then: Callable[[list[Choice]], object]) -> None:
        """What else could stand at an offset of a target, likeliest first."""
        job, segment = self.job, self.segments.get(segment_id)
        if job is None or segment is None:
            return

        def ask() -> list[Choice]:
            from desktop.features.translate.model.choices import Choices

            return Choices(self._translation_service().translation_model).alternatives(job, segment, at, stop)

        self._work.ask(ask, then)

    def rewrite(self, segment_id: int, at: int, choice: str) -> None:
        """Put a choice in the place and let the model write the rest of the sentence."""
        job, segment = self.job, self.segments.get(segment_id)
        if job is None or segment is None or job.id in self._runs:
            return
        run = Run()
        self._runs[job.id] = run
        last: list[str] = []

        def texts() -> Iterator[str]:
            from desktop.features.translate.model.choices import Choices

            return Choices(self._translation_service().translation_model).rewrite(job, segment, at, choice, run.stop)

        def take(text: str) -> None:
            last[:] = [text]
            run.written[segment_id] = text
            self._view.row_changed(segment_id)

        def done() -> None:
            self._runs.pop(job.id, None)
            if last and not run.stop.is_set:
                self.edit(segment_id, last[0])
            self._view.row_changed(segment_id)
            self._view.progress_changed()

        self._work.stream(texts, take, done, lambda error: self._ended(job.id, error))
        self._view.progress_changed()

    # -- keeping -----------------------------------------------------------------------------------------------------

    def save(self, path: Path, bilingual: Bilingual, then: Callable[[], object]) -> None:
        """Write the document with its translation."""
        job = self.job
        if job is None:
            return
        self._work.run(lambda: _write(path, self._translation_service().export(job.id, bilingual)), lambda _: then())

    def written_as(self, then: Callable[[str], object]) -> None:
        """The kind of file the open job is written as."""
        job = self.job
        if job is not None:
            self._work.run(lambda: self._translation_service().document(job.id).written_as or job.kind, then)

    def export(self, then: Callable[[str], object]) -> None:
        """The whole translation of a typed text."""
        job = self.job
        if job is not None:
            self._work.run(lambda: _text(self._translation_service(), job), then)

    def trash(self, job_id: int) -> None:
        """Put a job into the trash."""
        job = next((known for known in self.jobs if known.id == job_id), None)
        if job is None:
            return
        run = self._runs.get(job_id)
        if run is not None:
            run.stop.set()
        if self.job is not None and self.job.id == job_id:
            self.new()

        def done(_: object) -> None:
            self._view.trashed(job)
            self.reload()

        self._work.run(lambda: self._translation_service().translations.trash(job_id), done)

    def restore(self, job_id: int) -> None:
        """Take a job out of the trash and show it."""
        self._work.run(lambda: self._translation_service().translations.restore(job_id), lambda _: self.open(job_id))

    def close(self) -> None:
        """The window closes: stop everything; what was done is kept."""
        for run in self._runs.values():
            run.stop.set()


def _write(path: Path, data: bytes) -> None:
    from desktop.base.files import write_atomically

    write_atomically(path, data, mode=0o644)


def _text(translation_service: TranslationService, job: Job) -> str:
    return (
        translation_service.export(job.id).decode()
        if job.kind == TEXT
        else "\n".join(translation_service.targets(job.id))
    )


def _terms(translation_service: TranslationService, glossary_id: int) -> list[Term]:
    try:
        return translation_service.glossaries.terms(glossary_id)
    except LamplightError:
        return []
