"""Assistants and prompt snippets that people made: kept, changed, put into the trash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, insert, select, update

from desktop.base.errors import Code, StoreError
from desktop.store.conversations.tables import assistants, snippets
from desktop.store.core.database import Repository
from desktop.store.core.storable import storable_values
from desktop.store.core.trash import Trash

ASSISTANTS = Trash(assistants, Code.CONVERSATION_UNKNOWN, "assistant")
SNIPPETS = Trash(snippets, Code.CONVERSATION_UNKNOWN, "snippet")


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


class AssistantStore(Repository):
    """Assistants and snippets. An id that is gone is StoreError(CONVERSATION_UNKNOWN)."""

    def assistants(self) -> list[Assistant]:
        """Those outside of the trash, by name."""
        with self._database.read() as connection:
            return [_assistant(row) for row in _list(connection, assistants)]

    def keep_assistant(self, assistant: Assistant) -> Assistant:
        """Keep a new one (`id` 0), or the changes to one."""
        values = _values(assistant)
        values["examples"] = [list(turn) for turn in assistant.examples]
        with self._database.write() as connection:
            return _assistant(_keep(connection, assistants, assistant.id, values))

    def trash_assistant(self, assistant_id: int, restore: bool = False) -> None:
        """Put an assistant into the trash for 30 days, or take it out."""
        with self._database.write() as connection:
            (ASSISTANTS.take_out if restore else ASSISTANTS.put)(connection, assistant_id)

    def snippets(self) -> list[Snippet]:
        """Those outside of the trash, by name."""
        with self._database.read() as connection:
            return [Snippet(row["name"], row["text"], row["id"]) for row in _list(connection, snippets)]

    def keep_snippet(self, snippet: Snippet) -> Snippet:
        """Keep a new one (`id` 0), or the changes to one."""
        with self._database.write() as connection:
            row = _keep(connection, snippets, snippet.id, _values(snippet))
            return Snippet(row["name"], row["text"], row["id"])

    def trash_snippet(self, snippet_id: int, restore: bool = False) -> None:
        """Put a snippet into the trash for 30 days, or take it out."""
        with self._database.write() as connection:
            (SNIPPETS.take_out if restore else SNIPPETS.put)(connection, snippet_id)


_ASSISTANT_COLUMNS = [item.name for item in fields(Assistant) if item.name != "key"]


def _values(kept: Assistant | Snippet) -> dict[str, Any]:
    found = {item.name: getattr(kept, item.name) for item in fields(kept) if item.name not in ("id", "key")}
    return storable_values(found)


def _list(connection: Connection, table: Table) -> list[RowMapping]:
    chosen = select(table).where(table.c.trashed.is_(None)).order_by(table.c.name.collate("NOCASE"), table.c.id)
    return list(connection.execute(chosen).mappings())


def _keep(connection: Connection, table: Table, row_id: int, values: Mapping[str, Any]) -> RowMapping:
    now = datetime.now(UTC)
    if row_id:
        kept = update(table).where(table.c.id == row_id).values(**values, updated=now)
        if not connection.execute(kept).rowcount:
            raise StoreError(Code.CONVERSATION_UNKNOWN, id=row_id)
    else:
        new = insert(table).values(**values, created=now, updated=now).returning(table.c.id)
        row_id = connection.execute(new).scalar_one()
    return connection.execute(select(table).where(table.c.id == row_id)).mappings().one()


def _assistant(row: RowMapping) -> Assistant:
    values = {name: row[name] for name in _ASSISTANT_COLUMNS}
    values["examples"] = tuple((asked, said) for asked, said in values["examples"])
    return Assistant(**values)
