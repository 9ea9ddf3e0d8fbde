"""Taking actions on stories back, and again: every `StoryChange` undone gives the change that redoes it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from desktop.store.stories.base import StoryPart, read_node, read_project, to_node
from desktop.store.stories.bible import ENTRIES, put_entry, read_entry
from desktop.store.stories.outline import renumber, trash, untrash, update_row
from desktop.store.stories.records import BibleEntry, Node, Reason, StoryChange
from desktop.store.stories.tables import story_nodes
from desktop.store.stories.texts import read_text, replace_text, version_text
from desktop.store.stories.word_count import count


class UndoPart(StoryPart):
    """The way back from a change."""

    def undo(self, change: StoryChange) -> StoryChange:
        """Let things be as they were before `change`, in one transaction; returns the way forward again.

        A text that was saved since then is left as it is: what a person wrote is never taken away.
        """
        with self._database.write() as connection:
            nodes, fields, revived = _nodes_back(connection, change)
            removed = [read_node(connection, node_id) for node_id in change.added]
            for node in removed:
                if node.trashed is None:
                    trash(connection, node)
            entries, entries_added = _entries_back(connection, change)
            return StoryChange(
                nodes=(*nodes, *removed),
                fields=fields if nodes else ("trashed",),
                added=tuple(revived),
                texts=tuple(_texts_back(connection, change)),
                entries=tuple(entries),
                entries_added=tuple(entries_added),
                replaced=change.replaced,
            )


def _nodes_back(connection: Connection, change: StoryChange) -> tuple[list[Node], tuple[str, ...], list[int]]:
    """Returns the nodes as they were now, the fields that were set, and what came out of the trash."""
    if "trashed" in change.fields:
        revived = []
        for before in change.nodes:
            now = read_node(connection, before.id)
            if now.trashed is not None:
                untrash(connection, now)
                revived.append(before.id)
        return [], change.fields, revived
    now_nodes = [read_node(connection, before.id) for before in change.nodes]
    for before in change.nodes:
        update_row(connection, before.id, {name: getattr(before, name) for name in change.fields})
    if "position" in change.fields:
        for project_id, parent_id in {(node.project_id, node.parent_id) for node in (*now_nodes, *change.nodes)}:
            _renumber_below(connection, project_id, parent_id)
    return now_nodes, change.fields, []


def _renumber_below(connection: Connection, project_id: int, parent_id: int | None) -> None:
    nodes = story_nodes.c
    chosen = (
        select(story_nodes)
        .where(nodes.project_id == project_id, nodes.parent_id.is_not_distinct_from(parent_id), nodes.trashed.is_(None))
        .order_by(nodes.position, nodes.id)
    )
    renumber(connection, [to_node(row) for row in connection.execute(chosen).mappings()])


def _texts_back(connection: Connection, change: StoryChange) -> list[tuple[int, int, int]]:
    done = []
    for node_id, version_id, revision in change.texts:
        node, now = read_node(connection, node_id), read_text(connection, node_id)
        if now.revision != revision:
            continue
        text = version_text(connection, version_id)
        words = count(text, read_project(connection, node.project_id).language)
        saved, kept = replace_text(connection, node, now, text, words, Reason.BEFORE_RESTORE)
        done.append((node_id, kept, saved.revision))
    return done


def _entries_back(connection: Connection, change: StoryChange) -> tuple[list[BibleEntry], list[int]]:
    now, revived = [], []
    for before in change.entries:
        if ENTRIES.holds(connection, before.id):
            revived.append(before.id)
        else:
            now.append(read_entry(connection, before.id))
        put_entry(connection, before)
    for entry_id in change.entries_added:
        now.append(read_entry(connection, entry_id))
        ENTRIES.put(connection, entry_id)
    return now, revived
