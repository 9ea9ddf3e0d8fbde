"""The tables that put conversations in order, and what helps to write them: drafts, assistants, snippets."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from desktop.store.conversations.tables import Moment, metadata

folders = Table(
    "folders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("parent_id", ForeignKey("folders.id", ondelete="SET NULL")),
    Column("name", Text, nullable=False),
    Column("created", Moment, nullable=False),
    sqlite_autoincrement=True,
)

tags = Table(
    "tags",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text(collation="NOCASE"), nullable=False),
    UniqueConstraint("name", name="uq_tags_name"),
    sqlite_autoincrement=True,
)

conversation_tags = Table(
    "conversation_tags",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_conversation_tags_tag_id", "tag_id"),
)

# The draft without a conversation is the one that will begin one.
drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE")),
    Column("pane", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("updated", Moment, nullable=False),
    Index("uq_drafts_place", "pane", text("ifnull(conversation_id, 0)"), unique=True),
)

assistants = Table(
    "assistants",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("system_prompt", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("sampling", JSON, nullable=False),
    Column("greeting", Text, nullable=False),
    Column("examples", JSON, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("trashed", Moment),
    sqlite_autoincrement=True,
)

snippets = Table(
    "snippets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("trashed", Moment),
    sqlite_autoincrement=True,
)
