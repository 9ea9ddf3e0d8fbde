"""The story bible: characters, places, things and rules of a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from desktop.base.errors import Code, StoreError
from desktop.store.core.storable import storable_values
from desktop.store.core.trash import Trash
from desktop.store.stories.base import StoryPart, read_project, touch
from desktop.store.stories.records import Activation, BibleEntry, EntryKind, StoryChange
from desktop.store.stories.tables import story_entries as entries

ENTRIES = Trash(entries, Code.STORY_UNKNOWN, "entry")

_KEPT = [column for column in entries.c if column.name != "trashed"]


class BiblePart(StoryPart):
    """The entries of each project."""

    def bible(self, project_id: int) -> list[BibleEntry]:
        """The entries outside of the trash, in their order."""
        chosen = (
            select(*_KEPT)
            .where(entries.c.project_id == project_id, entries.c.trashed.is_(None))
            .order_by(entries.c.position, entries.c.id)
        )
        with self._database.read() as connection:
            return [_to_entry(row) for row in connection.execute(chosen).mappings()]

    def entry(self, entry_id: int) -> BibleEntry:
        """One by its id."""
        with self._database.read() as connection:
            return read_entry(connection, entry_id)

    def add_entry(self, project_id: int, entry: BibleEntry) -> BibleEntry:
        """Keep a new entry, last in order; returns it with its id."""
        return self.entry(self.add_entries(project_id, [entry]).entries_added[0])

    def add_entries(self, project_id: int, new: Sequence[BibleEntry]) -> StoryChange:
        """Keep many (an imported lorebook), in one transaction."""
        with self._database.write() as connection:
            read_project(connection, project_id)
            last = connection.execute(
                select(func.max(entries.c.position)).where(entries.c.project_id == project_id)
            ).scalar()
            at = 0 if last is None else last + 1
            added: list[int] = []
            for entry in new:
                values = {**_values(replace(entry, position=at + len(added))), "project_id": project_id}
                added.append(connection.execute(insert(entries).values(values).returning(entries.c.id)).scalar_one())
            touch(connection, project_id)
            return StoryChange(entries_added=tuple(added))

    def update_entry(self, entry: BibleEntry) -> StoryChange:
        """Keep the changes to an entry, known by its id."""
        with self._database.write() as connection:
            before = read_entry(connection, entry.id)
            connection.execute(update(entries).where(entries.c.id == entry.id).values(_values(entry)))
            touch(connection, before.project_id)
            return StoryChange(entries=(before,))

    def order_entries(self, entry_ids: Sequence[int]) -> None:
        """Let entries stand in this order."""
        with self._database.write() as connection:
            for position, entry_id in enumerate(entry_ids):
                connection.execute(update(entries).where(entries.c.id == entry_id).values(position=position))

    def remove_entry(self, entry_id: int) -> StoryChange:
        """Put an entry into the trash, where it stays for 30 days; `undo` brings it back."""
        with self._database.write() as connection:
            before = read_entry(connection, entry_id)
            ENTRIES.put(connection, entry_id)
            return StoryChange(entries=(before,))


# -- shared with the undoing ---------------------------------------------------------------------------------------


def read_entry(connection: Connection, entry_id: int) -> BibleEntry:
    """One entry, in the trash or not. Raises StoreError(STORY_UNKNOWN)."""
    row = connection.execute(select(*_KEPT).where(entries.c.id == entry_id)).mappings().first()
    if row is None:
        raise StoreError(Code.STORY_UNKNOWN, entry=entry_id)
    return _to_entry(row)


def put_entry(connection: Connection, entry: BibleEntry) -> None:
    """Let an entry be as it was, out of the trash."""
    ENTRIES.take_out(connection, entry.id)
    connection.execute(update(entries).where(entries.c.id == entry.id).values(_values(entry)))


def _values(entry: BibleEntry) -> dict[str, Any]:
    return storable_values(
        {
            "position": entry.position,
            "kind": entry.kind,
            "name": entry.name,
            "text": entry.text,
            "keys": list(entry.keys),
            "activation": entry.activation,
            "priority": entry.priority,
            "budget": entry.budget,
            "depth": entry.depth,
            "extra": entry.extra,
        }
    )


def _to_entry(row: RowMapping) -> BibleEntry:
    values = dict(row)
    values["kind"], values["activation"] = EntryKind(values["kind"]), Activation(values["activation"])
    values["keys"] = tuple(values["keys"])
    return BibleEntry(**values)
