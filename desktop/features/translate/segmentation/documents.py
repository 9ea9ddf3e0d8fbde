"""A document as segments, and segments as a document again; what was translated before is found by its text."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

from desktop.features.translate.segmentation.languages import Language
from desktop.features.translate.segmentation.split import Split, join, split
from desktop.formats.documents.base import Document
from desktop.store.translation.records import Draft, Segment, SegmentStatus


class Segmented:
    """The units of a document, each split into sentences, and all sentences in one row."""

    def __init__(self, document: Document, language: Language) -> None:
        self.document = document
        self._splits: list[Split] = [split(unit.text, language.tag) for unit in document.units]

    def drafts(self, before: Iterable[Segment] = ()) -> list[Draft]:
        """All segments; those whose source was translated in `before` have their targets already."""
        known = _by_source(before)
        drafts = []
        for unit, parts in zip(self.document.units, self._splits, strict=True):
            for part in parts.parts:
                same = known.get(part.text)
                drafts.append(_taken_over(same.popleft(), unit.chapter) if same else Draft(part.text, unit.chapter))
        return drafts

    def targets(self, segments: Sequence[Segment], language: Language) -> list[str]:
        """The target of every unit; the source stands where there is none yet.

        The segments may be of an older version of the splitter or the document: they are found by their text.
        """
        sources = self.sources()
        if [segment.source for segment in segments] == sources:
            row = iter([segment.target or segment.source for segment in segments])
        else:
            known = _by_source(segments)
            row = iter([known[text].popleft().target if known.get(text) else text for text in sources])
        return [join(parts, [next(row) for _ in parts.parts], language.spaced) for parts in self._splits]

    def sources(self) -> list[str]:
        """The text of every segment."""
        return [part.text for parts in self._splits for part in parts.parts]

    def units_with(self, segments: Sequence[Segment], status: SegmentStatus) -> frozenset[int]:
        """The numbers of the units that have a segment of this status; none where the segments are of an older text."""
        if [segment.source for segment in segments] != self.sources():
            return frozenset()
        row = iter(segments)
        parts = [[next(row) for _ in parts.parts] for parts in self._splits]
        return frozenset(at for at, unit in enumerate(parts) if any(segment.status is status for segment in unit))

    def sizes(self) -> list[int]:
        """How many segments every unit has."""
        return [len(parts.parts) for parts in self._splits]


def _by_source(segments: Iterable[Segment]) -> dict[str, deque[Segment]]:
    known: dict[str, deque[Segment]] = defaultdict(deque)
    for segment in segments:
        if segment.status is not SegmentStatus.WAITING:
            known[segment.source].append(segment)
    return known


def _taken_over(segment: Segment, chapter: int) -> Draft:
    return Draft(
        segment.source,
        chapter,
        segment.target,
        segment.status,
        segment.origin,
        segment.problems,
        segment.logprob,
        segment.least_logprob,
        segment.back_chrf,
        segment.attempts,
        segment.model,
        segment.adapters,
    )
