"""The conversations as rows: pinned conversations, folders with what is in them, and the rest by day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from desktop.store.conversations.organisation_records import Sort

if TYPE_CHECKING:
    from desktop.store import Conversation
    from desktop.store.conversations.organisation_records import Folder


class Heading(Enum):
    """A line between groups."""

    PINNED = "pinned"
    FOLDERS = "folders"
    TODAY = "today"
    YESTERDAY = "yesterday"
    EARLIER = "earlier"
    REST = "rest"  # where the order isn't by day


@dataclass(frozen=True)
class FolderRow:
    """A folder at a depth of the tree; `count` is all that is in it and below."""

    folder: Folder
    depth: int
    is_open: bool
    count: int


class ConversationRow(NamedTuple):
    """A conversation, alone or in a folder. There may be tens of thousands: a tuple is made in half the time."""

    conversation: Conversation
    depth: int = 0


Row = Heading | FolderRow | ConversationRow


def in_order(conversations: Iterable[Conversation], sort: Sort) -> list[Conversation]:
    """Sorted as a person wants them."""
    match sort:
        case Sort.TITLE:
            return sorted(conversations, key=lambda each: (each.title.casefold(), each.id))
        case Sort.CREATED:
            return sorted(conversations, key=lambda each: (each.created, each.id), reverse=True)
    return sorted(conversations, key=lambda each: (each.updated, each.id), reverse=True)


def flat(conversations: Iterable[Conversation]) -> list[Row]:
    """One after another, as they come: the trash."""
    return [ConversationRow(each) for each in conversations]


def group_rows(
    conversations: Iterable[Conversation],
    folders: Sequence[Folder],
    open_folders: Collection[int],
    now: datetime,
    sort: Sort = Sort.UPDATED,
    tag: str = "",
) -> list[Row]:
    """The rows of the daily list. With a tag: those that have it, wherever they are."""
    ordered = in_order(conversations, sort)
    if tag:
        wanted = tag.casefold()
        ordered = [each for each in ordered if any(name.casefold() == wanted for name in each.tags)]
        folders = ()
    known = {folder.id for folder in folders}
    rows: list[Row] = []
    pinned = [each for each in ordered if each.pinned is not None]
    if pinned:
        rows += [Heading.PINNED, *map(ConversationRow, pinned)]
    inside: dict[int, list[Conversation]] = {}
    outside: list[Conversation] = []
    for each in ordered:
        if each.pinned is None:
            (inside.setdefault(each.folder_id, []) if each.folder_id in known else outside).append(each)
    if folders:
        rows += [Heading.FOLDERS, *_tree(folders, inside, open_folders)]
    return rows + _by_day(outside, now, sort, alone=not rows)


def _tree(folders: Sequence[Folder], inside: dict[int, list[Conversation]], open_folders: Collection[int]) -> list[Row]:
    known = {folder.id for folder in folders}
    below: dict[int | None, list[Folder]] = {}
    for folder in folders:
        below.setdefault(folder.parent_id if folder.parent_id in known else None, []).append(folder)
    rows: list[Row] = []

    def count(folder: Folder) -> int:
        return len(inside.get(folder.id, ())) + sum(map(count, below.get(folder.id, ())))

    def add(folder: Folder, depth: int) -> None:
        is_open = folder.id in open_folders
        rows.append(FolderRow(folder, depth, is_open, count(folder)))
        if is_open:
            for child in below.get(folder.id, ()):
                add(child, depth + 1)
            rows.extend(ConversationRow(each, depth + 1) for each in inside.get(folder.id, ()))

    for folder in below.get(None, ()):
        add(folder, 0)
    return rows


def changes_in(rows: Sequence[Row], now: datetime) -> int:
    """After how many milliseconds the dates beside the rows may read otherwise, where nothing happens meanwhile."""
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    since = now - 2 * minute
    if any(isinstance(row, ConversationRow) and row.conversation.updated > since for row in rows):
        wait = minute
    else:  # the next day; a machine that slept meanwhile is late by an hour at most
        wait = min(_midnight(now.astimezone().date() + timedelta(days=1)) - now + timedelta(seconds=1), hour)
    return int(wait.total_seconds() * 1000)


def _by_day(conversations: Sequence[Conversation], now: datetime, sort: Sort, *, alone: bool) -> list[Row]:
    if sort is Sort.TITLE:
        heading: list[Row] = [] if alone or not conversations else [Heading.REST]
        return heading + flat(conversations)
    when: Callable[[Conversation], datetime] = (lambda each: each.created) if sort is Sort.CREATED else _updated
    days: dict[Heading, list[Conversation]] = {}
    # Midnights as moments: a comparison for each conversation rather than a change of time zone.
    today = now.astimezone().date()
    midnight, before = _midnight(today), _midnight(today - timedelta(days=1))
    for each in conversations:
        moment = when(each)
        day = Heading.TODAY if moment >= midnight else Heading.YESTERDAY if moment >= before else Heading.EARLIER
        days.setdefault(day, []).append(each)
    rows: list[Row] = []
    for day in (Heading.TODAY, Heading.YESTERDAY, Heading.EARLIER):
        if day in days:
            rows += [day, *map(ConversationRow, days[day])]
    return rows


def _updated(conversation: Conversation) -> datetime:
    return conversation.updated


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day).astimezone()
