"""NovelAI's .lorebook: a JSON object with `lorebookVersion`, entries in a list, and categories.

Field names as NovelAI exports them (versions 1 to 6); a .story or .scenario file holds the same book inside.
`searchRange` is in characters there; 1000 is NovelAI's own default.
"""

from __future__ import annotations

import uuid
from typing import Any

from desktop.formats.lorebooks.base import Lorebook, LoreEntry, keys_of, number_of, text_of

PROGRAM = "novelai"
VERSION = 6

_RANGE = 1000
_PRIORITY = 400
_CONTEXT: dict[str, Any] = {
    "prefix": "",
    "suffix": "\n",
    "tokenBudget": 1,
    "reservedTokens": 0,
    "budgetPriority": _PRIORITY,
    "trimDirection": "trimBottom",
    "insertionType": "newline",
    "maximumTrimType": "sentence",
    "insertionPosition": -1,
}
_ENTRY: dict[str, Any] = {
    "lastUpdatedAt": 0,
    "searchRange": _RANGE,
    "keyRelative": False,
    "nonStoryActivatable": False,
    "loreBiasGroups": [],
    "hidden": False,
}
_OURS = ("text", "displayName", "keys", "enabled", "forceActivation", "category", "searchRange")


def matches(value: Any) -> bool:
    """Whether a JSON value is such a book, or a story or scenario with one."""
    return _book(value) is not None


def read(value: Any) -> Lorebook:
    """The book in a value that `matches`."""
    book = _book(value) or {}
    categories = {
        text_of(item.get("id")): text_of(item.get("name"))
        for item in book.get("categories") or []
        if isinstance(item, dict)
    }
    rows = book.get("entries") or []
    entries = [_entry(row, categories) for row in rows if isinstance(row, dict) and "text" in row]
    return Lorebook("", tuple(entries), len(rows) - len(entries))


def write(book: Lorebook) -> dict[str, Any]:
    """The book as NovelAI reads it. Ids come from the contents, so that the same book is the same file."""
    names = list(dict.fromkeys(entry.kind for entry in book.entries if entry.kind))
    ids = {name: _id(f"category {name}") for name in names}
    categories = [
        {"name": name, "id": ids[name], "enabled": True, "createSubcontext": False, "useCategoryDefaults": False}
        for name in names
    ]
    return {
        "lorebookVersion": VERSION,
        "entries": [_written(entry, ids, place) for place, entry in enumerate(book.entries)],
        "settings": {"orderByKeyLocations": False},
        "categories": categories,
    }


def _book(value: Any) -> dict[str, Any] | None:
    """The object with the entries: the file itself, a scenario's `lorebook`, a story's `content.lorebook`."""
    if not isinstance(value, dict):
        return None
    content = value.get("content")
    for candidate in (value, value.get("lorebook"), content.get("lorebook") if isinstance(content, dict) else None):
        if isinstance(candidate, dict) and "lorebookVersion" in candidate:
            return candidate if isinstance(candidate.get("entries", []), list) else None
    return None


def _entry(row: dict[str, Any], categories: dict[str, str]) -> LoreEntry:
    context = row["contextConfig"] if isinstance(row.get("contextConfig"), dict) else {}
    keys = keys_of(row.get("keys"))
    budget = context.get("tokenBudget")
    # Up to 1 it is a share of the context, and the largest number means no limit.
    tokens = number_of(budget) if isinstance(budget, int | float) and 1 < budget < 100_000 else 0
    search = number_of(row.get("searchRange"), _RANGE)
    return LoreEntry(
        name=text_of(row.get("displayName")) or (keys[0] if keys else ""),
        text=text_of(row.get("text")),
        keys=keys,
        always=row.get("forceActivation") is True,
        enabled=row.get("enabled") is not False,
        priority=number_of(context.get("budgetPriority"), _PRIORITY),
        budget=tokens,
        depth=0 if search == _RANGE else search,
        kind=categories.get(text_of(row.get("category")), ""),
        extra={PROGRAM: {name: item for name, item in row.items() if name not in _OURS}},
    )


def _written(entry: LoreEntry, categories: dict[str, str], place: int) -> dict[str, Any]:
    kept = entry.extra.get(PROGRAM)
    values = {**_ENTRY, **(kept if isinstance(kept, dict) else {})}
    theirs = values.get("contextConfig")
    context = {**_CONTEXT, **(theirs if isinstance(theirs, dict) else {}), "budgetPriority": entry.priority}
    if entry.budget:
        context["tokenBudget"] = entry.budget
    values.setdefault("id", _id(f"{place} {entry.name} {entry.text}"))
    values |= {
        "text": entry.text,
        "contextConfig": context,
        "displayName": entry.name,
        "keys": list(entry.keys),
        "searchRange": entry.depth or _RANGE,
        "enabled": entry.enabled,
        "forceActivation": entry.always,
        "category": categories.get(entry.kind, ""),
    }
    return values


def _id(text: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, text))
