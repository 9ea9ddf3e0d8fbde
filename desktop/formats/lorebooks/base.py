"""What all lorebooks have in common, free of the store and of any program."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class LoreEntry:
    """One entry. `always` stands in every context, `enabled` False in none; higher `priority` is kept longer.

    `budget` is in tokens, 0 for none. `depth` is how much of the last text is searched, in the program's own unit, 0
    for its default. `kind` is a category's name where the book has categories. `extra` is {program: its own fields},
    written back where the same program's book is written.
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    always: bool = False
    enabled: bool = True
    priority: int = 10
    budget: int = 0
    depth: int = 0
    kind: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Lorebook:
    """A book of entries; `left_out` counts those that could not be read."""

    name: str
    entries: tuple[LoreEntry, ...]
    left_out: int = 0


def text_of(value: Any) -> str:
    """A text field of unknown origin."""
    return value if isinstance(value, str) else ""


def number_of(value: Any, default: int = 0) -> int:
    """A number of unknown origin, within what the store can keep."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return default
    return int(max(-1_000_000, min(1_000_000, value)))


def keys_of(value: Any) -> tuple[str, ...]:
    """Keys of unknown origin: a list, or one text with commas. An expression may hold commas of its own."""
    if isinstance(value, str):
        value = [value] if value.startswith("/") else value.split(",")
    if not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys(key.strip() for key in value if isinstance(key, str) and key.strip()))
