"""The translation service: documents and texts as jobs, kept before work begins, each segment kept as it is done.

`run` is a plain generator of events, so the window runs it on a thread and the command line in a loop. Stopping, a
crash and a kill leave the job as far as it was; `run` goes on from there, and nothing is translated twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.base.errors import LamplightError
from desktop.features.generation.events import Loading
from desktop.features.generation.status import error_of
from desktop.features.generation.stop import Stop
from desktop.features.models.adapters import UsedAdapter
from desktop.features.translate.job_options import JobOptions
from desktop.features.translate.model.asker import Asker
from desktop.features.translate.model.attempts import Options, Result, Translator
from desktop.features.translate.model.segment_workers import Ready, SegmentWorkers, Wrote
from desktop.features.translate.model.translation_model import TranslationModel
from desktop.features.translate.quality.checks import Problem, severity
from desktop.features.translate.segmentation.documents import Segmented
from desktop.features.translate.segmentation.languages import LANGUAGES, Language, detect, find
from desktop.features.translate.segmentation.open_documents import OpenDocuments
from desktop.features.translate.terms.glossary import Matcher
from desktop.features.translate.terms.memory import Recall, with_key
from desktop.formats.documents.base import Bilingual, Document, Output
from desktop.formats.documents.text import TextDocument
from desktop.formats.markdown.inline import plain
from desktop.formats.opening import kind_of, open_document, read_file
from desktop.store.translation.jobs import Translations, digest_of
from desktop.store.translation.records import Job, MemoryEntry, Origin, Segment, SegmentAdapter, SegmentStatus, Term
from desktop.store.translation.terms import Glossaries, Memory

__all__ = ["TEXT", "Done", "Ended", "JobOptions", "Progress", "TranslationEvent", "TranslationService"]

log = logging.getLogger(__name__)

TEXT = "text"  # the kind of what was typed or pasted


@dataclass(frozen=True)
class Progress:
    """Segments that have a target, of how many; doubtful ones among them; characters of source per second; seconds."""

    done: int
    total: int
    doubtful: int
    characters_per_second: float
    remaining_seconds: float | None


@dataclass(frozen=True)
class Done:
    """A segment's target is kept."""

    segment: Segment
    progress: Progress


@dataclass(frozen=True)
class Ended:
    """The run is over; `job.complete` says whether every segment has a target. `error` is why it broke off."""

    job: Job
    error: LamplightError | None = None


TranslationEvent = Loading | Wrote | Done | Ended


