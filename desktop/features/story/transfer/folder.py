"""A story as plain files in a folder: one Markdown file per scene and note, so that no one is locked in.

A scene keeps its file's name for good. `lamplight.json` beside them tells the order; `Outline.md` tells it to people.
A file that somebody changed meanwhile is never overwritten; `read_folder` takes it in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.base.errors import Code, DocumentError
from desktop.base.files import read_json, write_atomically, write_json
from desktop.formats.encoding import MOST_BYTES, decode
from desktop.store.stories.records import Node, NodeKind, Reason, SceneText, SceneVersion, StoryConflictError, digest
from desktop.store.stories.stories import Stories

INDEX, OUTLINE = "lamplight.json", "Outline.md"
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_TEXTS = (NodeKind.SCENE, NodeKind.NOTE)


@dataclass(frozen=True)
class Written:
    """What a save did: files written, files removed (their scenes are gone), files left alone (changed by hand)."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class Read:
    """What reading back did: scenes saved and added, and conflicts, whose file's text is in the scene's history."""

    saved: tuple[SceneText, ...] = ()
    added: tuple[Node, ...] = ()
    conflicts: tuple[SceneVersion, ...] = ()


def write_folder(stories: Stories, project_id: int, folder: Path) -> Written:
    """Bring a folder up to date; only files whose text differs are written, each atomically.

    Raises DocumentError(STORY_NOT_WRITTEN); what was written by then is whole.
    """
    try:
        return _write(stories, project_id, folder)
    except OSError as error:
        raise DocumentError(Code.STORY_NOT_WRITTEN, path=str(folder), cause=str(error)) from error


def read_folder(stories: Stories, project_id: int, folder: Path) -> Read:
    """Take in what was changed in the files since they were written, and new .md files as scenes at the end.

    Raises DocumentError: DOCUMENT_MISSING without an index, and what reading a text raises, before anything is kept.
    """
    files = _index(folder, project_id)
    if not files:
        raise DocumentError(Code.DOCUMENT_MISSING, path=str(folder / INDEX))
    changed: list[tuple[int, int, str]] = []
    for key, kept in files.items():
        text = _text(folder / str(kept.get("file")))
        if text is not None and digest(text) != kept.get("digest"):
            changed.append((int(key), int(kept.get("revision", 0)), text))
    known = {str(kept.get("file")) for kept in files.values()} | {OUTLINE}
    new = [(path.stem, _text(path) or "") for path in sorted(folder.glob("*.md")) if path.name not in known]
    alive = {node.id for node in stories.outline(project_id)}
    saved, conflicts, added = [], [], []
    for node_id, revision, text in changed:
        if node_id not in alive:
            continue
        try:
            saved.append(stories.save_text(node_id, text, revision, Reason.MANUAL))
        except StoryConflictError as error:
            conflicts.append(error.refused)
    for title, text in new:
        node = stories.add_node(project_id, NodeKind.SCENE, title)
        stories.save_text(node.id, text, 0, Reason.IMPORT)
        added.append(node)
        files[str(node.id)] = {"file": f"{title}.md", "digest": digest(text), "revision": 1}
    if added or saved:
        _remember(stories, project_id, folder, files, saved)
    return Read(tuple(saved), tuple(added), tuple(conflicts))


def _write(stories: Stories, project_id: int, folder: Path) -> Written:
    folder.mkdir(parents=True, exist_ok=True)
    outline, texts = stories.outline(project_id), stories.texts(project_id)
    files = _index(folder, project_id)
    # Every .md is taken, also one that somebody put there: a new scene gets another name.
    taken = {path.name.casefold() for path in folder.glob("*.md")} | {OUTLINE.casefold()}
    taken |= {str(kept.get("file")).casefold() for kept in files.values()}
    written, left = [], []
    made: dict[str, dict[str, Any]] = {}
    for node in outline:
        if node.kind not in _TEXTS:
            continue
        found = texts.get(node.id)
        text, revision = (found.text, found.revision) if found else ("", 0)
        kept = files.get(str(node.id)) or {"file": _name(node, taken)}
        taken.add(kept["file"].casefold())
        path = folder / kept["file"]
        there = _text(path)
        if there is not None and digest(there) not in (kept.get("digest"), digest(text)):
            left.append(kept["file"])
            made[str(node.id)] = kept
            continue
        if there != text:
            write_atomically(path, (text + "\n").encode("utf-8", "replace"), 0o644)
            written.append(kept["file"])
        made[str(node.id)] = {"file": kept["file"], "digest": digest(text), "revision": revision}
    removed = [name for name in (_remove(folder, kept) for key, kept in files.items() if key not in made) if name]
    _write_index(stories, project_id, folder, outline, made)
    return Written(tuple(written), tuple(removed), tuple(left))


