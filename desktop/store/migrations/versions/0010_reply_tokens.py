"""What the model thought of each token of a reply while it wrote it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "reply_tokens",
        sa.Column("message_id", sa.Integer, nullable=False),
        sa.Column("tokens", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_reply_tokens"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_reply_tokens_message_id", ondelete="CASCADE"),
    )