class TranslationService:
    """The feature. `translations`, `glossaries` and `memory` are the store's; `translation_model` has the model."""

    def __init__(
        self, translations: Translations, glossaries: Glossaries, memory: Memory, translation_model: TranslationModel
    ) -> None:
        self.translations = translations
        self.glossaries = glossaries
        self.memory = memory
        self.translation_model = translation_model
        self._opened = OpenDocuments()

    # -- opening -----------------------------------------------------------------------------------------------------

    def open_file(self, path: Path, job_options: JobOptions) -> Job:
        """A job for a file: the one there was where it was opened before, with what hasn't changed since.

        Raises DocumentError, LamplightError (LANGUAGE_UNKNOWN, INVALID_VALUE), StoreError.
        """
        data, kind = read_file(path), kind_of(path)
        document = self._read(data, kind, path.name, job_options.column)
        return self._open(document, data, kind, job_options, title=path.name, path=str(path.absolute()))

    def open_again(self, job_id: int, job_options: JobOptions) -> Job:
        """The job's document as it was opened, with another wish. Raises as `open_file`."""
        job, data = self.translations.job(job_id), self.translations.document(job_id)
        document = self._read(data, job.kind, job.title, job_options.column)
        return self._open(document, data, job.kind, job_options, title=job.title, path=job.path)

    def open_text(self, text: str, job_options: JobOptions, job_id: int | None = None) -> Job:
        """A job for a text; with `job_id` that one takes the new text and keeps what hasn't changed."""
        document, data = TextDocument.from_text(text), text.encode("utf-8", "replace")
        if job_id is not None and self._fits(self.translations.job(job_id), job_options, text):
            job = self.translations.job(job_id)
            self.translations.set_options(job_id, job_options.kept)
            segmented = Segmented(document, LANGUAGES[job.source_language])
            return self.translations.replace(job_id, data, segmented.drafts(self.translations.segments(job_id)))
        title = " ".join(text.split())[:60]
        return self._open(document, data, TEXT, job_options, title=title, path="")

    def _open(
        self, document: Document, data: bytes, kind: str, job_options: JobOptions, *, title: str, path: str
    ) -> Job:
        target = find(job_options.target)
        source = find(job_options.source) if job_options.source else _detected(document, target)
        segmented = self._opened.segmented(document, source)
        found = self.translations.find(digest_of(data), source.tag, target.tag, path)
        if found is not None:
            before = self.translations.segments(found.id)
            if JobOptions.of(found).style != job_options.style:
                before = [segment for segment in before if segment.origin is Origin.PERSON]
            before = self._still_good(before, found, job_options)
            if found.digest == digest_of(data) and [item.source for item in before] == segmented.sources():
                self.translations.set_options(found.id, job_options.kept)
                return self.translations.job(found.id)
            self.translations.set_options(found.id, job_options.kept)
            return self.translations.replace(found.id, data, segmented.drafts(before))
        return self.translations.create(
            data,
            segmented.drafts(),
            title=title,
            kind=kind,
            path=path,
            source_language=source.tag,
            target_language=target.tag,
            options=job_options.kept,
        )

    def _still_good(self, segments: Sequence[Segment], job: Job, job_options: JobOptions) -> list[Segment]:
        """Without those that lack a term of the glossaries as they are now; a person's work stays."""
        terms = [*job_options.terms, *self._terms(job_options.glossaries)]
        matcher = Matcher(terms, job.source_language, job.target_language)
        if not matcher:
            return list(segments)
        return [
            item
            for item in segments
            if item.origin is Origin.PERSON
            or not matcher.missing(matcher.find(plain(item.source)), plain(item.target))
            or str(Problem.MISSING_TERM) in item.problems
        ]

    @staticmethod
    def _fits(job: Job, job_options: JobOptions, text: str) -> bool:
        source = find(job_options.source) if job_options.source else detect(text, job.source_language)
        return (job.source_language, job.target_language, JobOptions.of(job).style) == (
            source.tag,
            find(job_options.target).tag,
            job_options.style,
        )

    # -- working -----------------------------------------------------------------------------------------------------

    def run(
        self,
        job_id: int,
        stop: Stop,
        *,
        background: bool = True,
        terms: Sequence[Term] = (),
        memory: Sequence[MemoryEntry] = (),
    ) -> Iterator[TranslationEvent]:
        """Translate what waits. `terms` and `memory` come from files, besides the job's own glossaries and the store's.

        Raises ModelFileError when there is no model, StoreError; a failure of the engine is the `error` of `Ended`.
        """
        job = self.translations.job(job_id)
        source, target = LANGUAGES[job.source_language], LANGUAGES[job.target_language]
        asked = JobOptions.of(job)
        recall = Recall(self.memory, source.tag, target.tag, people_only=bool(asked.model))
        recall.learn(memory)
        options = Options(source, target, asked.tone, asked.instructions, background)
        workers: list[SegmentWorkers] = []
        asker = Asker(
            self.translation_model.engine, lambda fraction: workers[0].on_loading(fraction) if workers else None
        )
        matcher = Matcher([*terms, *self._terms(asked.glossaries)], source.tag, target.tag)
        translator = Translator(self.translation_model.family, asker, options, matcher, recall)
        segments = self.translations.segments(job_id)
        workers.append(SegmentWorkers(translator, asker, segments, context=asked.context))
        error: LamplightError | None = None
        with stop.stopping(asker.cancel):
            for event in _SegmentSaver(self, job, segments, recall, asker).kept(workers[0]):
                if isinstance(event, LamplightError):
                    error = event
                else:
                    yield event
        yield Ended(self.translations.job(job_id), error)

    def _terms(self, glossary_ids: Iterable[int]) -> list[Term]:
        found: list[Term] = []
        for glossary_id in glossary_ids:
            try:
                found += self.glossaries.terms(glossary_id)
            except LamplightError:
                log.warning("glossary %d has gone", glossary_id)
        return found

    # -- a person's work ---------------------------------------------------------------------------------------------

    def edit(self, segment_id: int, target: str) -> Segment:
        """Keep what a person wrote; the memory takes it as its best entry."""
        segment = replace(
            self.translations.segment(segment_id),
            target=target,
            status=SegmentStatus.DONE,
            origin=Origin.PERSON,
            problems=(),
            logprob=None,
            least_logprob=None,
            back_chrf=None,
        )
        self.translations.keep([segment])
        self._remember(self.translations.job(segment.job_id), [segment])
        return self.translations.segment(segment_id)

    def accept(self, segment_id: int) -> Segment:
        """A person looked at a doubtful segment and keeps it."""
        return self.edit(segment_id, self.translations.segment(segment_id).target)

    def again(self, segment_ids: Sequence[int]) -> None:
        """Let segments wait to be translated again by the next `run`."""
        self.translations.reset(segment_ids)

    def doubtful(self, job_id: int) -> list[Segment]:
        """What a person should look at, the worst first."""
        found = [item for item in self.translations.segments(job_id) if item.status is SegmentStatus.DOUBTFUL]
        return sorted(found, key=lambda item: (-severity(item.problems), item.logprob or 0.0))

    def _remember(self, job: Job, segments: Iterable[Segment]) -> None:
        entries = [
            with_key(MemoryEntry(segment.source, segment.target, segment.origin))
            for segment in segments
            if segment.status is SegmentStatus.DONE and segment.origin in (Origin.MODEL, Origin.PERSON)
        ]
        if entries:
            self.memory.keep(job.source_language, job.target_language, entries)

    # -- writing -----------------------------------------------------------------------------------------------------

    def document(self, job_id: int) -> Document:
        """The job's document as it was opened."""
        job, data = self.translations.job(job_id), self.translations.document(job_id)
        if job.kind == TEXT:
            return TextDocument.from_text(data.decode())
        return self._read(data, job.kind, job.title, JobOptions.of(job).column)

    def _read(self, data: bytes, kind: str, name: str, column: str) -> Document:
        key = (digest_of(data), kind, name, column)
        return self._opened.document(key, lambda: open_document(data, kind, name, column))

    def targets(self, job_id: int) -> list[str]:
        """The translation of every unit of the document; the source where there is none yet."""
        job = self.translations.job(job_id)
        segmented = self._opened.segmented(self.document(job_id), LANGUAGES[job.source_language])
        return segmented.targets(self.translations.segments(job_id), LANGUAGES[job.target_language])

    def export(self, job_id: int, bilingual: Bilingual = Bilingual.NO) -> bytes:
        """The document with its translation. What isn't translated yet stands in the source language."""
        job = self.translations.job(job_id)
        segments = self.translations.segments(job_id)
        segmented = self._opened.segmented(self.document(job_id), LANGUAGES[job.source_language])
        output = Output(
            job.target_language,
            bilingual,
            segmented.units_with(segments, SegmentStatus.WAITING),
            segmented.units_with(segments, SegmentStatus.DOUBTFUL),
        )
        return segmented.document.render(segmented.targets(segments, LANGUAGES[job.target_language]), output)


