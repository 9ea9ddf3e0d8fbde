"""Stories in: manuscripts of other programs as projects, with chapters, scenes, and notes on people and places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from desktop.formats.manuscript.book import Level, Section
from desktop.formats.manuscript.read_novelwriter import Lore
from desktop.formats.manuscript.reading import KINDS, read_manuscript
from desktop.store.stories.records import BibleEntry, EntryKind, NodeKind, Project, StoryChange, StoryDraft
from desktop.store.stories.stories import Stories

__all__ = ["KINDS", "Imported", "import_into", "import_project"]

_LORE = {"CHARACTER": EntryKind.CHARACTER, "WORLD": EntryKind.PLACE, "OBJECT": EntryKind.THING}


@dataclass(frozen=True)
class Imported:
    """What arrived, and the change that brought it (for undo)."""

    project: Project
    change: StoryChange
    chapters: int
    scenes: int


def import_project(stories: Stories, path: Path, title: str = "", language: str = "") -> Imported:
    """A new project from a manuscript. Everything is read before anything is kept.

    Raises DocumentError as `read_manuscript` does; StoreError.
    """
    found = read_manuscript(path)
    project = stories.create_project(title or found.book.title or path.stem, language or found.book.language)
    if found.book.author or found.book.dedication:
        settings = replace(project.settings, author=found.book.author, dedication=found.book.dedication)
        project = stories.update_project(project.id, settings=settings)
    return _keep(stories, project, found.book.sections, found.notes, found.lore)


def import_into(stories: Stories, project_id: int, path: Path) -> Imported:
    """Append a manuscript to a project. Raises as `import_project` does."""
    project = stories.project(project_id)
    found = read_manuscript(path)
    return _keep(stories, project, found.book.sections, found.notes, found.lore)


def drafts_of(sections: tuple[Section, ...]) -> tuple[StoryDraft, ...]:
    """Sections as nodes with texts; a text that stands right in a part or chapter becomes a scene of it."""
    made = []
    for section in sections:
        below = drafts_of(section.children)
        if section.level is Level.SCENE:
            made.append(StoryDraft(NodeKind.SCENE, section.title, section.text, beats=section.beats))
            continue
        if section.text.strip():
            below = (StoryDraft(NodeKind.SCENE, "", section.text), *below)
        made.append(StoryDraft(NodeKind(section.level.value), section.title, "", below, section.beats))
    return tuple(made)


def _keep(
    stories: Stories,
    project: Project,
    sections: tuple[Section, ...],
    notes: tuple[Section, ...],
    lore: tuple[Lore, ...],
) -> Imported:
    drafts = [*drafts_of(sections), *(StoryDraft(NodeKind.NOTE, note.title, note.text) for note in notes)]
    change = stories.add_drafts(project.id, drafts)
    if lore:
        entries = [BibleEntry(_LORE.get(item.kind, EntryKind.THING), item.name, item.text) for item in lore]
        change = replace(change, entries_added=stories.add_entries(project.id, entries).entries_added)
    kinds = [kind for draft in drafts for kind in _kinds(draft)]
    return Imported(stories.project(project.id), change, kinds.count(NodeKind.CHAPTER), kinds.count(NodeKind.SCENE))


def _kinds(draft: StoryDraft) -> list[NodeKind]:
    return [draft.kind, *(kind for child in draft.children for kind in _kinds(child))]
