"""The schema's versions. Migrations are numbered files in `migrations/versions`, appended and never changed.

Alembic is imported only when there is something to migrate: an up-to-date file opens without it.
"""

from __future__ import annotations

import logging
from pathlib import Path

from desktop.base.errors import Code, StoreError
from desktop.store.core.connection import faults, make_engine

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def revisions(migrations: Path = MIGRATIONS) -> list[str]:
    """All revisions, oldest first: the number each file's name begins with."""
    return sorted(path.stem.partition("_")[0] for path in (migrations / "versions").glob("[0-9]*.py"))


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
