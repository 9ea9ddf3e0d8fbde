"""The list of conversations by day, and the dates beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from desktop.store import Conversation


class Day(Enum):
    """A heading of the list."""

    TODAY = 0
    YESTERDAY = 1
    EARLIER = 2


@dataclass(frozen=True)
class Group:
    day: Day
    conversations: tuple[Conversation, ...]


def grouped(conversations: Iterable[Conversation], now: datetime, wanted: str = "") -> list[Group]:
    """The conversations whose title holds every word of `wanted`, newest first, under their day's heading."""
    words = wanted.casefold().split()
    days: dict[Day, list[Conversation]] = {day: [] for day in Day}
    for conversation in conversations:
        title = conversation.title.casefold()
        if all(word in title for word in words):
            days[_day(conversation.updated, now.astimezone().date())].append(conversation)
    return [Group(day, tuple(found)) for day, found in days.items() if found]


def _day(updated: datetime, today: date) -> Day:
    local = updated.astimezone().date()
    if local >= today:
        return Day.TODAY
    return Day.YESTERDAY if local == today - timedelta(days=1) else Day.EARLIER