def _write_index(
    stories: Stories, project_id: int, folder: Path, outline: Sequence[Node], files: dict[str, dict[str, Any]]
) -> None:
    project = stories.project(project_id)
    entries = [
        {
            "id": node.id,
            "parent": node.parent_id,
            "kind": node.kind,
            "title": node.title,
            "status": node.status,
            **files.get(str(node.id), {}),
        }
        for node in outline
    ]
    index = {"lamplight": 1, "project": project_id, "title": project.title, "language": project.language}
    write_json(folder / INDEX, {**index, "nodes": entries})
    depth: dict[int | None, int] = {None: -1}
    lines = [f"# {project.title}", ""]
    for node in outline:
        depth[node.id] = depth.get(node.parent_id, -1) + 1
        name = files.get(str(node.id), {}).get("file")
        shown = node.title or (Path(name).stem if name else node.kind.value)
        link = f"[{shown}](<{name}>)" if name else shown
        lines.append("  " * depth[node.id] + f"- {link}")
    text = "\n".join(lines) + "\n"
    if _text(folder / OUTLINE) != text.removesuffix("\n"):
        write_atomically(folder / OUTLINE, text.encode("utf-8", "replace"), 0o644)


def _remember(
    stories: Stories, project_id: int, folder: Path, files: dict[str, dict[str, Any]], saved: Sequence[SceneText]
) -> None:
    for text in saved:
        files[str(text.node_id)] |= {"digest": digest(text.text), "revision": text.revision}
    try:
        _write_index(stories, project_id, folder, stories.outline(project_id), files)
    except OSError as error:
        raise DocumentError(Code.STORY_NOT_WRITTEN, path=str(folder), cause=str(error)) from error


def _index(folder: Path, project_id: int) -> dict[str, dict[str, Any]]:
    """Files by node; empty for a folder that isn't this project's."""
    try:
        index = read_json(folder / INDEX)
    except (ValueError, OSError):
        return {}
    if not isinstance(index, dict) or index.get("project") != project_id:
        return {}
    rows = [row for row in index.get("nodes") or [] if isinstance(row, dict) and isinstance(row.get("file"), str)]
    return {
        str(row["id"]): {name: row[name] for name in ("file", "digest", "revision") if name in row}
        for row in rows
        if Path(row["file"]).name == row["file"] and isinstance(row.get("id"), int)
    }


def _text(path: Path) -> str | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DocumentError(Code.STORY_TOO_LARGE, path=str(path), size=path.stat().st_size >> 20, limit=64)
        return decode(path.read_bytes(), str(path)).text.removesuffix("\n")
    except FileNotFoundError:
        return None


def _remove(folder: Path, kept: dict[str, Any]) -> str:
    """Remove the file of a scene that is gone, if it is as we wrote it; the scene itself is in the trash."""
    path = folder / str(kept.get("file"))
    text = _text(path)
    if text is None or digest(text) != kept.get("digest"):
        return ""
    path.unlink()
    return path.name


def _name(node: Node, taken: set[str]) -> str:
    """A name that every system allows: the title, with a number where it is taken."""
    stem = " ".join(_UNSAFE.sub(" ", node.title).split()).strip(" .")[:60].strip(" .")
    if not stem or _RESERVED.match(stem):
        stem = f"{node.kind.value} {node.id}"
    name, number = f"{stem}.md", 2
    while name.casefold() in taken:
        name, number = f"{stem} {number}.md", number + 1
    return name


__all__ = ["INDEX", "Read", "Written", "read_folder", "write_folder"]
