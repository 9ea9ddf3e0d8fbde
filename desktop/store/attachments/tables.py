"""The table of attachments: documents as text, of a message that was sent or of a draft."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from desktop.store.core.tables import metadata

# A draft's attachments become the message's: sending moves the row, so that a large text is written once.
attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message_id", ForeignKey("messages.id", ondelete="CASCADE")),
    Column("draft_pane", Text),
    Column("draft_conversation_id", ForeignKey("conversations.id", ondelete="CASCADE")),
    Column("name", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("tokens", Integer, nullable=False),
    CheckConstraint("(message_id IS NULL) = (draft_pane IS NOT NULL)", name="place"),
    Index("ix_attachments_message_id", "message_id", sqlite_where=text("message_id IS NOT NULL")),
    Index(
        "ix_attachments_draft_pane_draft_conversation_id",
        "draft_pane",
        "draft_conversation_id",
        sqlite_where=text("draft_pane IS NOT NULL"),
    ),
    Index(
        "ix_attachments_draft_conversation_id",
        "draft_conversation_id",
        sqlite_where=text("draft_conversation_id IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

# Those that were sent before documents were looked through, until they are in the index (`indexing`).
attachments_to_index = Table("attachments_to_index", metadata, Column("attachment_id", Integer, primary_key=True))
