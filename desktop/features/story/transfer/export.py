"""Stories out: a project, a part, a chapter or a scene as a file that other people read."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from desktop.base.errors import Code, DocumentError, StoreError
from desktop.base.files import write_atomically
from desktop.formats.manuscript.book import Book, Level, Section, Style
from desktop.formats.manuscript.writing import KINDS, kind_of, write_book
from desktop.store.stories.records import Node, NodeKind
from desktop.store.stories.stories import Stories

__all__ = ["KINDS", "book_of", "export", "export_file"]


def book_of(stories: Stories, project_id: int, node_id: int | None = None) -> Book:
    """A project as a book, or what stands at and below a node; notes are left out.

    Raises StoreError(STORY_UNKNOWN).
    """
    project = stories.project(project_id)
    outline = stories.outline(project_id)
    texts = {key: found.text for key, found in stories.texts(project_id).items()}
    children: dict[int | None, list[Node]] = defaultdict(list)
    for node in outline:
        if node.kind is not NodeKind.NOTE:
            children[node.parent_id].append(node)

    def section(node: Node) -> Section:
        below = tuple(section(child) for child in children[node.id])
        return Section(Level(node.kind.value), node.title, texts.get(node.id, ""), below)

    tops = children[None]
    if node_id is not None:
        tops = [node for node in outline if node.id == node_id]
        if not tops:
            raise StoreError(Code.STORY_UNKNOWN, node=node_id)
    if tops and tops[0].kind is NodeKind.NOTE:
        found: tuple[Section, ...] = (Section(Level.SCENE, tops[0].title, texts.get(tops[0].id, "")),)
    else:
        found = tuple(section(node) for node in tops)
    settings = project.settings
    return Book(project.title, found, project.language, settings.author, settings.dedication)


def export(
    stories: Stories, project_id: int, kind: str, *, node_id: int | None = None, style: Style | None = None
) -> bytes:
    """A file of a kind of `KINDS`. A part of the book has no front matter unless `style` says so.

    Raises DocumentError: STORY_EMPTY, NO_CHINESE_FONT; StoreError.
    """
    chosen = style or default_style(stories, project_id, node_id)
    return write_book(book_of(stories, project_id, node_id), kind, chosen)


def default_style(stories: Stories, project_id: int, node_id: int | None = None) -> Style:
    """The project's own scene break; front matter for the whole."""
    return Style(front_matter=node_id is None, scene_break=stories.project(project_id).settings.break_style)


def export_file(
    stories: Stories,
    project_id: int,
    path: Path,
    *,
    kind: str | None = None,
    node_id: int | None = None,
    style: Style | None = None,
) -> None:
    """Write a file of a kind (else that which its name says), whole or not at all.

    Raises DocumentError: STORY_UNREADABLE_KIND, STORY_NOT_WRITTEN, and what `export` raises.
    """
    data = export(stories, project_id, kind or kind_of(path), node_id=node_id, style=style)
    try:
        write_atomically(path, data, 0o644)
    except OSError as error:
        raise DocumentError(Code.STORY_NOT_WRITTEN, path=str(path), cause=str(error)) from error
