"""The adapters that a translated segment was written with."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("translation_segments", sa.Column("adapters", sa.JSON, nullable=False, server_default="[]"))
