"""Assistants and prompt snippets that people made: kept, changed, put into the trash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, insert, select, update

from desktop.base.errors import Code, StoreError
from desktop.store.conversations.organisation_tables import assistants, snippets
from desktop.store.store import Store, _storable


@dataclass(frozen=True)
class Assistant:
    """A way to begin a conversation.

    `model` is a model's key ("" is the one in use), `sampling` what differs from the settings, `greeting` the first
    message, which the assistant says, `examples` turns of a person with the answers to them. `id` is 0 until it is
    kept; `key` names one that came with the program.
    """

    name: str
    description: str = ""
    system_prompt: str = ""
    model: str = ""
    sampling: dict[str, Any] = field(default_factory=dict)
    greeting: str = ""
    examples: tuple[tuple[str, str], ...] = ()
    id: int = 0
    key: str = ""


@dataclass(frozen=True)
class Snippet:
    """A text that is inserted by its name; {{variables}} are asked for. `id` and `key` as of an assistant."""

    name: str
    text: str
    id: int = 0
    key: str = ""


class AssistantStore:
    """Assistants and snippets. An id that is gone is StoreError(CONVERSATION_UNKNOWN)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def assistants(self) -> list[Assistant]:
        """Those outside of the trash, by name."""
        with self._store._read() as connection:
            return [_assistant(row) for row in _list(connection, assistants)]

    def keep_assistant(self, assistant: Assistant) -> Assistant:
        """Keep a new one (`id` 0), or the changes to one."""
        values = _values(assistant)
        values["examples"] = [list(turn) for turn in assistant.examples]
        with self._store._write() as connection:
            return _assistant(_keep(connection, assistants, assistant.id, values))

    def trash_assistant(self, assistant_id: int, restore: bool = False) -> None:
        """Put an assistant into the trash for 30 days, or take it out."""
        with self._store._write() as connection:
            _trash(connection, assistants, assistant_id, restore)

    def snippets(self) -> list[Snippet]:
        """Those outside of the trash, by name."""
        with self._store._read() as connection:
            return [Snippet(row["name"], row["text"], row["id"]) for row in _list(connection, snippets)]

    def keep_snippet(self, snippet: Snippet) -> Snippet:
        """Keep a new one (`id` 0), or the changes to one."""
        with self._store._write() as connection:
            row = _keep(connection, snippets, snippet.id, _values(snippet))
            return Snippet(row["name"], row["text"], row["id"])

    def trash_snippet(self, snippet_id: int, restore: bool = False) -> None:
        """Put a snippet into the trash for 30 days, or take it out."""
        with self._store._write() as connection:
            _trash(connection, snippets, snippet_id, restore)


_ASSISTANT_COLUMNS = [item.name for item in fields(Assistant) if item.name != "key"]


def _values(helper: Assistant | Snippet) -> dict[str, Any]:
    found = {item.name: getattr(helper, item.name) for item in fields(helper) if item.name not in ("id", "key")}
    return {name: _storable(value) if isinstance(value, str) else value for name, value in found.items()}


def _list(connection: Connection, table: Table) -> list[RowMapping]:
    chosen = select(table).where(table.c.trashed.is_(None)).order_by(table.c.name.collate("NOCASE"), table.c.id)
    return list(connection.execute(chosen).mappings())


def _keep(connection: Connection, table: Table, helper_id: int, values: Mapping[str, Any]) -> RowMapping:
    now = datetime.now(UTC)
    if helper_id:
        kept = update(table).where(table.c.id == helper_id).values(**values, updated=now)
        if not connection.execute(kept).rowcount:
            raise StoreError(Code.CONVERSATION_UNKNOWN, helper=helper_id)
    else:
        new = insert(table).values(**values, created=now, updated=now).returning(table.c.id)
        helper_id = connection.execute(new).scalar_one()
    return connection.execute(select(table).where(table.c.id == helper_id)).mappings().one()


def _trash(connection: Connection, table: Table, helper_id: int, restore: bool) -> None:
    values = {"trashed": None if restore else datetime.now(UTC)}
    if not connection.execute(update(table).where(table.c.id == helper_id).values(values)).rowcount:
        raise StoreError(Code.CONVERSATION_UNKNOWN, helper=helper_id)


def _assistant(row: RowMapping) -> Assistant:
    values = {name: row[name] for name in _ASSISTANT_COLUMNS}
    values["examples"] = tuple((asked, said) for asked, said in values["examples"])
    return Assistant(**values)
