"""Takes: everything a model wrote for a scene, kept as it comes, as a tree that can be walked."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from desktop.base.errors import Code, StoreError
from desktop.store.conversations.records import Status
from desktop.store.core.storable import storable, storable_values
from desktop.store.core.writers import is_alive_elsewhere, this_writer
from desktop.store.stories.base import StoryPart, read_node
from desktop.store.stories.records import Take, TakeStart, TakeToken
from desktop.store.stories.tables import story_takes as takes


class TakePart(StoryPart):
    """The takes of each scene."""

    def begin_take(self, start: TakeStart) -> Take:
        """A take of which nothing is written yet, WRITING."""
        values = {
            "node_id": start.node_id,
            "parent_id": start.parent_id,
            "at": start.at,
            "replaced": start.replaced,
            "text": "",
            "kind": start.kind,
            "model_name": start.model_name,
            "model_hash": start.model_hash,
            "sampling": start.sampling,
            "seed": start.seed,
            "status": Status.WRITING,
            "writer": this_writer(),
            "created": datetime.now(UTC),
            "adopted": False,
            "tokens": _packed(()),
        }
        with self._database.write() as connection:
            read_node(connection, start.node_id)
            new = connection.execute(insert(takes).values(storable_values(values)).returning(takes.c.id)).scalar_one()
            return _take(connection, new)

    def checkpoint_take(self, take_id: int, text: str, tokens: Sequence[TakeToken] | None = None) -> None:
        """Keep what a take has grown to; do it at least once a second. Without `tokens` those kept stay."""
        values: dict[str, Any] = {"text": storable(text)}
        if tokens is not None:
            values["tokens"] = _packed(tokens)
        with self._database.write() as connection:
            _update(connection, take_id, values)

    def resume_take(self, take_id: int) -> Take:
        """Let a take that was cut, stopped or interrupted go on: WRITING again, its text kept."""
        with self._database.write() as connection:
            _update(connection, take_id, {"status": Status.WRITING, "writer": this_writer()})
            return _take(connection, take_id)

    def finish_take(
        self,
        take_id: int,
        text: str,
        status: Status,
        tokens: Sequence[TakeToken] | None = None,
        *,
        model_hash: str = "",
    ) -> Take:
        """Keep a take's last text and how it ended; the model's hash, which may be known only now."""
        values: dict[str, Any] = {"text": storable(text), "status": status, "writer": None}
        if model_hash:
            values["model_hash"] = model_hash
        if tokens is not None:
            values["tokens"] = _packed(tokens)
        with self._database.write() as connection:
            _update(connection, take_id, values)
            return _take(connection, take_id)

    def adopt_take(self, take_id: int, adopted: bool = True) -> Take:
        """Note that a take went into the text (or left it again)."""
        with self._database.write() as connection:
            _update(connection, take_id, {"adopted": adopted})
            return _take(connection, take_id)

    def take(self, take_id: int) -> Take:
        """One by its id, with its tokens."""
        with self._database.read() as connection:
            return _take(connection, take_id)

    def takes(self, node_id: int, tokens: bool = True) -> list[Take]:
        """The takes of a scene, oldest first; without `tokens` those are left out (a long list reads faster)."""
        columns = list(takes.c) if tokens else [column for column in takes.c if column.name != "tokens"]
        with self._database.read() as connection:
            rows = connection.execute(select(*columns).where(takes.c.node_id == node_id).order_by(takes.c.id))
            return [_to_take(row) for row in rows.mappings()]


def _update(connection: Connection, take_id: int, values: dict[str, Any]) -> None:
    if not connection.execute(update(takes).where(takes.c.id == take_id).values(values)).rowcount:
        raise StoreError(Code.STORY_UNKNOWN, take=take_id)


def _take(connection: Connection, take_id: int) -> Take:
    row = connection.execute(select(takes).where(takes.c.id == take_id)).mappings().first()
    if row is None:
        raise StoreError(Code.STORY_UNKNOWN, take=take_id)
    return _to_take(row)


def _to_take(row: RowMapping) -> Take:
    values = dict(row)
    writer, status = values.pop("writer"), Status(values["status"])
    if status is Status.WRITING and writer != this_writer() and not is_alive_elsewhere(writer):
        status = Status.INTERRUPTED
    values["status"] = status
    values["tokens"] = _unpacked(values["tokens"]) if "tokens" in values else ()
    return Take(**values)


def _packed(tokens: Sequence[TakeToken]) -> bytes:
    rows = [(storable(token.text), token.id, token.probability, token.alternatives) for token in tokens]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 1)


def _unpacked(data: bytes) -> tuple[TakeToken, ...]:
    rows = json.loads(zlib.decompress(data))
    return tuple(
        TakeToken(text, token, probability, tuple((word, other, chance) for word, other, chance in alternatives))
        for text, token, probability, alternatives in rows
    )
