"""Conversations, their tree of messages, and what wrote each reply.

Self-contained on purpose: a migration must do the same for ever, whatever becomes of `tables.py`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("title_is_users", sa.Boolean, nullable=False),
        sa.Column("pane", sa.Text, nullable=False),
        sa.Column("system_prompt", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False),
        sa.Column("trashed", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_conversations_pane_updated", "conversations", ["pane", "updated"], sqlite_where=sa.text("trashed IS NULL")
    )
    op.create_index(
        "ix_conversations_trashed", "conversations", ["trashed"], sqlite_where=sa.text("trashed IS NOT NULL")
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.Integer, nullable=False),
        sa.Column("parent_id", sa.Integer),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_messages_conversation_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["messages.id"], name="fk_messages_parent_id"),
        sa.CheckConstraint("role IN ('system', 'user', 'assistant')", name="ck_messages_role"),
        sa.CheckConstraint("parent_id < id", name="ck_messages_parent"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_messages_parent_id_conversation_id", "messages", ["parent_id", "conversation_id"])
    op.create_index("ix_messages_conversation_id", "messages", ["conversation_id"])
    op.create_index("ix_messages_writing", "messages", ["status"], sqlite_where=sa.text("status = 'writing'"))
    op.create_index(
        "uq_messages_active",
        "messages",
        ["conversation_id", sa.text("ifnull(parent_id, 0)")],
        unique=True,
        sqlite_where=sa.text("active"),
    )
    op.create_table(
        "replies",
        sa.Column("message_id", sa.Integer, nullable=False),
        sa.Column("writer", sa.Text),
        sa.Column("model_name", sa.Text, nullable=False),
        sa.Column("model_file", sa.Text, nullable=False),
        sa.Column("model_hash", sa.Text, nullable=False),
        sa.Column("sampling", sa.JSON, nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("prompt_tokens", sa.Integer, nullable=False),
        sa.Column("cached_tokens", sa.Integer, nullable=False),
        sa.Column("completion_tokens", sa.Integer, nullable=False),
        sa.Column("first_token_seconds", sa.Float, nullable=False),
        sa.Column("tokens_per_second", sa.Float, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("ending", sa.Text, nullable=False),
        sa.Column("error_code", sa.Text, nullable=False),
        sa.Column("error_cause", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_replies"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_replies_message_id", ondelete="CASCADE"),
    )
