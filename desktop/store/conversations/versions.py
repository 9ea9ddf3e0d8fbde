"""Messages that are changed without being lost: edited versions, branches, pins, and a trash for messages."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, Select, literal, select
from sqlalchemy.dialects.sqlite import insert

from desktop.store.attachments.rows import copy_to_message
from desktop.store.conversations import queries
from desktop.store.conversations.records import Conversation, Made, Message, ReplyInfo, Status
from desktop.store.conversations.reply_tokens import copy_tokens
from desktop.store.conversations.rows import MESSAGES, insert_message, make_active, update_message
from desktop.store.conversations.tables import conversation_tags, conversations, messages, replies
from desktop.store.core.database import Repository
from desktop.store.core.storable import storable


class Versions(Repository):
    """Changes to a conversation's tree. An id that is gone is StoreError(CONVERSATION_UNKNOWN)."""

    def edit(self, message_id: int, text: str) -> Message:
        """Another version of a message, of either side, with the person's text; shown, the old one stays.

        What followed the old version stays with it.
        """
        with self._database.write() as connection:
            old = queries.message(connection, message_id)
            new = insert_message(connection, old.conversation_id, old.parent_id, old.role, text, Status.COMPLETE)
            update_message(connection, new, pinned=datetime.now(UTC) if old.pinned else None)
            copy_to_message(connection, old.id, new)
            if old.role == "assistant":
                made = queries.reply_values(ReplyInfo(made=Made.EDITED))
                connection.execute(insert(replies).values(message_id=new, **made))
            return queries.message(connection, new)

    def branch(self, message_id: int, title: str = "") -> Conversation:
        """A new conversation that goes on from this message: a copy of all that leads to it.

        It takes the instructions, the preset, the folder and the tags of the old one, and its title where none is
        given.
        """
        with self._database.write() as connection:
            path = queries.path_to(connection, message_id)
            old = queries.conversation(connection, path[0].conversation_id)
            new = _copy_conversation(connection, old, title, message_id)
            parent: int | None = None
            for message in path:
                parent = _copy_message(connection, message, new, parent)
            return queries.conversation(connection, new)

    # -- pins ------------------------------------------------------------------------------------------------------

    def pin(self, message_id: int, on: bool = True) -> None:
        """Keep a message in the context whatever is left out, or no longer."""
        with self._database.write() as connection:
            update_message(connection, message_id, pinned=datetime.now(UTC) if on else None)

    def pinned(self, conversation_id: int) -> list[Message]:
        """The pinned messages of a conversation outside of the trash, of all versions, in the order of writing."""
        with self._database.read() as connection:
            return _list(
                connection,
                queries.select_messages().where(
                    messages.c.conversation_id == conversation_id,
                    messages.c.pinned.is_not(None),
                    messages.c.trashed.is_(None),
                ),
            )

    # -- the trash -------------------------------------------------------------------------------------------------

    def trash(self, message_id: int) -> Message | None:
        """Put a message and all that follows it into the trash, for 30 days; `restore` is the undo.

        Returns the version that is shown instead: the one before it, else the one after it, None where it was the
        only one.
        """
        with self._database.write() as connection:
            gone = queries.message(connection, message_id)
            others = [other for other in queries.siblings(connection, gone) if other.id != message_id]
            at = sum(other.id < message_id for other in others)
            shown = _is_active(connection, message_id)
            MESSAGES.put(connection, message_id)
            update_message(connection, message_id, active=False)
            if not others:
                return None
            instead = others[max(at - 1, 0)]
            if shown:
                make_active(connection, gone.conversation_id, gone.parent_id, instead.id)
            return queries.message(connection, instead.id)

    def restore(self, message_id: int) -> Message:
        """Take a message out of the trash, with what went there with it, and show it."""
        with self._database.write() as connection:
            gone = queries.message(connection, message_id)
            if gone.trashed is not None:
                MESSAGES.take_out(connection, message_id)
                make_active(connection, gone.conversation_id, gone.parent_id, gone.id)
            return queries.message(connection, message_id)

    def trashed(self, conversation_id: int) -> list[Message]:
        """The messages of a conversation that were put into the trash, the last one first; not what followed them."""
        with self._database.read() as connection:
            found = _list(
                connection,
                queries.select_messages().where(messages.c.conversation_id == conversation_id, MESSAGES.put_there()),
            )
        return sorted(found, key=lambda message: message.trashed or message.created, reverse=True)


def _list(connection: Connection, chosen: Select[tuple[object]]) -> list[Message]:
    rows = connection.execute(chosen.order_by(messages.c.id)).mappings()
    return [queries.to_message(row) for row in rows]


def _is_active(connection: Connection, message_id: int) -> bool:
    return bool(connection.execute(select(messages.c.active).where(messages.c.id == message_id)).scalar())


def _copy_conversation(connection: Connection, old: Conversation, title: str, message_id: int) -> int:
    now = datetime.now(UTC)
    columns = [conversations.c[name] for name in ("title_is_users", "pane", "system_prompt", "folder_id", "preset")]
    changed = [literal(value) for value in (storable(title) or old.title, message_id)]
    copied = select(*columns, *changed, literal(now), literal(now)).where(conversations.c.id == old.id)
    names = [*(column.name for column in columns), "title", "branched_from", "created", "updated"]
    connection.execute(insert(conversations).from_select(names, copied))
    new = int(connection.exec_driver_sql("SELECT last_insert_rowid()").scalar_one())
    tagged = select(literal(new), conversation_tags.c.tag_id).where(conversation_tags.c.conversation_id == old.id)
    connection.execute(insert(conversation_tags).from_select(["conversation_id", "tag_id"], tagged))
    return new


def _copy_message(connection: Connection, message: Message, conversation_id: int, parent_id: int | None) -> int:
    status = Status.INTERRUPTED if message.status is Status.WRITING else message.status
    values = {
        "conversation_id": conversation_id,
        "parent_id": parent_id,
        "active": True,
        "role": message.role,
        "text": message.text,
        "status": status,
        "created": message.created,
        "pinned": message.created if message.pinned else None,
    }
    new = int(connection.execute(insert(messages).values(values).returning(messages.c.id)).scalar_one())
    copy_to_message(connection, message.id, new)
    copy_tokens(connection, message.id, new)
    if message.reply is not None:
        connection.execute(insert(replies).values(message_id=new, **queries.reply_values(message.reply)))
    return new
