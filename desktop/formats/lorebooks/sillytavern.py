"""SillyTavern's world info: a JSON object whose `entries` are keyed by their uid, and the books inside of characters.

Field names as SillyTavern's world-info.js writes them; a character card's `character_book` is that of Character Card
V2 and V3, with `keys`, `insertion_order` and `enabled`.
"""

from __future__ import annotations

from typing import Any

from desktop.formats.lorebooks.base import Lorebook, LoreEntry, keys_of, number_of, text_of

PROGRAM = "sillytavern"

# SillyTavern scans this many messages where an entry says null.
_ENTRY: dict[str, Any] = {
    "key": [],
    "keysecondary": [],
    "comment": "",
    "content": "",
    "constant": False,
    "vectorized": False,
    "selective": True,
    "selectiveLogic": 0,
    "addMemo": True,
    "order": 100,
    "position": 0,
    "disable": False,
    "ignoreBudget": False,
    "excludeRecursion": False,
    "preventRecursion": False,
    "matchPersonaDescription": False,
    "matchCharacterDescription": False,
    "matchCharacterPersonality": False,
    "matchCharacterDepthPrompt": False,
    "matchScenario": False,
    "matchCreatorNotes": False,
    "delayUntilRecursion": False,
    "probability": 100,
    "useProbability": True,
    "depth": 4,
    "outletName": "",
    "group": "",
    "groupOverride": False,
    "groupWeight": 100,
    "scanDepth": None,
    "caseSensitive": None,
    "matchWholeWords": None,
    "useGroupScoring": None,
    "automationId": "",
    "role": None,
    "sticky": 0,
    "cooldown": 0,
    "delay": 0,
    "triggers": [],
}
_OURS = ("key", "comment", "content", "constant", "disable", "order", "scanDepth", "uid", "displayIndex", "extensions")
# What a card's entry keeps in its extensions, by the names that world info has for it (world-info.js).
_EXTENSIONS = {
    "position": "position",
    "depth": "depth",
    "role": "role",
    "probability": "probability",
    "useProbability": "useProbability",
    "selectiveLogic": "selectiveLogic",
    "group": "group",
    "group_override": "groupOverride",
    "group_weight": "groupWeight",
    "use_group_scoring": "useGroupScoring",
    "exclude_recursion": "excludeRecursion",
    "prevent_recursion": "preventRecursion",
    "delay_until_recursion": "delayUntilRecursion",
    "case_sensitive": "caseSensitive",
    "match_whole_words": "matchWholeWords",
    "match_persona_description": "matchPersonaDescription",
    "match_character_description": "matchCharacterDescription",
    "match_character_personality": "matchCharacterPersonality",
    "match_character_depth_prompt": "matchCharacterDepthPrompt",
    "match_scenario": "matchScenario",
    "match_creator_notes": "matchCreatorNotes",
    "automation_id": "automationId",
    "outlet_name": "outletName",
    "ignore_budget": "ignoreBudget",
    "vectorized": "vectorized",
    "sticky": "sticky",
    "cooldown": "cooldown",
    "delay": "delay",
    "triggers": "triggers",
}
_KIND = "lamplight_kind"  # SillyTavern's `group` is no category: of a group only one entry is sent


def matches(value: Any) -> bool:
    """Whether a JSON value is such a book, or a character with one."""
    return _book(value) is not None


def read(value: Any) -> Lorebook:
    """The book in a value that `matches`."""
    book = _book(value) or {}
    found = book.get("entries")
    rows = list(found.values()) if isinstance(found, dict) else list(found or [])
    entries = [_card_entry(row) if "insertion_order" in row or "keys" in row else _entry(row) for row in _usable(rows)]
    return Lorebook(text_of(book.get("name")), tuple(entries), len(rows) - len(entries))


def write(book: Lorebook) -> dict[str, Any]:
    """The book as SillyTavern reads it."""
    return {"entries": {str(uid): _written(entry, uid) for uid, entry in enumerate(book.entries)}}


def _book(value: Any) -> dict[str, Any] | None:
    if not isinstance(value, dict) or "lorebookVersion" in value:
        return None
    data = value.get("data")
    card = data if isinstance(data, dict) else value
    for candidate in (card.get("character_book"), card, value):  # a `lorebook_v3` has the book itself as its data
        if isinstance(candidate, dict) and isinstance(candidate.get("entries"), dict | list):
            rows = candidate["entries"]
            usable = _usable(list(rows.values()) if isinstance(rows, dict) else rows)
            if usable or not rows:
                return candidate
    return None


def _usable(rows: list[Any]) -> list[dict[str, Any]]:
    known = ("key", "keys", "comment", "constant", "uid", "insertion_order")
    return [row for row in rows if isinstance(row, dict) and "content" in row and any(name in row for name in known)]


def _entry(row: dict[str, Any]) -> LoreEntry:
    keys = keys_of(row.get("key"))
    return LoreEntry(
        name=text_of(row.get("comment")) or (keys[0] if keys else ""),
        text=text_of(row.get("content")),
        keys=keys,
        always=row.get("constant") is True,
        enabled=row.get("disable") is not True,
        priority=number_of(row.get("order"), 100),
        depth=max(0, number_of(row.get("scanDepth"))),
        kind=_kind(row.get("extensions")),
        extra={PROGRAM: {name: item for name, item in row.items() if name not in _OURS}},
    )


def _kind(extensions: Any) -> str:
    return text_of(extensions.get(_KIND)) if isinstance(extensions, dict) else ""


def _card_entry(row: dict[str, Any]) -> LoreEntry:
    keys = keys_of(row.get("keys"))
    extensions = row["extensions"] if isinstance(row.get("extensions"), dict) else {}
    extra = {"keysecondary": list(keys_of(row.get("secondary_keys"))), "selective": row.get("selective") is True}
    if row.get("position") in ("before_char", "after_char"):
        extra["position"] = int(row["position"] == "after_char")
    extra |= {theirs: extensions[name] for name, theirs in _EXTENSIONS.items() if name in extensions}
    if row.get("use_regex") is True:  # Character Card V3: all of its keys are expressions
        flags = "" if row.get("case_sensitive") is True else "i"
        keys = tuple(key if key.startswith("/") else f"/{key}/{flags}" for key in keys)
    return LoreEntry(
        name=text_of(row.get("name")) or text_of(row.get("comment")) or (keys[0] if keys else ""),
        text=text_of(row.get("content")),
        keys=keys,
        always=row.get("constant") is True,
        enabled=row.get("enabled") is not False,
        priority=number_of(row.get("insertion_order"), 100),
        depth=max(0, number_of(extensions.get("scan_depth"))),
        kind=_kind(row.get("extensions")),
        extra={PROGRAM: extra},
    )


def _written(entry: LoreEntry, uid: int) -> dict[str, Any]:
    kept = entry.extra.get(PROGRAM)
    values = {**_ENTRY, **(kept if isinstance(kept, dict) else {})}
    values |= {
        "uid": uid,
        "key": list(entry.keys),
        "comment": entry.name,
        "content": entry.text,
        "constant": entry.always,
        "disable": not entry.enabled,
        "order": entry.priority,
        "scanDepth": entry.depth or None,
        "displayIndex": uid,
    }
    if entry.kind:
        values["extensions"] = {_KIND: entry.kind}
    return values
