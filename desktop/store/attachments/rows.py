"""Rows of attachments, inside a caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from desktop.base.errors import Code, StoreError
from desktop.store.attachments.records import Attachment
from desktop.store.attachments.tables import attachments
from desktop.store.core.storable import storable


def move_to_message(connection: Connection, ids: Sequence[int], message_id: int) -> None:
    """What was attached to a draft is the message's. Raises StoreError(CONVERSATION_UNKNOWN) where one has gone."""
    for attachment_id in ids:
        of_draft = and_(attachments.c.id == attachment_id, attachments.c.draft_pane.is_not(None))
        values = {"message_id": message_id, "draft_pane": None, "draft_conversation_id": None}
        if not connection.execute(update(attachments).where(of_draft).values(values)).rowcount:
            raise StoreError(Code.CONVERSATION_UNKNOWN, attachment=attachment_id)


def copy_to_message(connection: Connection, message_id: int, other_id: int) -> None:
    """What one message has, another one has too: a version of it, or its copy in a branch."""
    for attachment in list_rows(connection, attachments.c.message_id == message_id):
        add_to_message(connection, other_id, attachment)


def add_to_message(connection: Connection, message_id: int, attachment: Attachment) -> None:
    """One more attachment of a message."""
    insert_row(connection, {**values_of(attachment), "message_id": message_id})


def values_of(attachment: Attachment) -> dict[str, str | int]:
    """The columns of an attachment but its place."""
    return {
        "name": storable(attachment.name),
        "part": storable(attachment.part),
        "path": storable(attachment.path),
        "text": storable(attachment.text),
        "tokens": attachment.tokens,
    }


def insert_row(connection: Connection, values: Mapping[str, str | int | None]) -> int:
    """Returns the id."""
    return int(connection.execute(insert(attachments).values(values).returning(attachments.c.id)).scalar_one())


def list_rows(connection: Connection, where: ColumnElement[bool]) -> list[Attachment]:
    """Those that are so, in the order of attaching."""
    rows = connection.execute(select(attachments).where(where).order_by(attachments.c.id)).mappings()
    names = ("name", "text", "part", "tokens", "path", "id")
    return [Attachment(**{name: row[name] for name in names}) for row in rows]


def read_row(connection: Connection, attachment_id: int) -> Attachment:
    """Raises StoreError(CONVERSATION_UNKNOWN)."""
    found = list_rows(connection, attachments.c.id == attachment_id)
    if not found:
        raise StoreError(Code.CONVERSATION_UNKNOWN, attachment=attachment_id)
    return found[0]
