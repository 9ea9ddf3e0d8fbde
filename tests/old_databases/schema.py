"""Write down what the migrations make of an empty file: `python -m tests.old_databases.schema` after a new one."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from desktop.store.core.migrate import MIGRATIONS, schema_text, upgrade

SCHEMA = MIGRATIONS / "schema.sql"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "new.sqlite3"
        upgrade(database)
        with closing(sqlite3.connect(database)) as connection:
            SCHEMA.write_text(schema_text(connection), encoding="utf-8")


if __name__ == "__main__":
    main()
