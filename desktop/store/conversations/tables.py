"""The tables as the newest migration leaves them.

Messages form a tree: every message but a root has a parent, and among the messages that share a parent exactly one is
`active`. Following the active ones from the root gives the conversation a person sees; nothing of the rest is lost.
A reply's settings and measures stand beside its message, one to one, so that lists of messages stay narrow.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    text,
)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC text that sorts by time and reads well in any SQLite tool."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None else None


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# AUTOINCREMENT: an id is remembered outside (the open conversation, saved engine states) and must never come again.
conversations = Table(
    "conversations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("title_is_users", Boolean, nullable=False),
    Column("pane", Text, nullable=False),
    Column("system_prompt", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("trashed", Moment),
    Column("folder_id", ForeignKey("folders.id")),
    Column("pinned", Moment),
    Column("archived", Moment),
    Column("origin", Text),  # what an import knows it by again
    Column("branched_from", Integer),  # a message of another conversation, which may be gone
    Column("preset", JSON(none_as_null=True)),
    Index("ix_conversations_pane_updated", "pane", "updated", sqlite_where=text("trashed IS NULL")),
    Index("ix_conversations_trashed", "trashed", sqlite_where=text("trashed IS NOT NULL")),
    Index("ix_conversations_folder_id", "folder_id", sqlite_where=text("folder_id IS NOT NULL")),
    Index("uq_conversations_origin", "origin", unique=True, sqlite_where=text("origin IS NOT NULL")),
    sqlite_autoincrement=True,
)

# No cascade along parent_id: SQLite cascades by recursion and stops at a thousand levels. A conversation's messages
# go with the conversation, all in one statement.
messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("parent_id", ForeignKey("messages.id")),
    Column("active", Boolean, nullable=False),
    Column("role", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("pinned", Moment),
    Column("trashed", Moment),  # the same moment for a message and all that follows it
    Column("origin", Text),
    CheckConstraint("role IN ('system', 'user', 'assistant')", name="role"),
    CheckConstraint("parent_id < id", name="parent"),
    Index("ix_messages_parent_id_conversation_id", "parent_id", "conversation_id"),
    Index("ix_messages_conversation_id", "conversation_id"),
    Index("ix_messages_trashed", "trashed", sqlite_where=text("trashed IS NOT NULL")),
    Index("ix_messages_pinned", "conversation_id", sqlite_where=text("pinned IS NOT NULL")),
    Index("ix_messages_writing", "status", sqlite_where=text("status = 'writing'")),
    Index(
        "uq_messages_active",
        "conversation_id",
        text("ifnull(parent_id, 0)"),
        unique=True,
        sqlite_where=text("active"),
    ),
    sqlite_autoincrement=True,
)

replies = Table(
    "replies",
    metadata,
    Column("message_id", ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("writer", Text),  # the process that writes it now; see `writers`
    Column("model_name", Text, nullable=False),
    Column("model_file", Text, nullable=False),
    Column("model_hash", Text, nullable=False),
    Column("sampling", JSON, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("prompt_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("completion_tokens", Integer, nullable=False),
    Column("first_token_seconds", Float, nullable=False),
    Column("tokens_per_second", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("ending", Text, nullable=False),
    Column("error_code", Text, nullable=False),
    Column("error_cause", Text, nullable=False),
    Column("thought_seconds", Float, nullable=False, server_default="0"),
    Column("made", Text, nullable=False, server_default=""),
    Column("instructions", Text, nullable=False, server_default=""),
    Index("ix_replies_model_name", "model_name"),
)
