"""Documents that are sent with a message, or wait in a draft, as text."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("message_id", sa.Integer),
        sa.Column("draft_pane", sa.Text),
        sa.Column("draft_conversation_id", sa.Integer),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "part", "path", "text")),
        sa.Column("tokens", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_attachments_message_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["draft_conversation_id"],
            ["conversations.id"],
            name="fk_attachments_draft_conversation_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("(message_id IS NULL) = (draft_pane IS NOT NULL)", name="ck_attachments_place"),
        sqlite_autoincrement=True,
    )
    for columns, where in (
        (["message_id"], "message_id IS NOT NULL"),
        (["draft_pane", "draft_conversation_id"], "draft_pane IS NOT NULL"),
        (["draft_conversation_id"], "draft_conversation_id IS NOT NULL"),
    ):
        op.create_index(f"ix_attachments_{'_'.join(columns)}", "attachments", columns, sqlite_where=sa.text(where))
