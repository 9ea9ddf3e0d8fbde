"""The translation memory: the same sentence is not translated twice, a similar one serves as an example."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from desktop.formats.markdown.inline import plain, repair, same_marks
from desktop.store.translation.records import MemoryEntry, Origin
from desktop.store.translation.terms import Memory

FUZZY_FROM = 75.0  # per cent of rapidfuzz's ratio; below that an example misleads more than it helps


@dataclass(frozen=True)
class Match:
    """An entry and how like the sentence it is, in per cent; 100 is the same but for marks, case and spacing."""

    entry: MemoryEntry
    score: float


def key_of(source: str) -> str:
    """What two sources must share to be the same sentence."""
    return " ".join(unicodedata.normalize("NFKC", plain(source)).casefold().split())


def with_key(entry: MemoryEntry) -> MemoryEntry:
    """The entry as it is kept."""
    return replace(entry, key=key_of(entry.source))


class Recall:
    """A memory of one pair of languages, read once for a job; entries made meanwhile are added with `learn`."""

    def __init__(
        self, memory: Memory | None, source_language: str, target_language: str, *, people_only: bool = False
    ) -> None:
        entries = memory.entries(source_language, target_language) if memory else []
        self._entries = {entry.key: entry for entry in entries if not (people_only and entry.origin is Origin.MODEL)}
        self._by_people = {key: entry for key, entry in self._entries.items() if entry.origin is not Origin.MODEL}

    def learn(self, entries: Iterable[MemoryEntry]) -> None:
        """Use these, too; of one source the last wins."""
        for entry in entries:
            keyed = with_key(entry)
            self._entries[keyed.key] = keyed
            if keyed.origin is not Origin.MODEL:
                self._by_people[keyed.key] = keyed

    def exact(self, source: str) -> str | None:
        """The translation of the same sentence, with this source's marks."""
        entry = self._entries.get(key_of(source))
        if entry is None:
            return None
        if same_marks(source, entry.target):
            return entry.target
        return repair(source, plain(entry.target))

    def examples(self, source: str, limit: int = 2) -> list[Match]:
        """Similar entries fit to be shown to a model: not its own work, whose errors it would only repeat."""
        return [match for match in self.similar(source, limit, by_people=True) if match.score < 100]

    def similar(self, source: str, limit: int = 3, *, by_people: bool = False) -> list[Match]:
        """The most similar entries, the best first; the same sentence is among them with 100."""
        key = key_of(source)
        known = self._by_people if by_people else self._entries
        if not known or len(key) < 4:
            return []
        # Lengths that differ more can't reach the score; leaving them out early makes 100,000 entries quick.
        least, most = len(key) * 0.6, len(key) * 1.7
        near: Sequence[str] = [other for other in list(known) if least <= len(other) <= most]
        found = process.extract(key, near, scorer=fuzz.ratio, score_cutoff=FUZZY_FROM, limit=limit)
        return [Match(self._entries[other], score) for other, score, _ in found]
