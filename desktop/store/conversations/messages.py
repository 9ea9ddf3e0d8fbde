"""The messages of conversations: read along the tree, added, and replies kept while they are written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from desktop.store.attachments.rows import move_to_message
from desktop.store.conversations import queries
from desktop.store.conversations.records import Message, ReplyInfo, Status
from desktop.store.conversations.rows import (
    insert_message,
    make_active,
    update_conversation,
    update_message,
    update_reply,
)
from desktop.store.conversations.tables import messages, replies
from desktop.store.core.database import Repository
from desktop.store.core.storable import storable
from desktop.store.core.writers import is_alive_elsewhere, this_writer


class Messages(Repository):
    """The messages of each conversation. An id that is gone is StoreError(CONVERSATION_UNKNOWN)."""

    def path(self, conversation_id: int) -> list[Message]:
        """The messages a person sees, root first: the active version at every fork."""
        with self._database.read() as connection:
            queries.conversation(connection, conversation_id)
            return queries.active_path(connection, conversation_id)

    def path_to(self, message_id: int) -> list[Message]:
        """The messages from the root to this one."""
        with self._database.read() as connection:
            return queries.path_to(connection, message_id)

    def message(self, message_id: int) -> Message:
        """One by its id, in the trash or not."""
        with self._database.read() as connection:
            return queries.message(connection, message_id)

    def siblings(self, message_id: int) -> list[Message]:
        """All versions of a message, itself included, oldest first."""
        with self._database.read() as connection:
            return queries.siblings(connection, queries.message(connection, message_id))

    def activate(self, message_id: int) -> None:
        """Show this version, with all that follows it, and every message that leads to it."""
        with self._database.write() as connection:
            for step in queries.path_to(connection, message_id):
                make_active(connection, step.conversation_id, step.parent_id, step.id)

    def add_message(
        self, conversation_id: int, parent_id: int | None, role: str, text: str, attached: Sequence[int] = ()
    ) -> Message:
        """Add a finished message below `parent_id` (a root when None) and show it; it is on the disk on return.

        It takes what is `attached` (ids) to the draft. Raises ValueError when the parent is of another conversation.
        """
        with self._database.write() as connection:
            queries.conversation(connection, conversation_id)
            if parent_id is not None and queries.message(connection, parent_id).conversation_id != conversation_id:
                raise ValueError(f"message {parent_id} is not in conversation {conversation_id}")
            new = insert_message(connection, conversation_id, parent_id, role, text, Status.COMPLETE)
            move_to_message(connection, attached, new)
            return queries.message(connection, new)

    # -- replies ---------------------------------------------------------------------------------------------------

    def begin_reply(self, parent_id: int, info: ReplyInfo, text: str = "") -> Message:
        """A new version of the reply to `parent_id`, WRITING and shown."""
        with self._database.write() as connection:
            conversation_id = queries.message(connection, parent_id).conversation_id
            new = insert_message(connection, conversation_id, parent_id, "assistant", text, Status.WRITING)
            values = {"message_id": new, "writer": this_writer(), **queries.reply_values(info)}
            connection.execute(insert(replies).values(values))
            return queries.message(connection, new)

    def checkpoint(self, message_id: int, text: str, completion_tokens: int) -> None:
        """Keep what a reply has grown to."""
        with self._database.write() as connection:
            update_message(connection, message_id, text=storable(text))
            update_reply(connection, message_id, completion_tokens=completion_tokens)

    def resume_reply(self, message_id: int) -> Message:
        """Let an existing reply go on: WRITING again, its text kept."""
        with self._database.write() as connection:
            update_message(connection, message_id, status=Status.WRITING)
            empty = {"message_id": message_id, **queries.reply_values(ReplyInfo())}  # for one that no model began
            connection.execute(insert(replies).values(empty).on_conflict_do_nothing())
            update_reply(connection, message_id, writer=this_writer())
            return queries.message(connection, message_id)

    def finish_reply(self, message_id: int, text: str, status: Status, info: ReplyInfo) -> Message:
        """Keep a reply's last text, how it ended and what it took."""
        with self._database.write() as connection:
            update_message(connection, message_id, text=storable(text), status=status)
            update_reply(connection, message_id, writer=None, **queries.reply_values(info))
            found = queries.message(connection, message_id)
            update_conversation(connection, found.conversation_id, updated=datetime.now(UTC))
            return found

    def interrupt_abandoned(self) -> None:
        """What no living process is writing any more was interrupted. For the moment of opening."""
        writing = (
            select(messages.c.id, replies.c.writer)
            .outerjoin(replies, replies.c.message_id == messages.c.id)
            .where(messages.c.status == Status.WRITING)
        )
        with self._database.read() as connection:
            if not connection.execute(writing).first():
                return
        with self._database.write() as connection:
            for message_id, writer in connection.execute(writing).all():
                if not is_alive_elsewhere(writer):
                    update_message(connection, message_id, status=Status.INTERRUPTED)
                    update_reply(connection, message_id, writer=None)
