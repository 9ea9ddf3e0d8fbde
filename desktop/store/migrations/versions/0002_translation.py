"""The translation desk: jobs and their segments, glossaries, and the translation memory."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "translation_jobs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("source_language", sa.Text, nullable=False),
        sa.Column("target_language", sa.Text, nullable=False),
        sa.Column("options", sa.JSON, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False),
        sa.Column("trashed", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_translation_jobs"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_translation_jobs_updated", "translation_jobs", ["updated"])
    op.create_index("ix_translation_jobs_digest", "translation_jobs", ["digest"])
    op.create_table(
        "translation_segments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("job_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("chapter", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("problems", sa.JSON, nullable=False),
        sa.Column("logprob", sa.Float),
        sa.Column("least_logprob", sa.Float),
        sa.Column("back_chrf", sa.Float),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_translation_segments"),
        sa.ForeignKeyConstraint(
            ["job_id"], ["translation_jobs.id"], name="fk_translation_segments_job_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("job_id", "position", name="uq_translation_segments_position"),
        sa.CheckConstraint("status IN ('waiting', 'done', 'doubtful')", name="ck_translation_segments_status"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "glossaries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("source_language", sa.Text, nullable=False),
        sa.Column("target_language", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_glossaries"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "glossary_terms",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("glossary_id", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("case_sensitive", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_glossary_terms"),
        sa.ForeignKeyConstraint(
            ["glossary_id"], ["glossaries.id"], name="fk_glossary_terms_glossary_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("glossary_id", "source", "target", name="uq_glossary_terms_pair"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "memory_entries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("source_language", sa.Text, nullable=False),
        sa.Column("target_language", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_memory_entries"),
        sa.UniqueConstraint("source_language", "target_language", "key", name="uq_memory_entries_key"),
        sqlite_autoincrement=True,
    )
