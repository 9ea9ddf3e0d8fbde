"""What all readers of conversations share. The files are others' and may hold anything."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from desktop.base.text.reasoning import CLOSING, OPENING
from desktop.store import ReplyInfo
from desktop.store.conversations.exchange import Thread, Turn

ROLES = {
    "user": "user",
    "human": "user",
    "assistant": "assistant",
    "model": "assistant",
    "system": "system",
    "developer": "system",
}


class UnreadableError(ValueError):
    """An entry isn't what it should be; the text is for small print."""


@dataclass(frozen=True)
class Problem:
    """An entry that could not be read: its name, and why in the small print."""

    name: str
    cause: str


Entry = Thread | Problem


def mapping(value: Any, what: str = "an object") -> dict[str, Any]:
    """A JSON object. Raises UnreadableError."""
    if not isinstance(value, dict):
        raise UnreadableError(f"not {what}")
    return value


def items(value: Any, what: str = "a list") -> list[Any]:
    """A JSON list. Raises UnreadableError."""
    if not isinstance(value, list):
        raise UnreadableError(f"not {what}")
    return value


def words(value: Any) -> str:
    """A text, or "" for anything else."""
    return value if isinstance(value, str) else ""


def moment(value: Any) -> datetime | None:
    """A time as others write it: seconds or milliseconds since 1970, ISO 8601, or SillyTavern's own two ways."""
    if isinstance(value, str) and re.fullmatch(r"\d{9,16}(\.\d+)?", value):
        value = float(value)
    try:
        if isinstance(value, bool) or value is None:
            return None
        if isinstance(value, int | float):
            seconds = float(value)
            if not math.isfinite(seconds) or seconds > 1e19:
                return None
            while seconds > 1e11:  # milliseconds, microseconds, nanoseconds
                seconds /= 1000
            return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
        if isinstance(value, str):
            return _written(value.strip())
    except (ValueError, OverflowError, OSError):
        pass
    return None


def _written(text: str) -> datetime | None:
    found = re.fullmatch(r"(\d{4})-(\d+)-(\d+) ?@(\d+)h ?(\d+)m ?(\d+)s(?: ?(\d+)ms)?", text)
    if found:
        year, month, day, hour, minute, second, thousandths = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, second, thousandths * 1000).astimezone(UTC)
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        made = datetime.strptime(text, "%B %d, %Y %I:%M%p")
    return made.astimezone(UTC)


def model_info(name: Any, thought_seconds: Any = 0) -> ReplyInfo | None:
    """What is known of a reply that another program's model wrote."""
    seconds = number(thought_seconds)
    return ReplyInfo(model_name=words(name), thought_seconds=seconds) if words(name) or seconds else None


def number(value: Any) -> float:
    """A number that isn't negative, written as one or in a text; 0 for anything else."""
    try:
        found = float(value) if isinstance(value, int | float | str) else 0.0
    except ValueError:
        return 0.0
    return found if math.isfinite(found) and found > 0 else 0.0


def reasoned(thought: str, said: str) -> str:
    """A reply as it is kept: what the model thought before what it said."""
    return f"{OPENING}{thought.strip()}{CLOSING}{said.lstrip()}" if thought.strip() else said


def chain(turns: Iterable[Turn]) -> list[Turn]:
    """Turns one after another."""
    linked: list[Turn] = []
    for turn in turns:
        linked.append(replace(turn, parent=linked[-1].key if linked else None))
    return linked


def ordered(turns: list[Turn]) -> tuple[Turn, ...]:
    """Parents before what follows them, each once; one whose parent isn't there, or follows itself, begins anew."""
    by_key = {turn.key: turn for turn in turns}
    below: dict[str | None, list[Turn]] = {}
    for turn in by_key.values():
        below.setdefault(turn.parent if turn.parent in by_key else None, []).append(turn)
    found: dict[str, Turn] = {}

    def follow(start: list[tuple[Turn, str | None]]) -> None:
        waiting = start[::-1]
        while waiting:
            turn, parent = waiting.pop()
            if turn.key not in found:
                found[turn.key] = replace(turn, parent=parent)
                waiting += [(child, turn.key) for child in reversed(below.get(turn.key, []))]

    follow([(turn, None) for turn in below.get(None, [])])
    for turn in by_key.values():  # what is left goes round in circles
        follow([(turn, None)])
    return tuple(found.values())


def show_path_to(turns: Iterable[Turn], last: str | None) -> list[Turn]:
    """Turns of which those that lead to `last` are shown, and the last version elsewhere."""
    listed = list(turns)
    parents = {turn.key: turn.parent for turn in listed}
    path: set[str] = set()
    while last in parents and last not in path and last is not None:
        path.add(last)
        last = parents[last]
    return [replace(turn, shown=turn.key in path) for turn in listed]


def thread(origin: str, title: str, turns: Iterable[Turn], created: Any, updated: Any, **more: Any) -> Thread:
    """A thread with times that fit its turns. Raises UnreadableError where there is nothing in it."""
    said = ordered(list(turns))
    if not said:
        raise UnreadableError("no messages")
    times = [turn.created for turn in said if turn.created is not None]
    began = moment(created) or min(times, default=None) or datetime.now(UTC)
    ended = moment(updated) or max(times, default=began)
    name = " ".join(title.split()) or " ".join(said[0].text.split())[:60]
    return Thread(origin=origin, title=name, created=began, updated=max(began, ended), turns=said, **more)


def each(entries: Iterable[Any], read: Any, name_of: Any) -> Iterator[Entry]:
    """Read entry by entry; one that fails is named and the rest arrives."""
    for number, entry in enumerate(entries, 1):
        try:
            yield read(entry)
        except (UnreadableError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            name = words(name_of(entry)) if isinstance(entry, dict) else ""
            yield Problem(name or f"{number}", str(error) or type(error).__name__)
