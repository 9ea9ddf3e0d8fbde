"""Documents that were sent before they were looked through enter the search index, one after the other.

What is sent now enters it by triggers at once (migration 0009). What was there already may be many megabytes: each
takes a transaction of its own, so that the window opens at once and people write in between.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, text

from desktop.base.errors import StoreError

log = logging.getLogger(__name__)

_WAITING = "SELECT EXISTS (SELECT 1 FROM attachments_to_index)"
# The newest first: what was read lately is looked for first.
_NEXT = "SELECT attachment_id FROM attachments_to_index ORDER BY attachment_id DESC LIMIT 1"
_ENTER = (
    "INSERT INTO attachment_search (rowid, words)"
    " SELECT message_id * 2147483648 + id, search_words(name || char(10) || text)"
    " FROM attachments WHERE id = :id AND message_id IS NOT NULL"
)
_DONE = "DELETE FROM attachments_to_index WHERE attachment_id = :id"


class Indexing:
    """The work and its thread. `write` opens a transaction of the store's, `closing` ends the work early."""

    def __init__(self, write: Callable[[], AbstractContextManager[Connection]], closing: threading.Event) -> None:
        self._write = write
        self._closing = closing
        self._thread: threading.Thread | None = None

    def start(self, connection: Connection) -> None:
        """Begin in the background, if anything waits."""
        if connection.execute(text(_WAITING)).scalar():
            self._thread = threading.Thread(target=self._run, name="search-index")
            self._thread.start()

    def wait(self) -> None:
        """Return when the work has ended, or been ended by closing."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        count = 0
        try:
            while not self._closing.is_set() and self._one():
                count += 1
        except StoreError as error:  # the next start goes on where this one ended
            log.warning("the search index waits: %s", error)
        log.info("%d documents entered the search index", count)

    def _one(self) -> bool:
        with self._write() as connection:
            found = connection.execute(text(_NEXT)).scalar()
            if found is None:
                return False
            connection.execute(text(_ENTER), {"id": found})
            connection.execute(text(_DONE), {"id": found})
            return True
