"""The outline of a story: parts, chapters, scenes and notes, ordered, moved, put into the trash."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, select, update

from desktop.base.errors import Code, StoreError
from desktop.store.core.queries import below
from desktop.store.core.storable import storable_values
from desktop.store.core.trash import Trash
from desktop.store.stories.base import StoryPart, read_node, read_project, to_node, touch
from desktop.store.stories.records import Node, NodeKind, NodeStatus, StoryChange
from desktop.store.stories.tables import story_nodes as nodes

NODES = Trash(nodes, Code.STORY_UNKNOWN, "node")

_HOLDS = {
    NodeKind.PART: {NodeKind.CHAPTER, NodeKind.SCENE, NodeKind.NOTE},
    NodeKind.CHAPTER: {NodeKind.SCENE, NodeKind.NOTE},
    NodeKind.SCENE: set(),
    NodeKind.NOTE: set(),
}
_LAST = 1 << 30


class OutlinePart(StoryPart):
    """The tree of a project's nodes."""

    def outline(self, project_id: int) -> list[Node]:
        """All nodes outside of the trash in reading order, parents before children; see `Node.words`."""
        with self._database.read() as connection:
            return read_outline(connection, project_id)

    def node(self, node_id: int) -> Node:
        """One by its id, in the trash or not; `words` are its own text's only."""
        with self._database.read() as connection:
            return read_node(connection, node_id)

    def add_node(
        self,
        project_id: int,
        kind: NodeKind,
        title: str = "",
        parent_id: int | None = None,
        position: int | None = None,
        *,
        beats: str = "",
        status: NodeStatus = NodeStatus.IDEA,
        target_words: int = 0,
    ) -> Node:
        """A new node, last among its siblings or at a position. Raises StoreError(STORY_PLACE) for a wrong parent."""
        values = {"title": title, "beats": beats, "status": status, "target_words": target_words}
        with self._database.write() as connection:
            read_project(connection, project_id)
            return insert_node(connection, project_id, kind, parent_id, position, values)

    def update_node(
        self,
        node_id: int,
        *,
        title: str | None = None,
        kind: NodeKind | None = None,
        status: NodeStatus | None = None,
        target_words: int | None = None,
        beats: str | None = None,
    ) -> StoryChange:
        """Change what is given. Raises StoreError(STORY_PLACE) for a kind that can't stand there."""
        given: dict[str, Any] = {
            "title": title,
            "kind": kind,
            "status": status,
            "target_words": target_words,
            "beats": beats,
        }
        with self._database.write() as connection:
            before = read_node(connection, node_id)
            if kind is not None and kind is not before.kind:
                _check_kind(connection, before, kind)
            update_row(connection, node_id, {name: value for name, value in given.items() if value is not None})
            touch(connection, before.project_id)
            return StoryChange(
                nodes=(before,), fields=tuple(name for name, value in given.items() if value is not None)
            )

    def set_summary(self, node_id: int, summary: str, summary_of: str) -> None:
        """Keep a summary with the digest of the text it summarises ("" for one that a person wrote)."""
        with self._database.write() as connection:
            update_row(connection, node_id, {"summary": summary, "summary_of": summary_of})

    def move_node(self, node_id: int, parent_id: int | None, position: int | None = None) -> StoryChange:
        """Put a node, with all below it, under another parent or at another position (last when None).

        Raises StoreError(STORY_PLACE) for a parent of a wrong kind, of another project, or below the node itself.
        """
        with self._database.write() as connection:
            moved = read_node(connection, node_id)
            _check_parent(connection, moved.project_id, moved.kind, parent_id)
            if parent_id in set(connection.execute(below(nodes, node_id)).scalars()):
                raise StoreError(Code.STORY_PLACE, node=node_id)
            before = {node.id: node for node in _siblings(connection, moved.project_id, moved.parent_id)}
            before |= {node.id: node for node in _siblings(connection, moved.project_id, parent_id)}
            order = [node for node in _siblings(connection, moved.project_id, parent_id) if node.id != node_id]
            at = len(order) if position is None else max(0, min(position, len(order)))
            update_row(connection, node_id, {"parent_id": parent_id})
            renumber(connection, [*order[:at], moved, *order[at:]])
            if parent_id != moved.parent_id:
                renumber(connection, _siblings(connection, moved.project_id, moved.parent_id))
            touch(connection, moved.project_id)
            others = (node for key, node in before.items() if key != node_id)
            return StoryChange(nodes=(moved, *others), fields=("parent_id", "position"))

    def trash_node(self, node_id: int) -> StoryChange:
        """Put a node and all below it into the trash, where they stay for 30 days."""
        with self._database.write() as connection:
            before = read_node(connection, node_id)
            return StoryChange() if before.trashed else trash(connection, before)

    def restore_node(self, node_id: int) -> StoryChange:
        """Take a node, and what went into the trash with it, out again; at the top if its parent is gone."""
        with self._database.write() as connection:
            node = read_node(connection, node_id)
            if node.trashed is None:
                return StoryChange()
            untrash(connection, node)
            return StoryChange(added=(node_id,))

    def trashed(self, project_id: int) -> list[Node]:
        """What was put into the trash, the last first; not what went along with it."""
        chosen = (
            select(nodes)
            .where(nodes.c.project_id == project_id, NODES.put_there())
            .order_by(nodes.c.trashed.desc(), nodes.c.id)
        )
        with self._database.read() as connection:
            return [to_node(row) for row in connection.execute(chosen).mappings()]


