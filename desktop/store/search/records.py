"""What a search looks through, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.store.core.snippet import Snippet


@dataclass(frozen=True)
class Filters:
    """What to look through: `since` inclusive, `until` exclusive; empty means all."""

    since: datetime | None = None
    until: datetime | None = None
    model: str = ""
    pane: str = ""
    tag: str = ""


ALL = Filters()


@dataclass(frozen=True)
class Hit:
    """A message that was found, by its own text or by a document's: `document` is that one's name."""

    message_id: int
    conversation_id: int
    title: str
    pane: str
    role: str
    created: datetime
    model: str
    snippet: Snippet
    document: str = ""
    document_id: int = 0


@dataclass(frozen=True)
class TitleHit:
    """A conversation whose title was found."""

    conversation_id: int
    title: Snippet
    pane: str
    updated: datetime


@dataclass(frozen=True)
class Found:
    """Conversations by title and messages by text, the newest first. `more`: there are more messages than asked for."""

    titles: tuple[TitleHit, ...] = ()
    messages: tuple[Hit, ...] = ()
    more: bool = False
