"""Imports: what can be read arrives, what can't is named, and twice is not double."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.base.errors import DocumentError
from desktop.features.exchange.common import Problem
from desktop.features.exchange.reading import read
from desktop.store.conversations.exchange import Exchange, Kept, Thread


@dataclass(frozen=True)
class Arrived:
    """A conversation is in the store: new, or with `kept.added` new messages, or as it was."""

    title: str
    kept: Kept


@dataclass(frozen=True)
class FileFailed:
    """Nothing of a file could be read."""

    path: Path
    error: DocumentError


@dataclass(frozen=True)
class Expected:
    """How many conversations there are, as far as is known."""

    total: int


ImportEvent = Arrived | Problem | FileFailed | Expected


@dataclass(frozen=True)
class Summary:
    """What an import did, in numbers; `problems` are entries and files that could not be read."""

    new: int = 0
    grown: int = 0
    known: int = 0
    problems: int = 0

    @property
    def done(self) -> int:
        """How many entries that is."""
        return self.new + self.grown + self.known + self.problems

    def plus(self, event: ImportEvent) -> Summary:
        """With one more event counted."""
        match event:
            case Arrived(kept=Kept(new=True)):
                return replace(self, new=self.new + 1)
            case Arrived(kept=Kept(added=added)) if added:
                return replace(self, grown=self.grown + 1)
            case Arrived():
                return replace(self, known=self.known + 1)
            case Expected():
                return self
            case _:
                return replace(self, problems=self.problems + 1)


def import_files(exchange: Exchange, paths: Iterable[Path]) -> Iterator[ImportEvent]:
    """Import files, folders and archives, one event for each conversation. Raises StoreError only."""
    coming: list[int] = []
    told = 0
    for path in paths:
        try:
            for entry in read(path, coming.append):
                if len(coming) > told:
                    told = len(coming)
                    yield Expected(sum(coming))
                yield _keep(exchange, entry) if isinstance(entry, Thread) else entry
        except DocumentError as error:
            yield FileFailed(path, error)


def _keep(exchange: Exchange, thread: Thread) -> ImportEvent:
    return Arrived(thread.title, exchange.keep(thread))
