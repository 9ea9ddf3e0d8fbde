"""Reading rows into records. Every function runs inside a caller's transaction.

All walks go along indexed columns, so that what they cost depends on the conversation alone, not on the file.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, ScalarSelect, Select, and_, func, literal, select
from sqlalchemy.sql import Subquery

from desktop.base.errors import Code, StoreError
from desktop.store.attachments.records import Attached
from desktop.store.attachments.tables import attachments
from desktop.store.conversations.records import Conversation, Message, Preset, ReplyInfo, Status
from desktop.store.conversations.tables import conversation_tags, conversations, messages, replies, tags

_CONVERSATION_COLUMNS = [column for column in conversations.c if column.name != "origin"]
_REPLY_FIELDS = tuple(field.name for field in fields(ReplyInfo))


def conversation(connection: Connection, conversation_id: int) -> Conversation:
    """Raises StoreError(CONVERSATION_UNKNOWN)."""
    row = connection.execute(select_conversations().where(conversations.c.id == conversation_id)).mappings().first()
    if row is None:
        raise StoreError(Code.CONVERSATION_UNKNOWN, id=conversation_id)
    return to_conversation(row)


def list_conversations(connection: Connection, pane: str) -> list[Conversation]:
    """Those of a pane that are neither in the trash nor archived, the one written to last first."""
    chosen = select_conversations().where(
        conversations.c.pane == pane, conversations.c.trashed.is_(None), conversations.c.archived.is_(None)
    )
    rows = connection.execute(chosen.order_by(conversations.c.updated.desc(), conversations.c.id.desc()))
    return [to_conversation(row) for row in rows.mappings()]


def select_conversations() -> Select[Any]:
    """Conversations with their tags, for `to_conversation`."""
    names = (
        select(func.json_group_array(tags.c.name))
        .select_from(tags.join(conversation_tags, conversation_tags.c.tag_id == tags.c.id))
        .where(conversation_tags.c.conversation_id == conversations.c.id)
        .correlate(conversations)
        .scalar_subquery()
    )
    return select(*_CONVERSATION_COLUMNS, names.label("tags"))


def to_conversation(row: RowMapping) -> Conversation:
    """A row of `select_conversations`."""
    values = dict(row)
    values["tags"] = tuple(sorted(json.loads(values["tags"]), key=str.casefold))
    if values["preset"] is not None:
        preset = values["preset"]
        values["preset"] = Preset(**{**preset, "examples": tuple((asked, said) for asked, said in preset["examples"])})
    return Conversation(**values)


def preset_values(preset: Preset | None) -> dict[str, Any] | None:
    """A preset as the JSON of its column."""
    return asdict(preset) if preset is not None else None


def message(connection: Connection, message_id: int) -> Message:
    """Raises StoreError(CONVERSATION_UNKNOWN): a message only ever goes with its conversation."""
    row = connection.execute(select_messages().where(messages.c.id == message_id)).mappings().first()
    if row is None:
        raise StoreError(Code.CONVERSATION_UNKNOWN, message=message_id)
    return to_message(row)


def active_path(connection: Connection, conversation_id: int) -> list[Message]:
    """The active messages from the root to the last one."""
    step = (
        select(messages.c.id, literal(0).label("depth"))
        .where(messages.c.conversation_id == conversation_id, messages.c.parent_id.is_(None), messages.c.active)
        .cte("path", recursive=True)
    )
    step = step.union_all(
        select(messages.c.id, step.c.depth + 1).join(step, messages.c.parent_id == step.c.id).where(messages.c.active)
    )
    return _walk(connection, select(step.c.id, step.c.depth).subquery())


def path_to(connection: Connection, message_id: int) -> list[Message]:
    """The messages from the root to this one, active or not."""
    step = (
        select(messages.c.id, messages.c.parent_id, literal(0).label("depth"))
        .where(messages.c.id == message_id)
        .cte("path", recursive=True)
    )
    step = step.union_all(
        select(messages.c.id, messages.c.parent_id, step.c.depth - 1).join(step, messages.c.id == step.c.parent_id)
    )
    found = _walk(connection, select(step.c.id, step.c.depth).subquery())
    if not found:
        raise StoreError(Code.CONVERSATION_UNKNOWN, message=message_id)
    return found


def siblings(connection: Connection, of: Message) -> list[Message]:
    """All versions of a message, itself included, oldest first."""
    same = and_(messages.c.parent_id.is_not_distinct_from(of.parent_id), _same_conversation(of.conversation_id))
    chosen = select_messages().where(same, messages.c.trashed.is_(None)).order_by(messages.c.id)
    return [to_message(row) for row in connection.execute(chosen).mappings()]


def reply_values(info: ReplyInfo) -> dict[str, Any]:
    """The columns of a reply's row."""
    return {name: getattr(info, name) for name in _REPLY_FIELDS}


def _walk(connection: Connection, path: Subquery) -> list[Message]:
    chosen = select_messages().join(path, messages.c.id == path.c.id).order_by(path.c.depth)
    return [to_message(row) for row in connection.execute(chosen).mappings()]


def _same_conversation(conversation_id: int) -> ColumnElement[bool]:
    return messages.c.conversation_id == conversation_id


def select_messages() -> Select[Any]:
    """Messages with their version counts and, where a model wrote them, their reply's columns."""
    other = messages.alias("other")
    shared = and_(
        other.c.parent_id.is_not_distinct_from(messages.c.parent_id),
        other.c.conversation_id == messages.c.conversation_id,
        other.c.trashed.is_(None),
    )
    versions = select(func.count()).select_from(other).where(shared).correlate(messages).scalar_subquery()
    version = (
        select(func.count())
        .select_from(other)
        .where(shared, other.c.id <= messages.c.id)
        .correlate(messages)
        .scalar_subquery()
    )
    return select(
        messages,
        version.label("version"),
        versions.label("versions"),
        _attached().label("attached"),
        *(replies.c[name] for name in _REPLY_FIELDS),
    ).select_from(messages.outerjoin(replies, replies.c.message_id == messages.c.id))


def _attached() -> ScalarSelect[Any]:
    """What is attached to a message as JSON, without the texts; None where there is nothing."""
    head = (attachments.c.id, attachments.c.name, attachments.c.part, func.length(attachments.c.text))
    return (
        select(func.json_group_array(func.json_array(*head, attachments.c.tokens)))
        .where(attachments.c.message_id == messages.c.id)
        .having(func.count() > 0)
        .correlate(messages)
        .scalar_subquery()
    )


def to_message(row: RowMapping) -> Message:
    """A row of `select_messages`."""
    written = row["model_name"] is not None
    return Message(
        id=row["id"],
        conversation_id=row["conversation_id"],
        parent_id=row["parent_id"],
        role=row["role"],
        text=row["text"],
        status=Status(row["status"]),
        created=row["created"],
        version=row["version"],
        versions=row["versions"],
        reply=ReplyInfo(**{name: row[name] for name in _REPLY_FIELDS}) if written else None,
        pinned=row["pinned"] is not None,
        trashed=row["trashed"],
        attached=tuple(Attached(*head) for head in sorted(json.loads(row["attached"]))) if row["attached"] else (),
    )
