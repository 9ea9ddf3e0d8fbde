"""What the parts of `Stories` share: the database, and rows as records."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select, update

from desktop.base.errors import Code, StoreError
from desktop.store.core.database import Repository
from desktop.store.core.storable import storable_values
from desktop.store.stories.records import Node, NodeKind, NodeStatus, Project, StorySettings
from desktop.store.stories.tables import story_nodes as nodes
from desktop.store.stories.tables import story_projects as projects


class StoryPart(Repository):
    """A part of `Stories`."""


_SETTINGS = {item.name for item in fields(StorySettings)}


def settings_values(settings: StorySettings) -> dict[str, Any]:
    """The settings as JSON."""
    return storable_values({**asdict(settings), "banned": list(settings.banned)})


def to_settings(values: dict[str, Any]) -> StorySettings:
    """Settings from JSON; what a newer version added is passed over, what an older one lacked has its default."""
    known = {name: value for name, value in values.items() if name in _SETTINGS}
    known["banned"] = tuple(known.get("banned", ()))
    return StorySettings(**known)


def read_project(connection: Connection, project_id: int) -> Project:
    """One project. Raises StoreError(STORY_UNKNOWN)."""
    row = connection.execute(select(projects).where(projects.c.id == project_id)).mappings().first()
    if row is None:
        raise StoreError(Code.STORY_UNKNOWN, project=project_id)
    return to_project(row, words_of(connection, project_id).get(project_id, 0))


def to_project(row: RowMapping, words: int) -> Project:
    """A project's row and its words as a record."""
    values = dict(row)
    values["settings"] = to_settings(values["settings"])
    return Project(**values, words=words)


def words_of(connection: Connection, project_id: int | None = None) -> dict[int, int]:
    """The words in the scenes of projects (all, or one), by project."""
    query = (
        select(nodes.c.project_id, func.sum(nodes.c.words))
        .where(nodes.c.kind == NodeKind.SCENE, nodes.c.trashed.is_(None))
        .group_by(nodes.c.project_id)
    )
    if project_id is not None:
        query = query.where(nodes.c.project_id == project_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def read_node(connection: Connection, node_id: int) -> Node:
    """One node, in the trash or not; its words are its own only. Raises StoreError(STORY_UNKNOWN)."""
    row = connection.execute(select(nodes).where(nodes.c.id == node_id)).mappings().first()
    if row is None:
        raise StoreError(Code.STORY_UNKNOWN, node=node_id)
    return to_node(row)


def to_node(row: RowMapping) -> Node:
    """A node's row as a record."""
    values = dict(row)
    values["kind"], values["status"] = NodeKind(values["kind"]), NodeStatus(values["status"])
    return Node(**values)


def touch(connection: Connection, project_id: int) -> None:
    """The project was worked on now."""
    connection.execute(update(projects).where(projects.c.id == project_id).values(updated=datetime.now(UTC)))
