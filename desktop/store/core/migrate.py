"""The schema's versions. Migrations are numbered files in `migrations/versions`, appended and never changed.

What they make of an empty file is written down in `migrations/schema.sql`, so that a new file needs none of them: it is
made from there. Alembic is imported only when there is something to migrate.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from desktop.base.errors import Code, StoreError
from desktop.store.core.connection import BUSY_SECONDS, faults, make_engine

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def revisions(migrations: Path = MIGRATIONS) -> list[str]:
    """All revisions, oldest first: the number each file's name begins with."""
    return sorted(path.stem.partition("_")[0] for path in (migrations / "versions").glob("[0-9]*.py"))


def create(database: Path, migrations: Path = MIGRATIONS) -> None:
    """Make the tables of the newest revision in a file that has none, in one transaction. Raises StoreError."""
    schema = migrations / "schema.sql"
    if not schema.is_file() or _revision(schema) != revisions(migrations)[-1]:
        upgrade(database, migrations)
        return
    script = schema.read_text(encoding="utf-8")
    with faults(database), closing(sqlite3.connect(database, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nCOMMIT;")
    log.info("a new database at revision %s", revisions(migrations)[-1])


def schema_text(connection: sqlite3.Connection) -> str:
    """The statements that make a file like this one: the contents of `schema.sql`."""
    made = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    indexes = [name for name, sql in made if sql.startswith("CREATE VIRTUAL TABLE")]
    own = ("data", "idx", "content", "docsize", "config")  # tables that FTS5 makes with each of its indexes
    passed = {"sqlite_sequence", *(f"{name}_{table}" for name in indexes for table in own)}
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return "\n".join(
        (
            f"-- revision {revision}: what the migrations make of an empty file; see tests/old_databases/schema.py",
            *(f"{sql};" for name, sql in made if name not in passed),
            f"INSERT INTO alembic_version VALUES ('{revision}');",
            "",
        )
    )


def _revision(schema: Path) -> str:
    """The revision that a written schema is of."""
    with schema.open(encoding="utf-8") as file:
        return file.readline().removeprefix("-- revision ").partition(":")[0]


def upgrade(database: Path, migrations: Path = MIGRATIONS) -> None:
    """Bring the file to the newest revision, all steps in one transaction.

    Raises StoreError; the file is then as it was. Foreign keys are not enforced while tables are rebuilt, and
    checked before the commit.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    engine = make_engine(database, foreign_keys=False)
    try:
        with faults(database), engine.execution_options(immediate=True).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise StoreError(Code.STORE_FAILED, path=str(database), cause=f"foreign keys: {broken[:3]}")
    finally:
        engine.dispose()
    log.info("the database is at revision %s", revisions(migrations)[-1])