# -- shared with the other parts -----------------------------------------------------------------------------------


def read_outline(connection: Connection, project_id: int) -> list[Node]:
    """All nodes outside of the trash in reading order. Raises StoreError(STORY_UNKNOWN)."""
    read_project(connection, project_id)
    rows = connection.execute(
        select(nodes)
        .where(nodes.c.project_id == project_id, nodes.c.trashed.is_(None))
        .order_by(nodes.c.position, nodes.c.id)
    )
    return _in_order([to_node(row) for row in rows.mappings()])


def insert_node(
    connection: Connection,
    project_id: int,
    kind: NodeKind,
    parent_id: int | None,
    position: int | None,
    values: dict[str, Any],
) -> Node:
    """A new row among its siblings."""
    _check_parent(connection, project_id, kind, parent_id)
    order = _siblings(connection, project_id, parent_id)
    row = {
        "project_id": project_id,
        "parent_id": parent_id,
        "position": _LAST,
        "kind": kind,
        "title": "",
        "status": NodeStatus.IDEA,
        "target_words": 0,
        "words": 0,
        "beats": "",
        "summary": "",
        "summary_of": "",
        **values,
    }
    new = connection.execute(insert(nodes).values(storable_values(row)).returning(nodes.c.id)).scalar_one()
    at = len(order) if position is None else max(0, min(position, len(order)))
    renumber(connection, [*order[:at], read_node(connection, new), *order[at:]])
    touch(connection, project_id)
    return read_node(connection, new)


def update_row(connection: Connection, node_id: int, values: dict[str, Any]) -> None:
    """Change columns of a node. Raises StoreError(STORY_UNKNOWN)."""
    if not values:
        return
    changed = update(nodes).where(nodes.c.id == node_id).values(storable_values(values))
    if not connection.execute(changed).rowcount:
        raise StoreError(Code.STORY_UNKNOWN, node=node_id)


def renumber(connection: Connection, order: list[Node]) -> None:
    """Let siblings stand in this order."""
    for position, node in enumerate(order):
        if node.position != position:
            connection.execute(update(nodes).where(nodes.c.id == node.id).values(position=position))


def trash(connection: Connection, node: Node) -> StoryChange:
    """Put a node and what is below it, and not in the trash yet, into the trash."""
    NODES.put(connection, node.id)
    renumber(connection, _siblings(connection, node.project_id, node.parent_id))
    touch(connection, node.project_id)
    return StoryChange(nodes=(node,), fields=("trashed",))


def untrash(connection: Connection, node: Node) -> None:
    """The way back from `trash`."""
    NODES.take_out(connection, node.id)
    parent_id = node.parent_id
    if parent_id is not None and read_node(connection, parent_id).trashed is not None:
        parent_id = None
        update_row(connection, node.id, {"parent_id": None})
    order = [other for other in _siblings(connection, node.project_id, parent_id) if other.id != node.id]
    at = min(node.position, len(order))
    renumber(connection, [*order[:at], replace(node, position=-1), *order[at:]])
    touch(connection, node.project_id)


def _siblings(connection: Connection, project_id: int, parent_id: int | None) -> list[Node]:
    chosen = (
        select(nodes)
        .where(
            nodes.c.project_id == project_id,
            nodes.c.parent_id.is_not_distinct_from(parent_id),
            nodes.c.trashed.is_(None),
        )
        .order_by(nodes.c.position, nodes.c.id)
    )
    return [to_node(row) for row in connection.execute(chosen).mappings()]


def _check_parent(connection: Connection, project_id: int, kind: NodeKind, parent_id: int | None) -> None:
    if parent_id is None:
        return
    parent = read_node(connection, parent_id)
    if parent.project_id != project_id or kind not in _HOLDS[parent.kind] or parent.trashed is not None:
        raise StoreError(Code.STORY_PLACE, node=parent_id, kind=kind)


def _check_kind(connection: Connection, node: Node, kind: NodeKind) -> None:
    _check_parent(connection, node.project_id, kind, node.parent_id)
    children = _siblings(connection, node.project_id, node.id)
    if any(child.kind not in _HOLDS[kind] for child in children):
        raise StoreError(Code.STORY_PLACE, node=node.id, kind=kind)
    # A text would be hidden under a part or chapter.
    if node.words and kind in (NodeKind.PART, NodeKind.CHAPTER):
        raise StoreError(Code.STORY_PLACE, node=node.id, kind=kind)


def _in_order(found: list[Node]) -> list[Node]:
    children: dict[int | None, list[Node]] = defaultdict(list)
    for node in found:
        children[node.parent_id].append(node)
    ordered: list[Node] = []

    def visit(node: Node) -> int:
        place = len(ordered)
        ordered.append(node)
        words = sum(visit(child) for child in children[node.id])
        if node.kind in (NodeKind.PART, NodeKind.CHAPTER):
            ordered[place] = replace(node, words=words)
        return 0 if node.kind is NodeKind.NOTE else ordered[place].words

    for top in children[None]:
        visit(top)
    return ordered
