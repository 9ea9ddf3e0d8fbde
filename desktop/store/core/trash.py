"""The trash: what is put away stays in its table, marked with the moment, until it is deleted for good.

One `Trash` for each table that has one; `desktop.store.trash` knows them all and empties them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, delete, select, update

from desktop.base.errors import Code, StoreError
from desktop.store.core.queries import below, listed

RETENTION = timedelta(days=30)


class Trash:
    """The rows of one table whose `trashed` is set. Every method runs inside of a caller's transaction.

    In a tree (a table with `parent_id`) what is below a row goes with it, marked with the same moment, and comes back
    with it; what was in the trash before keeps its own moment.
    """

    def __init__(self, table: Table, unknown: Code, name: str) -> None:
        """An id that is gone raises StoreError(unknown, name=id)."""
        self.table = table
        self._tree = "parent_id" in table.c
        self._unknown = unknown
        self._name = name

    def put(self, connection: Connection, row_id: int) -> None:
        """Put a row into the trash; one that is there stays as it is."""
        self._since(connection, row_id)
        self._mark(connection, row_id, self.table.c.trashed.is_(None), datetime.now(UTC))

    def take_out(self, connection: Connection, row_id: int) -> None:
        """Take a row out of the trash, with what went there with it."""
        since = self._since(connection, row_id)
        if since is not None:
            self._mark(connection, row_id, self.table.c.trashed == since, None)

    def holds(self, connection: Connection, row_id: int) -> bool:
        """Whether a row is in the trash."""
        return self._since(connection, row_id) is not None

    def put_there(self) -> ColumnElement[bool]:
        """The condition for rows that were put into the trash themselves, and didn't go along with another."""
        inside = self.table.c.trashed.is_not(None)
        if not self._tree:
            return inside
        parent = self.table.alias("parent")
        went_along = select(parent.c.id).where(
            parent.c.id == self.table.c.parent_id, parent.c.trashed == self.table.c.trashed
        )
        return inside & ~went_along.exists()

    def delete(self, connection: Connection, ids: Iterable[int]) -> int:
        """Delete for good those of these that are in the trash; returns how many went."""
        return self._delete(connection, self.table.c.id.in_(listed(ids)) & self.table.c.trashed.is_not(None))

    def empty(self, connection: Connection, until: datetime) -> int:
        """Delete for good what has been in the trash since `until` or before; returns how many rows went."""
        return self._delete(connection, self.table.c.trashed <= until)

    def _delete(self, connection: Connection, chosen: ColumnElement[bool]) -> int:
        if self._tree:  # no cascade along parent_id: all in one statement
            chosen = self.table.c.id.in_(below(self.table, select(self.table.c.id).where(chosen)))
        return connection.execute(delete(self.table).where(chosen)).rowcount

    def _since(self, connection: Connection, row_id: int) -> datetime | None:
        found = connection.execute(select(self.table.c.trashed).where(self.table.c.id == row_id)).first()
        if found is None:
            raise StoreError(self._unknown, **{self._name: row_id})
        since: datetime | None = found.trashed
        return since

    def _mark(self, connection: Connection, row_id: int, chosen: ColumnElement[bool], moment: datetime | None) -> None:
        rows = self.table.c.id == row_id
        if self._tree:
            rows = self.table.c.id.in_(below(self.table, row_id))
        connection.execute(update(self.table).where(rows & chosen).values(trashed=moment))
