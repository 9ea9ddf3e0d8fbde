"""The one trash: everything that people can throw away, and what becomes of it when it has been there long enough."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop.store.conversations.assistants import ASSISTANTS, SNIPPETS
from desktop.store.conversations.rows import CONVERSATIONS, MESSAGES
from desktop.store.core.database import Database
from desktop.store.core.trash import RETENTION
from desktop.store.search.indexing import forget_deleted_words
from desktop.store.stories.bible import ENTRIES
from desktop.store.stories.outline import NODES
from desktop.store.stories.projects import PROJECTS
from desktop.store.translation.jobs import JOBS

# What owns others comes first: its rows take theirs along.
KINDS = (CONVERSATIONS, MESSAGES, ASSISTANTS, SNIPPETS, PROJECTS, NODES, ENTRIES, JOBS)


def empty_trash(database: Database, older_than: timedelta = RETENTION) -> int:
    """Delete for good what has been in the trash at least this long, in one transaction.

    Returns how many conversations went. Done once a day for what is older than `RETENTION`.
    """
    until = datetime.now(UTC) - older_than
    with database.write() as connection:
        gone = {trash: trash.empty(connection, until) for trash in KINDS}
    if gone[CONVERSATIONS] or gone[MESSAGES]:
        forget_deleted_words(database)
    return gone[CONVERSATIONS]
