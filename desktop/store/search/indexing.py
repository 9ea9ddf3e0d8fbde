"""The upkeep of the search index: what isn't in it yet enters it, and what was deleted leaves it without a trace.

What is sent now enters it by triggers at once (migration 0009). What was there already may be many megabytes: each
document takes a transaction of its own, in the background, so that the window opens at once and people write in
between.
"""

from __future__ import annotations

import logging

from sqlalchemy import Connection, text

from desktop.base.errors import StoreError
from desktop.store.core.database import Database

log = logging.getLogger(__name__)

_NAME = "search-index"

_WAITING = "SELECT EXISTS (SELECT 1 FROM attachments_to_index)"
# The newest first: what was read lately is looked for first.
_NEXT = "SELECT attachment_id FROM attachments_to_index ORDER BY attachment_id DESC LIMIT 1"
_ENTER = (
    "INSERT INTO attachment_search (rowid, words)"
    " SELECT message_id * 2147483648 + id, search_words(name || char(10) || text)"
    " FROM attachments WHERE id = :id AND message_id IS NOT NULL"
)
_DONE = "DELETE FROM attachments_to_index WHERE attachment_id = :id"

_INDEXES = ("message_search", "title_search", "attachment_search")
# Merged in one transaction: about a tenth of a second.
_MERGED_PAGES = 500


def start_indexing(database: Database) -> None:
    """Begin in the background, if any document waits."""
    with database.read() as connection:
        waiting = connection.execute(text(_WAITING)).scalar()
    if waiting:
        database.in_background(_NAME, lambda: _enter_all(database))


def wait_for_index(database: Database) -> None:
    """Return when the work has ended, or been ended by closing."""
    database.wait_for(_NAME)


def forget_deleted_words(database: Database) -> None:
    """Merge the search index, in steps that let others write in between; the next time goes on where it ended.

    Until all is one, words of deleted texts stand in it, marked as deleted. See "merge" in FTS5's documentation.
    """
    for index in _INDEXES:
        more = True
        pages = -_MERGED_PAGES  # begins; then what is begun is ended
        while more and not database.closing:
            with database.write() as connection:
                more = _merge(connection, index, pages)
            pages = _MERGED_PAGES


def _merge(connection: Connection, index: str, pages: int) -> bool:
    """Returns whether there is more to do."""
    before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    connection.exec_driver_sql(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', {pages})")
    after = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    return bool(after - before >= 2)


def _enter_all(database: Database) -> None:
    count = 0
    try:
        while not database.closing and _enter_one(database):
            count += 1
    except StoreError as error:  # the next start goes on where this one ended
        log.warning("the search index waits: %s", error)
    log.info("%d documents entered the search index", count)


def _enter_one(database: Database) -> bool:
    with database.write() as connection:
        found = connection.execute(text(_NEXT)).scalar()
        if found is None:
            return False
        connection.execute(text(_ENTER), {"id": found})
        connection.execute(text(_DONE), {"id": found})
        return True
