"""The rows of a job as they are now: segments, what is being written, the glossary's terms."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.formats.markdown.inline import plain
from desktop.store.translation.records import Segment, SegmentStatus
from desktop.ui.panes.translate import words
from desktop.ui.panes.translate.controller import TranslationController
from desktop.ui.panes.translate.pages.rows import Mark, Row, mark_of, same_source

Places = tuple[tuple[int, int], ...]


def row_of(controller: TranslationController, segment: Segment | None, source: str | None = None) -> Row:
    """A segment's row. `source` is what stands on the left page now, where that may be newer."""
    if segment is None:
        return Row(source or "", mark=Mark.WAITING if (source or "").strip() else Mark.NONE)
    run = controller.run
    written = run.written.get(segment.id) if run is not None else None
    own = plain(segment.source)
    shown = own if source is None else source
    target = plain(segment.target) if written is None else plain(written)
    if not same_source(shown, segment):
        return Row(shown, target, Mark.WAITING if shown.strip() else Mark.NONE, stale=True)
    sources, targets = _terms(controller, shown, target)
    doubtful = segment.status is SegmentStatus.DOUBTFUL and written is None
    mark = mark_of(segment, writing=written is not None, terms=bool(targets))
    said = words.doubt(segment) if doubtful else ""
    return Row(shown, target, mark, segment.id, said, sources, targets)


def rows_of(controller: TranslationController, segments: Sequence[Segment | None], sources: Sequence[str]) -> list[Row]:
    """All rows of the left page."""
    return [row_of(controller, segment, source) for segment, source in zip(segments, sources, strict=True)]


def _terms(controller: TranslationController, source: str, target: str) -> tuple[Places, Places]:
    if not controller.matcher:
        return (), ()
    sources, targets = [], []
    for hit in controller.matcher.find(source):
        sources.append((hit.start, hit.end))
        at = target.casefold().find(hit.term.target.casefold())
        if at >= 0:
            targets.append((at, at + len(hit.term.target)))
    return tuple(sources), tuple(targets)