class _SegmentSaver:
    """Puts results into the store as they come, and counts."""

    def __init__(
        self,
        translation_service: TranslationService,
        job: Job,
        segments: Sequence[Segment],
        recall: Recall,
        asker: Asker,
    ) -> None:
        self._translation_service = translation_service
        self._job = job
        self._recall = recall
        self._asker = asker
        self._model = translation_service.translation_model.model.name
        self._total = len(segments)
        waiting = [segment for segment in segments if segment.status is SegmentStatus.WAITING]
        self._done = self._total - len(waiting)
        self._doubtful = sum(segment.status is SegmentStatus.DOUBTFUL for segment in segments)
        self._left = sum(len(plain(segment.source)) for segment in waiting)
        self._written = 0
        self._failed = False
        self._began = 0.0

    def kept(self, workers: SegmentWorkers) -> Iterator[Loading | Wrote | Done | LamplightError]:
        for event in workers.events():
            if not self._began and not isinstance(event, Loading):
                self._began = time.monotonic()
            if not isinstance(event, Ready):
                yield event
            elif event.result.error:
                if not self._failed:
                    self._failed = True
                    self._asker.cancel()
                    yield error_of(event.result.error.outcome)
            else:
                yield self._keep(event.segment, event.result)

    def _keep(self, segment: Segment, result: Result) -> Done:
        by_model = result.origin is Origin.MODEL
        done = replace(
            segment,
            target=result.target,
            status=result.status,
            origin=result.origin,
            problems=tuple(map(str, result.problems)),
            logprob=result.logprob,
            least_logprob=result.least_logprob,
            attempts=result.attempts,
            model=self._model if by_model else "",
            adapters=tuple(SegmentAdapter(one.name, one.sha256, one.scale) for one in self._used(result)),
        )
        self._translation_service.translations.keep([done])
        if by_model:
            self._translation_service._remember(self._job, [done])
            if done.status is SegmentStatus.DONE:
                self._recall.learn([MemoryEntry(done.source, done.target, Origin.MODEL)])
        self._done += 1
        self._doubtful += done.status is SegmentStatus.DOUBTFUL
        self._written += len(plain(done.source))
        return Done(done, self._progress())

    def _used(self, result: Result) -> tuple[UsedAdapter, ...]:
        return self._translation_service.translation_model.manager.engines.used_adapters(result.adapters)

    def _progress(self) -> Progress:
        passed = time.monotonic() - self._began
        speed = self._written / passed if passed > 0.5 else 0.0
        remaining = (self._left - self._written) / speed if speed else None
        return Progress(self._done, self._total, self._doubtful, speed, remaining)


def _detected(document: Document, target: Language) -> Language:
    """The language of a document; of Chinese and English the one that isn't the target where nothing tells."""
    default = "zh" if target.tag == "en" else "en"
    sample = ""
    for unit in document.units:
        sample += plain(unit.text) + "\n"
        if len(sample) > 4000:
            break
    return detect(sample, default) if any(map(str.isalpha, sample)) else LANGUAGES[default]
