"""The open job and what is being translated: state, events, stopping and going on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop.base.errors import LamplightError
from desktop.features.generation.stop import Stop
from desktop.store.translation.records import Glossary, Job, Segment, SegmentStatus, Term
from desktop.ui.panes.translate.view import TranslationView
from desktop.ui.work import Work

if TYPE_CHECKING:
    from desktop.features.translate.terms.glossary import Matcher
    from desktop.features.translate.translation_service import Progress, TranslationService
    from desktop.library.models import ModelFile

TEXT = "text"


@dataclass
class Run:
    """One job under translation."""

    stop: Stop = field(default_factory=Stop)
    progress: Progress | None = None
    loading: float | None = None
    measuring: bool = False  # it translates back
    written: dict[int, str] = field(default_factory=dict)


@dataclass
class Options:
    """What a person chose; `source` "" is found out."""

    target: str = "zh"
    source: str = ""
    tone: str = ""
    instructions: str = ""
    context: bool = False


class Working:
    """One window's translations. `job` is None while nothing has been typed or opened."""

    def __init__(
        self, translation_service: Callable[[], TranslationService], view: TranslationView, work: Work
    ) -> None:
        self._translation_service = translation_service
        self._view = view
        self._work = work
        self.options = Options()
        self.jobs: list[Job] = []
        self.listed = False
        self.job: Job | None = None
        self.segments: dict[int, Segment] = {}
        self.text = ""
        self.error: LamplightError | None = None
        self.glossaries: list[Glossary] = []
        self.terms: list[Term] = []
        self.matcher: Matcher | None = None
        self.model: ModelFile | None = None
        self.better: list[ModelFile] = []
        self._runs: dict[int, Run] = {}
        self.stopped: set[int] = set()  # jobs a person wants as they are
        self._opening = 0
        self._wanted: int | None = None  # run again when the stopped run has ended

    # -- what is so --------------------------------------------------------------------------------------------------

    @property
    def run(self) -> Run | None:
        """The open job's run."""
        return self._runs.get(self.job.id) if self.job is not None else None

    @property
    def is_document(self) -> bool:
        return self.job is not None and self.job.kind != TEXT

    @property
    def source_language(self) -> str:
        """The job's, else the chosen one; "" while it isn't known."""
        return self.job.source_language if self.job is not None else self.options.source

    def doubtful(self) -> list[Segment]:
        """What a person should look at, in order of the rows."""
        return [item for item in self.segments.values() if item.status is SegmentStatus.DOUBTFUL]

    # -- working -----------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Translate what waits in the open job."""
        job = self.job
        if job is None or not any(item.status is SegmentStatus.WAITING for item in self.segments.values()):
            return
        before = self._runs.get(job.id)
        if before is not None:
            if before.stop.is_set:
                self._wanted = job.id
            return
        run = Run()
        self._runs[job.id] = run
        self.stopped.discard(job.id)
        self.error = None
        background = job.kind != TEXT

        def events() -> Iterator[Any]:
            return self._translation_service().run(job.id, run.stop, background=background)

        self._work.stream(
            events,
            lambda event: self._take(job.id, run, event),
            lambda: self._ended(job.id, None),
            lambda error: self._ended(job.id, error),
        )
        self._view.progress_changed()

    def pause(self) -> None:
        """Stop the open job's run; `go_on` goes on from there."""
        if self.run is not None:
            self.run.stop.set()
            self._wanted = None
            self._view.progress_changed()

    def stop(self) -> None:
        """End the open job's run for good: it can be saved as it is."""
        if self.job is not None:
            self.stopped.add(self.job.id)
        self.pause()
        self._view.progress_changed()

    def translate_back(self) -> None:
        """Measure what is translated by translating it back, behind everything else."""
        job = self.job
        if job is None or job.id in self._runs:
            return
        run = Run(measuring=True)
        self._runs[job.id] = run

        def events() -> Iterator[Any]:
            from desktop.features.translate.evaluation.back_translation import translate_back

            return translate_back(self._translation_service(), job.id, run.stop)

        self._work.stream(
            events,
            lambda event: self._take(job.id, run, event),
            lambda: self._ended(job.id, None),
            lambda error: self._ended(job.id, error),
        )
        self._view.progress_changed()

    def tell(self, error: Exception) -> None:
        """Something beside the run failed."""
        self._view.failed(error)

    def stop_typed(self) -> None:
        """A typed text isn't translated behind another; a document is."""
        if not self.is_document:
            self.pause()

    def _take(self, job_id: int, run: Run, event: Any) -> None:
        from desktop.features.generation.events import Loading
        from desktop.features.translate.model.segment_workers import Wrote
        from desktop.features.translate.translation_service import Done, Ended

        shown = self.job is not None and self.job.id == job_id
        match event:
            case Loading():
                run.loading = event.fraction
                if shown:
                    self._view.progress_changed()
            case Wrote():
                run.loading = None
                run.written[event.segment.id] = event.text
                if shown:
                    self._view.row_changed(event.segment.id)
            case Done():
                run.loading = None
                run.progress = event.progress
                run.written.pop(event.segment.id, None)
                if shown and event.segment.id in self.segments:
                    self.segments[event.segment.id] = event.segment
                    self._view.row_changed(event.segment.id)
                    self._view.progress_changed()
            case Ended():
                if shown:
                    self.job, self.error = event.job, event.error

    def _ended(self, job_id: int, error: Exception | None) -> None:
        self._runs.pop(job_id, None)
        if self.job is not None and self.job.id == job_id:
            if isinstance(error, LamplightError):
                self.error = error
            self._view.rows_changed()
            self._view.progress_changed()
            if self._wanted == job_id and self.error is None:
                self._wanted = None
                self.go_on()
                return
        if error is not None and not isinstance(error, LamplightError):
            self._view.failed(error)
        self.reload()

    def reload(self) -> None:
        """Read the list of kept jobs again."""
        raise NotImplementedError
