"""What made a version of a reply, and how long the model thought before it answered."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("replies", sa.Column("thought_seconds", sa.Float, nullable=False, server_default="0"))
    for name in ("made", "instructions"):
        op.add_column("replies", sa.Column(name, sa.Text, nullable=False, server_default=""))
