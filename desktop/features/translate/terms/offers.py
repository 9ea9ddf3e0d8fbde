"""What the memory offers for a sentence: similar ones that were translated before, for a person to take."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.features.translate.terms.memory import Match, Recall
from desktop.formats.markdown.inline import plain, repair, same_marks
from desktop.store.translation.records import Job, Segment
from desktop.store.translation.terms import Memory


class Offers:
    """The memory of a pair, read once; `forget` after a change of it. For one thread at a time."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._pair: tuple[str, str] = ("", "")
        self._recall: Recall | None = None

    def forget(self) -> None:
        """Read the memory anew at the next question."""
        self._recall = None

    def of(self, job: Job, segment: Segment, limit: int = 3) -> Sequence[Match]:
        """Translations that aren't this segment's own, the most similar first. Raises StoreError."""
        pair = (job.source_language, job.target_language)
        if self._recall is None or self._pair != pair:
            self._pair, self._recall = pair, Recall(self._memory, *pair)
        own = plain(segment.target).strip()
        found = self._recall.similar(segment.source, limit + 1)
        return [match for match in found if plain(match.entry.target).strip() != own][:limit]


def as_target(match: Match, segment: Segment) -> str:
    """The entry's translation as this segment's: with this source's marks."""
    target = match.entry.target
    return target if same_marks(segment.source, target) else repair(segment.source, plain(target))
