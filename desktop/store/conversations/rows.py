"""Rows of conversations and messages written, inside a caller's transaction; `queries` reads them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, func, update
from sqlalchemy.dialects.sqlite import insert

from desktop.base.errors import Code, StoreError
from desktop.store.conversations.records import Status
from desktop.store.conversations.tables import conversations, messages, replies
from desktop.store.core.storable import storable
from desktop.store.core.trash import Trash

CONVERSATIONS = Trash(conversations, Code.CONVERSATION_UNKNOWN, "id")
MESSAGES = Trash(messages, Code.CONVERSATION_UNKNOWN, "message")


def insert_message(
    connection: Connection, conversation_id: int, parent_id: int | None, role: str, text: str, status: Status
) -> int:
    """A new version below its parent, shown; returns its id."""
    now = datetime.now(UTC)
    _deactivate(connection, conversation_id, parent_id)
    values = {
        "conversation_id": conversation_id,
        "parent_id": parent_id,
        "active": True,
        "role": role,
        "text": storable(text),
        "status": status,
        "created": now,
    }
    new: int = connection.execute(insert(messages).values(values).returning(messages.c.id)).scalar_one()
    update_conversation(connection, conversation_id, updated=now)
    return new


def make_active(connection: Connection, conversation_id: int, parent_id: int | None, message_id: int) -> None:
    """Show a message instead of the other versions of it."""
    _deactivate(connection, conversation_id, parent_id)
    update_message(connection, message_id, active=True)


def _deactivate(connection: Connection, conversation_id: int, parent_id: int | None) -> None:
    connection.execute(
        update(messages)
        .where(
            messages.c.conversation_id == conversation_id,
            func.ifnull(messages.c.parent_id, 0) == (parent_id or 0),
            messages.c.active,
        )
        .values(active=False)
    )


def update_conversation(connection: Connection, conversation_id: int, **values: object) -> None:
    """Raises StoreError(CONVERSATION_UNKNOWN)."""
    changed = connection.execute(update(conversations).where(conversations.c.id == conversation_id).values(**values))
    if changed.rowcount == 0:
        raise StoreError(Code.CONVERSATION_UNKNOWN, id=conversation_id)


def update_message(connection: Connection, message_id: int, **values: object) -> None:
    """Raises StoreError(CONVERSATION_UNKNOWN)."""
    changed = connection.execute(update(messages).where(messages.c.id == message_id).values(**values))
    if changed.rowcount == 0:
        raise StoreError(Code.CONVERSATION_UNKNOWN, message=message_id)


def update_reply(connection: Connection, message_id: int, **values: object) -> None:
    """What is known of a message that no model wrote isn't changed: there is nothing."""
    connection.execute(update(replies).where(replies.c.message_id == message_id).values(**values))
