"""Folders, tags, pins, archive and drafts; messages in the trash; where imports came from; assistants and snippets."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def _named(table: str, *columns: sa.Column[Any]) -> None:
    """A table of things with a name that go to the trash."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        *columns,
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False),
        sa.Column("trashed", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sqlite_autoincrement=True,
    )


def _tags() -> None:
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text(collation="NOCASE"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
        sa.UniqueConstraint("name", name="uq_tags_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "conversation_tags",
        sa.Column("conversation_id", sa.Integer, nullable=False),
        sa.Column("tag_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "tag_id", name="pk_conversation_tags"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_conversation_tags_conversation_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name="fk_conversation_tags_tag_id", ondelete="CASCADE"),
    )
    op.create_index("ix_conversation_tags_tag_id", "conversation_tags", ["tag_id"])


def _folders() -> None:
    op.create_table(
        "folders",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("parent_id", sa.Integer),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_folders"),
        sa.ForeignKeyConstraint(["parent_id"], ["folders.id"], name="fk_folders_parent_id", ondelete="SET NULL"),
        sqlite_autoincrement=True,
    )
    # Plain SQL: rebuilding the table would lose its triggers, and Alembic can't add a column with a key in place.
    op.execute(
        "ALTER TABLE conversations ADD COLUMN folder_id INTEGER"
        " CONSTRAINT fk_conversations_folder_id REFERENCES folders (id)"
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.Integer),
        sa.Column("pane", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_drafts_conversation_id", ondelete="CASCADE"
        ),
    )
    op.create_index("uq_drafts_place", "drafts", ["pane", sa.text("ifnull(conversation_id, 0)")], unique=True)


def upgrade() -> None:
    _folders()
    _tags()
    _drafts()
    for name in ("pinned", "archived"):
        op.add_column("conversations", sa.Column(name, sa.DateTime))
    op.add_column("conversations", sa.Column("origin", sa.Text))
    op.add_column("conversations", sa.Column("branched_from", sa.Integer))
    op.add_column("conversations", sa.Column("preset", sa.JSON))
    for name in ("pinned", "trashed"):
        op.add_column("messages", sa.Column(name, sa.DateTime))
    op.add_column("messages", sa.Column("origin", sa.Text))
    op.create_index(
        "ix_conversations_folder_id", "conversations", ["folder_id"], sqlite_where=sa.text("folder_id IS NOT NULL")
    )
    op.create_index(
        "uq_conversations_origin", "conversations", ["origin"], unique=True, sqlite_where=sa.text("origin IS NOT NULL")
    )
    op.create_index("ix_messages_trashed", "messages", ["trashed"], sqlite_where=sa.text("trashed IS NOT NULL"))
    op.create_index("ix_messages_pinned", "messages", ["conversation_id"], sqlite_where=sa.text("pinned IS NOT NULL"))
    _named(
        "assistants",
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("system_prompt", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("sampling", sa.JSON, nullable=False),
        sa.Column("greeting", sa.Text, nullable=False),
        sa.Column("examples", sa.JSON, nullable=False),
    )
    _named("snippets", sa.Column("text", sa.Text, nullable=False))
