"""Rows: a sentence of the source and its translation side by side; how a typed text and its segments become them.

Every row remembers the white space before it, so that the rows joined are the text as it was typed, to the letter.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from desktop.formats.markdown.inline import plain
from desktop.store.translation.records import Segment, SegmentStatus

LINE_SEPARATOR = "\u2028"


class Mark(Enum):
    """What stands in the gutter."""

    NONE = "none"
    WAITING = "waiting"
    WRITING = "writing"
    DONE = "done"
    GLOSSARY = "glossary"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class Piece:
    """A row's source and the white space before it."""

    gap: str
    text: str


@dataclass(frozen=True)
class Row:
    """What is shown. `terms` are the places of glossary terms; a stale target is that of an older source."""

    source: str
    target: str = ""
    mark: Mark = Mark.NONE
    segment_id: int = 0
    doubt: str = ""
    source_terms: tuple[tuple[int, int], ...] = ()
    target_terms: tuple[tuple[int, int], ...] = ()
    stale: bool = False


def pieces(text: str, sources: Sequence[str]) -> list[Piece] | None:
    """The text cut where its segments begin; None when these aren't segments of it.

    White space doesn't count in the comparison, since lines wrapped by hand are one sentence. What stands between two
    segments, such as a bullet, belongs to the later one.
    """
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    dense = "".join(text[at] for at in places)
    starts: list[int] = []
    at = 0
    for source in sources:
        wanted = "".join(source.split())
        found = dense.find(wanted, at)
        if not wanted or found < 0:
            return None
        starts.append(at)
        at = found + len(wanted)
    if at < len(dense) and starts:
        starts.append(at)
    cut: list[Piece] = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(dense)
        gap_from = places[start - 1] + 1 if start else 0
        cut.append(Piece(text[gap_from : places[start]], text[places[start] : places[end - 1] + 1]))
    return cut


def joined(rows: Sequence[Piece]) -> str:
    """The text of rows."""
    return "".join(row.gap + row.text for row in rows).replace(LINE_SEPARATOR, "\n")


def matched(sources: Sequence[str], segments: Sequence[Segment]) -> list[Segment | None]:
    """The segment of each row: by its place where the number is the same, else by its text."""
    if len(sources) == len(segments):
        return list(segments)
    known: dict[str, deque[Segment]] = defaultdict(deque)
    for segment in segments:
        known[_dense(plain(segment.source))].append(segment)
    return [same.popleft() if (same := known.get(_dense(source))) else None for source in sources]


def same_source(source: str, segment: Segment) -> bool:
    """Whether a row still holds what the segment translates; a bullet before it may be part of the row."""
    return _dense(source).endswith(_dense(plain(segment.source)))


def mark_of(segment: Segment, *, writing: bool, terms: bool) -> Mark:
    """The gutter's mark for a segment."""
    if writing:
        return Mark.WRITING
    if segment.status is SegmentStatus.WAITING:
        return Mark.WAITING
    if segment.status is SegmentStatus.DOUBTFUL:
        return Mark.DOUBTFUL
    return Mark.GLOSSARY if terms else Mark.DONE


def _dense(text: str) -> str:
    return "".join(text.split())
