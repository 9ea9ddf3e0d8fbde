"""A text from elsewhere, translated at once: into the wanted language, or the other way where it is in that already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.features.generation.stop import Stop
from desktop.features.translate.model.segment_workers import Wrote
from desktop.features.translate.segmentation.languages import LANGUAGES, detect, find
from desktop.features.translate.translation_service import Done, JobOptions, TranslationEvent, TranslationService
from desktop.store.translation.records import Job, Segment

MOST_CHARACTERS = 20_000  # a longer text belongs on the pane's two pages


@dataclass(frozen=True)
class Opened:
    """The job of the text: new, or the one it had before. `segments` in order."""

    job: Job
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Finished:
    """The whole translation as a text."""

    text: str


QuickEvent = Opened | TranslationEvent | Finished


def other_way(text: str, job_options: JobOptions, other: str = "") -> JobOptions:
    """The wish, turned round for a text that is in the wanted language: into `other`, else English or Chinese."""
    target = find(job_options.target)
    if job_options.source or detect(text, "en" if target.tag != "en" else "zh").tag != target.tag:
        return job_options
    back = other if other and other != target.tag and other in LANGUAGES else ("zh" if target.tag == "en" else "en")
    return replace(job_options, source=target.tag, target=back)


def translate_at_once(
    translation_service: TranslationService, text: str, job_options: JobOptions, stop: Stop, other: str = ""
) -> Iterator[QuickEvent]:
    """Open the text as a job, in front of what runs in the background; kept like everything that is typed.

    Raises ModelFileError(NO_MODEL), LamplightError(LANGUAGE_UNKNOWN), StoreError.
    """
    job = translation_service.open_text(text, other_way(text, job_options, other))
    yield Opened(job, tuple(translation_service.translations.segments(job.id)))
    if not job.complete:
        yield from translation_service.run(job.id, stop, background=False)
    if not stop.is_set:
        yield Finished(translation_service.export(job.id).decode())


class Shown:
    """What has been written of a text so far: its segments with their growing targets, as one text."""

    def __init__(self, opened: Opened, text: str) -> None:
        self._order = [segment.id for segment in opened.segments]
        self._targets = {segment.id: segment.target for segment in opened.segments}
        spaced = LANGUAGES[opened.job.target_language].spaced
        self._gaps = _gaps(text, [segment.source for segment in opened.segments], " " if spaced else "")

    def take(self, event: QuickEvent) -> bool:
        """Whether the event changed the text."""
        if isinstance(event, Wrote):
            self._targets[event.segment.id] = event.text
        elif isinstance(event, Done):
            self._targets[event.segment.id] = event.segment.target
        else:
            return False
        return True

    def text(self) -> str:
        """The text so far, up to what isn't begun."""
        written = ""
        for gap, number in zip(self._gaps, self._order, strict=True):
            target = self._targets.get(number, "")
            if target:
                written += (gap if written else "") + target
        return written


def _gaps(text: str, sources: list[str], between: str) -> list[str]:
    """What stands before each sentence: its line breaks, else what the language has between sentences."""
    gaps, at = [], 0
    for source in sources:
        found = text.find(source, at)
        white = text[at:found] if found >= 0 else ""
        gaps.append("\n" * white.count("\n") or between)
        at = found + len(source) if found >= 0 else at
    return gaps
