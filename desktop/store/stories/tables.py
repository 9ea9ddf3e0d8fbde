"""The tables of stories. Texts stand beside the outline, so that an outline of any length is read at once."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

from desktop.store.core.tables import Moment, metadata

story_projects = Table(
    "story_projects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("goal_words", Integer, nullable=False),
    Column("folder", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("trashed", Moment),
    sqlite_autoincrement=True,
)

# No cascade along parent_id; a project's nodes go with the project, a branch in one statement.
story_nodes = Table(
    "story_nodes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("story_projects.id", ondelete="CASCADE"), nullable=False),
    Column("parent_id", ForeignKey("story_nodes.id")),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("target_words", Integer, nullable=False),
    Column("words", Integer, nullable=False),
    Column("beats", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("summary_of", Text, nullable=False),
    Column("trashed", Moment),  # the same moment for a node and all below it
    CheckConstraint("kind IN ('part', 'chapter', 'scene', 'note')", name="kind"),
    Index("ix_story_nodes_project_id", "project_id"),
    Index("ix_story_nodes_parent_id", "parent_id"),
    Index("ix_story_nodes_trashed", "trashed", sqlite_where=text("trashed IS NOT NULL")),
    sqlite_autoincrement=True,
)

story_texts = Table(
    "story_texts",
    metadata,
    Column("node_id", ForeignKey("story_nodes.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("saved", Moment, nullable=False),
    Column("digest", Text, nullable=False),
    Column("text", Text, nullable=False),
)

# `text` is compressed (zlib): a scene's history is read rarely and would be most of the file.
story_versions = Table(
    "story_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("node_id", ForeignKey("story_nodes.id", ondelete="CASCADE"), nullable=False),
    Column("words", Integer, nullable=False),
    Column("created", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Index("ix_story_versions_node_id_created", "node_id", "created"),
    sqlite_autoincrement=True,
)

# `tokens` is compressed JSON; `writer` is the process that writes the take now, see `writers`.
story_takes = Table(
    "story_takes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("node_id", ForeignKey("story_nodes.id", ondelete="CASCADE"), nullable=False),
    Column("parent_id", ForeignKey("story_takes.id")),
    Column("at", Integer, nullable=False),
    Column("replaced", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("model_name", Text, nullable=False),
    Column("model_hash", Text, nullable=False),
    Column("sampling", JSON, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("writer", Text),
    Column("created", Moment, nullable=False),
    Column("adopted", Boolean, nullable=False),
    Column("tokens", LargeBinary, nullable=False),
    Index("ix_story_takes_node_id", "node_id"),
    Index("ix_story_takes_parent_id", "parent_id"),
    sqlite_autoincrement=True,
)

story_entries = Table(
    "story_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("story_projects.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("keys", JSON, nullable=False),
    Column("activation", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("budget", Integer, nullable=False),
    Column("depth", Integer, nullable=False),
    Column("extra", JSON, nullable=False),
    Column("trashed", Moment),
    Index("ix_story_entries_project_id", "project_id"),
    sqlite_autoincrement=True,
)

# Words written on a day (its date where the writer is), net of what was deleted.
story_days = Table(
    "story_days",
    metadata,
    Column("project_id", ForeignKey("story_projects.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Text, primary_key=True),
    Column("words", Integer, nullable=False),
)
