"""The tables of translations: jobs and their segments, glossaries, and the translation memory.

A segment's row exists before it is translated, so what is still to do is a query and a killed process loses nothing.
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
)

from desktop.store.core.tables import Moment, metadata

translation_jobs = Table(
    "translation_jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("digest", Text, nullable=False),
    Column("source_language", Text, nullable=False),
    Column("target_language", Text, nullable=False),
    Column("options", JSON, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("trashed", Moment),
    Index("ix_translation_jobs_updated", "updated"),
    Index("ix_translation_jobs_digest", "digest"),
    sqlite_autoincrement=True,
)

translation_segments = Table(
    "translation_segments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job_id", ForeignKey("translation_jobs.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("chapter", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("problems", JSON, nullable=False),
    Column("logprob", Float),
    Column("least_logprob", Float),
    Column("back_chrf", Float),
    Column("attempts", Integer, nullable=False),
    Column("model", Text, nullable=False),
    Column("adapters", JSON, nullable=False, server_default="[]"),
    UniqueConstraint("job_id", "position", name="uq_translation_segments_position"),
    CheckConstraint("status IN ('waiting', 'done', 'doubtful')", name="status"),
    sqlite_autoincrement=True,
)

glossaries = Table(
    "glossaries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("source_language", Text, nullable=False),
    Column("target_language", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    sqlite_autoincrement=True,
)

glossary_terms = Table(
    "glossary_terms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("glossary_id", ForeignKey("glossaries.id", ondelete="CASCADE"), nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("case_sensitive", Boolean, nullable=False),
    UniqueConstraint("glossary_id", "source", "target", name="uq_glossary_terms_pair"),
    sqlite_autoincrement=True,
)

# `key` is the source without marks, case and spacing: what makes two sources the same sentence.
memory_entries = Table(
    "memory_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_language", Text, nullable=False),
    Column("target_language", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("updated", Moment, nullable=False),
    UniqueConstraint("source_language", "target_language", "key", name="uq_memory_entries_key"),
    sqlite_autoincrement=True,
)
