"""In which order a document's rows stand: as in the document, or what a person should look at first."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.features.translate.quality.checks import severity
from desktop.store.translation.records import Segment, SegmentStatus


class RowOrder:
    """The order stays as it was made until the rows are shown anew: a row that is kept doesn't jump away."""

    def __init__(self) -> None:
        self.doubtful_first = False
        self._rows: dict[int, int] = {}  # of a segment's id, where it isn't the document's

    def sorted(self, segments: Iterable[Segment], *, document: bool) -> list[Segment]:
        """The segments as they are to be shown; the worst first of the doubtful ones."""
        found = list(segments)
        self._rows = {}
        if document and self.doubtful_first:
            found.sort(key=_place)
            self._rows = {segment.id: number for number, segment in enumerate(found)}
        return found

    def row(self, segment: Segment) -> int:
        """The row of a segment of a document."""
        return self._rows.get(segment.id, segment.position)


def _place(segment: Segment) -> tuple[bool, float, float, int]:
    doubtful = segment.status is SegmentStatus.DOUBTFUL
    worst = (-severity(segment.problems), segment.logprob or 0.0) if doubtful else (0.0, 0.0)
    return not doubtful, *worst, segment.position
