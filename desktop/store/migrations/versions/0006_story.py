"""The story desk: projects, nodes, texts with versions, takes, bible entries, words per day."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _integers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _of(table: str, column: str, parent: str, cascade: bool = True) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{parent}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE" if cascade else None
    )


def _projects() -> None:
    op.create_table(
        "story_projects",
        *_integers("id"),
        *_texts("title", "language"),
        sa.Column("settings", sa.JSON, nullable=False),
        *_integers("goal_words"),
        *_texts("folder"),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False),
        sa.Column("trashed", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_story_projects"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "story_days",
        *_integers("project_id"),
        *_texts("day"),
        *_integers("words"),
        sa.PrimaryKeyConstraint("project_id", "day", name="pk_story_days"),
        _of("story_days", "project_id", "story_projects"),
    )


def _nodes() -> None:
    op.create_table(
        "story_nodes",
        *_integers("id", "project_id"),
        sa.Column("parent_id", sa.Integer),
        *_integers("position"),
        *_texts("kind", "title", "status"),
        *_integers("target_words", "words"),
        *_texts("beats", "summary", "summary_of"),
        sa.Column("trashed", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_story_nodes"),
        _of("story_nodes", "project_id", "story_projects"),
        _of("story_nodes", "parent_id", "story_nodes", cascade=False),
        sa.CheckConstraint("kind IN ('part', 'chapter', 'scene', 'note')", name="ck_story_nodes_kind"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_story_nodes_project_id", "story_nodes", ["project_id"])
    op.create_index("ix_story_nodes_parent_id", "story_nodes", ["parent_id"])
    op.create_index("ix_story_nodes_trashed", "story_nodes", ["trashed"], sqlite_where=sa.text("trashed IS NOT NULL"))


def _scenes() -> None:
    op.create_table(
        "story_texts",
        *_integers("node_id", "revision"),
        sa.Column("saved", sa.DateTime, nullable=False),
        *_texts("digest", "text"),
        sa.PrimaryKeyConstraint("node_id", name="pk_story_texts"),
        _of("story_texts", "node_id", "story_nodes"),
    )
    op.create_table(
        "story_versions",
        *_integers("id", "node_id", "words"),
        sa.Column("created", sa.DateTime, nullable=False),
        *_texts("reason", "digest"),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_story_versions"),
        _of("story_versions", "node_id", "story_nodes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_story_versions_node_id_created", "story_versions", ["node_id", "created"])


def _takes() -> None:
    op.create_table(
        "story_takes",
        *_integers("id", "node_id"),
        sa.Column("parent_id", sa.Integer),
        *_integers("at"),
        *_texts("replaced", "text", "kind", "model_name", "model_hash"),
        sa.Column("sampling", sa.JSON, nullable=False),
        *_integers("seed"),
        *_texts("status"),
        sa.Column("writer", sa.Text),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("adopted", sa.Boolean, nullable=False),
        sa.Column("tokens", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_story_takes"),
        _of("story_takes", "node_id", "story_nodes"),
        _of("story_takes", "parent_id", "story_takes", cascade=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_story_takes_node_id", "story_takes", ["node_id"])
    op.create_index("ix_story_takes_parent_id", "story_takes", ["parent_id"])


def _entries() -> None:
    op.create_table(
        "story_entries",
        *_integers("id", "project_id", "position"),
        *_texts("kind", "name", "text"),
        sa.Column("keys", sa.JSON, nullable=False),
        *_texts("activation"),
        *_integers("priority", "budget", "depth"),
        sa.Column("extra", sa.JSON, nullable=False),
        sa.Column("trashed", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_story_entries"),
        _of("story_entries", "project_id", "story_projects"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_story_entries_project_id", "story_entries", ["project_id"])


def upgrade() -> None:
    _projects()
    _nodes()
    _scenes()
    _takes()
    _entries()
