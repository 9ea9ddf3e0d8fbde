"""Documents as text beside what a person writes: of a draft first, then of the message that is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, delete, func, update

from desktop.store.attachments.records import Attachment
from desktop.store.attachments.rows import insert_row, list_rows, read_row, values_of
from desktop.store.attachments.tables import attachments
from desktop.store.core.database import Repository


class Attachments(Repository):
    """What is attached to drafts and messages. An id that is gone is StoreError(CONVERSATION_UNKNOWN)."""

    # -- of a draft ------------------------------------------------------------------------------------------------

    def attach(self, conversation_id: int | None, attachment: Attachment, pane: str = "chat") -> Attachment:
        """Put a document to a draft; None is the one that will begin a conversation."""
        values = {**values_of(attachment), "draft_pane": pane, "draft_conversation_id": conversation_id}
        with self._database.write() as connection:
            return read_row(connection, insert_row(connection, values))

    def change(self, attachment: Attachment) -> Attachment:
        """Another part of a draft's document, or what it takes now. What has been sent stays as it was sent."""
        of_draft = and_(attachments.c.id == attachment.id, attachments.c.draft_pane.is_not(None))
        with self._database.write() as connection:
            connection.execute(update(attachments).where(of_draft).values(values_of(attachment)))
            return read_row(connection, attachment.id)

    def detach(self, attachment_id: int) -> None:
        """Take a document off a draft."""
        of_draft = and_(attachments.c.id == attachment_id, attachments.c.draft_pane.is_not(None))
        with self._database.write() as connection:
            connection.execute(delete(attachments).where(of_draft))

    def of_draft(self, conversation_id: int | None, pane: str = "chat") -> list[Attachment]:
        """What is attached to a draft, in the order of attaching."""
        with self._database.read() as connection:
            return list_rows(connection, _draft(conversation_id, pane))

    # -- of messages -----------------------------------------------------------------------------------------------

    def of_messages(self, message_ids: Iterable[int]) -> Mapping[int, Sequence[Attachment]]:
        """What was sent with each of these messages, in order; messages without are left out."""
        found: dict[int, list[Attachment]] = {}
        with self._database.read() as connection:
            for message_id in message_ids:
                listed = list_rows(connection, attachments.c.message_id == message_id)
                if listed:
                    found[message_id] = listed
        return found

    def read(self, attachment_id: int) -> Attachment:
        """One, with its text."""
        with self._database.read() as connection:
            return read_row(connection, attachment_id)


def _draft(conversation_id: int | None, pane: str) -> ColumnElement[bool]:
    place = func.ifnull(attachments.c.draft_conversation_id, 0) == (conversation_id or 0)
    return and_(attachments.c.draft_pane == pane, place)
