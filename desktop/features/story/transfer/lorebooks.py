"""The story bible into and out of lorebooks of SillyTavern and NovelAI."""

from __future__ import annotations

from pathlib import Path

from desktop.base.errors import Code, DocumentError
from desktop.base.files import write_atomically
from desktop.formats.lorebooks import novelai, sillytavern
from desktop.formats.lorebooks.base import Lorebook, LoreEntry
from desktop.formats.lorebooks.reading import read_lorebook, write_lorebook
from desktop.formats.opening import read_file
from desktop.store.stories.records import Activation, BibleEntry, EntryKind, StoryChange
from desktop.store.stories.stories import Stories

# What people call their categories and groups, in both languages.
_KINDS = {
    EntryKind.CHARACTER: ("character", "characters", "person", "people", "npc", "角色", "人物"),
    EntryKind.PLACE: ("place", "places", "location", "locations", "地点", "场所"),
    EntryKind.THING: ("thing", "things", "item", "items", "object", "objects", "物品", "道具"),
    EntryKind.RULE: ("rule", "rules", "world", "lore", "规则", "设定", "世界观"),
}
_NAI_DEPTH = 300  # characters of a paragraph: NovelAI searches characters, we search paragraphs


def import_lorebook(stories: Stories, project_id: int, path: Path) -> tuple[StoryChange, int]:
    """Add a book's entries to a project's bible; returns the change and how many entries could not be read.

    Raises DocumentError; nothing is added then.
    """
    book, program = read_lorebook(read_file(path), str(path))
    return stories.add_entries(project_id, [to_entry(entry, program) for entry in book.entries]), book.left_out


def export_lorebook(stories: Stories, project_id: int, program: str, path: Path) -> int:
    """Write a project's bible as a book of `program`; returns how many entries. Raises DocumentError."""
    entries = stories.bible(project_id)
    book = Lorebook(stories.project(project_id).title, tuple(to_lore(entry, program) for entry in entries))
    try:
        write_atomically(path, write_lorebook(book, program), 0o644)
    except OSError as error:
        raise DocumentError(Code.STORY_NOT_WRITTEN, path=str(path), cause=str(error)) from error
    return len(entries)


def to_entry(lore: LoreEntry, program: str) -> BibleEntry:
    """An entry of a book as one of ours."""
    activation = Activation.ALWAYS if lore.always else Activation.MENTION
    depth = lore.depth
    if program == novelai.PROGRAM and depth:
        depth = max(1, depth // _NAI_DEPTH)
    return BibleEntry(
        kind=_kind(lore.kind),
        name=lore.name,
        text=lore.text,
        keys=lore.keys,
        activation=activation if lore.enabled else Activation.NEVER,
        priority=lore.priority,
        budget=lore.budget,
        depth=depth,
        # What comes back when the book goes to the same program: its fields, and what ours can't say.
        extra={**lore.extra, "kind": lore.kind, "always": lore.always, "depth": lore.depth},
    )


def to_lore(entry: BibleEntry, program: str) -> LoreEntry:
    """An entry of ours for a book."""
    depth = entry.depth
    if program == novelai.PROGRAM and depth:
        theirs = entry.extra.get("depth", 0) if program in entry.extra else 0
        depth = theirs if theirs and max(1, theirs // _NAI_DEPTH) == depth else depth * _NAI_DEPTH
    never = entry.activation is Activation.NEVER
    kind = entry.extra.get("kind")
    return LoreEntry(
        name=entry.name,
        text=entry.text,
        keys=entry.keys,
        always=entry.extra.get("always") is True if never else entry.activation is Activation.ALWAYS,
        enabled=not never,
        priority=entry.priority,
        budget=entry.budget,
        depth=depth,
        kind=kind if isinstance(kind, str) and _kind(kind) is entry.kind else entry.kind.value,
        extra={name: value for name, value in entry.extra.items() if name in (sillytavern.PROGRAM, novelai.PROGRAM)},
    )


def _kind(name: str) -> EntryKind:
    wanted = name.strip().casefold()
    return next((kind for kind, names in _KINDS.items() if wanted in names), EntryKind.THING)
