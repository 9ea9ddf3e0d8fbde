"""Searching while a person types: off the main thread, one query at a time, and never an answer to an older one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.store.core.snippet import Snippet
from desktop.store.search.records import ALL
from desktop.ui import tasks
from desktop.ui.later import later

if TYPE_CHECKING:
    from desktop.store import Store
    from desktop.store.search.records import Filters, Found, Hit, TitleHit
    from desktop.store.search.search import Search

_SOON_MS = 60  # after the last key
_PAGE = 60


@dataclass(frozen=True)
class Group:
    """A conversation with its hits. `title` has the hits in it marked."""

    conversation_id: int
    title: Snippet
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True)
class Results:
    """What a query found, conversation by conversation; `more` messages are there than are listed."""

    typed: str = ""
    filters: Filters = ALL
    groups: tuple[Group, ...] = ()
    more: bool = False


class SearchRun(QObject):
    """`found` carries the results of the newest query only, `failed` an error."""

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._search = later(lambda: _search(store))
        self._newest = 0
        self._typed = ""
        self._filters = ALL
        self._hits: tuple[Hit, ...] = ()
        self._titles: tuple[TitleHit, ...] = ()
        self._more = False
        self._busy = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._ask)

    def ask(self, typed: str, filters: Filters) -> None:
        """Look for this a moment after the last key."""
        self._newest += 1
        self._typed, self._filters = typed, filters
        self._soon.start()

    def again(self) -> None:
        """The same query: something was written, moved or deleted."""
        if self._typed:
            self._newest += 1
            self._ask()

    def drop(self) -> None:
        """No query any more: what is under way comes to nothing."""
        self._newest += 1
        self._typed = ""
        self._soon.stop()

    def more(self) -> None:
        """The next page, once."""
        if self._more and not self._busy and self._hits:
            self._find(before=self._hits[-1].message_id)

    def options(self, then: object) -> None:
        """Read what can be filtered by: `then` is called with models and panes."""
        tasks.run(
            lambda: (self._search.models(), self._search.panes()),
            then,  # type: ignore[arg-type]
            self.failed.emit,
            self,
            lane="search",
        )

    def _ask(self) -> None:
        self._soon.stop()
        self._hits, self._titles = (), ()
        self._find(before=None)

    def _find(self, before: int | None) -> None:
        number, typed, filters = self._newest, self._typed, self._filters
        self._busy = True

        def work() -> Found | None:
            return self._search.find(typed, filters, _PAGE, before) if number == self._newest else None

        def take(found: Found | None) -> None:
            if found is None or number != self._newest:
                return
            self._busy = False
            self._titles = found.titles if before is None else self._titles
            self._hits += found.messages
            self._more = found.more
            self.found.emit(Results(typed, filters, grouped(self._titles, self._hits), found.more))

        def wrong(error: Exception) -> None:
            if number == self._newest:
                self._busy = False
                self.failed.emit(error)

        tasks.run(work, take, wrong, self, lane="search")


def _search(store: Store) -> Search:
    from desktop.store.search.search import Search

    return Search(store.database)


def grouped(titles: tuple[TitleHit, ...], hits: tuple[Hit, ...]) -> tuple[Group, ...]:
    """By conversation: those found by their titles first, then by the newest hit."""
    groups = {title.conversation_id: Group(title.conversation_id, title.title) for title in titles}
    for hit in hits:
        group = groups.get(hit.conversation_id) or Group(hit.conversation_id, Snippet(hit.title))
        groups[hit.conversation_id] = replace(group, hits=(*group.hits, hit))
    return tuple(groups.values())
