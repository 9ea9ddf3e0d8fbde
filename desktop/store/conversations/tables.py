"""The tables as the newest migration leaves them.

Messages form a tree: every message but a root has a parent, and among the messages that share a parent exactly one is
`active`. Following the active ones from the root gives the conversation a person sees; nothing of the rest is lost.
A reply's settings and measures stand beside its message, one to one, so that lists of messages stay narrow. Folders and
tags put conversations in order; drafts, assistants and snippets help to write them.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from desktop.store.core.tables import Moment, metadata

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

# What the model thought of each token, as compressed JSON: read only when somebody looks at the map of a reply.
reply_tokens = Table(
    "reply_tokens",
    metadata,
    Column("message_id", ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("tokens", LargeBinary, nullable=False),
)

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
