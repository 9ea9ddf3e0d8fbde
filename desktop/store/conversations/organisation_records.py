"""What the lists of conversations are made of: folders, tags, orders, and what an action changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class Folder:
    """A folder; `parent_id` None is the top. `conversations` counts those right in it, without trash and archive."""

    id: int
    parent_id: int | None
    name: str
    conversations: int = 0


@dataclass(frozen=True)
class Tag:
    """A tag and how many conversations outside of the trash have it."""

    name: str
    conversations: int


class Sort(StrEnum):
    """Orders of a list."""

    UPDATED = "updated"  # the newest first
    CREATED = "created"  # the newest first
    TITLE = "title"


@dataclass(frozen=True)
class View:
    """Which conversations to list.

    `folder` None is anywhere, 0 outside of all folders; `deep` takes what is below the folder as well. `archived` None
    lists both.
    """

    pane: str = "chat"
    folder: int | None = None
    deep: bool = False
    tag: str = ""
    archived: bool | None = False
    trashed: bool = False
    sort: Sort = Sort.UPDATED
    pins_first: bool = True


@dataclass(frozen=True)
class Place:
    """Where a conversation stood."""

    id: int
    folder_id: int | None
    pinned: datetime | None
    archived: datetime | None
    trashed: datetime | None
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """What an action found before it changed it: hand it to `Organisation.undo`. Empty where nothing was changed."""

    places: tuple[Place, ...] = ()
    folders: tuple[Folder, ...] = ()
