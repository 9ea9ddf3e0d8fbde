"""What of the stories has been in the trash for long enough."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from desktop.store.stories.tables import story_entries, story_nodes, story_projects


def empty_trash(connection: Connection, until: datetime) -> None:
    """Delete for good what has been in the trash since `until` or before."""
    connection.execute(delete(story_projects).where(story_projects.c.trashed <= until))
    connection.execute(delete(story_entries).where(story_entries.c.trashed <= until))
    old = select(story_nodes.c.id).where(story_nodes.c.trashed <= until).cte("old", recursive=True)
    old = old.union(select(story_nodes.c.id).join(old, story_nodes.c.parent_id == old.c.id))
    connection.execute(delete(story_nodes).where(story_nodes.c.id.in_(select(old.c.id))))
