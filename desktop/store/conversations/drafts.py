"""What is typed and not yet sent, kept per conversation across restarts."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from desktop.store.conversations.tables import drafts
from desktop.store.core.database import Repository
from desktop.store.core.storable import storable

_EDIT = "edit:"  # then a message's id: the place of a draft that is written over it


class Drafts(Repository):
    """One draft for each conversation, and one for the next new one of a pane (conversation None)."""

    def keep(self, conversation_id: int | None, text: str, pane: str = "chat") -> None:
        """Keep a draft; an empty one goes. Raises StoreError, STORE_FAILED where the conversation is gone for good."""
        values = {
            "conversation_id": conversation_id,
            "pane": pane,
            "text": storable(text),
            "updated": datetime.now(UTC),
        }
        with self._database.write() as connection:
            connection.execute(delete(drafts).where(_place(conversation_id, pane)))
            if text:
                connection.execute(insert(drafts).values(values))

    def read(self, conversation_id: int | None, pane: str = "chat") -> str:
        """The draft, or "" where there is none."""
        with self._database.read() as connection:
            return connection.execute(select(drafts.c.text).where(_place(conversation_id, pane))).scalar() or ""

    def all(self) -> dict[int, str]:
        """The drafts of conversations, by their ids: to mark them in the list."""
        of_messages = drafts.c.pane.startswith(_EDIT, autoescape=True)
        with self._database.read() as connection:
            rows = connection.execute(
                select(drafts.c.conversation_id, drafts.c.text).where(
                    drafts.c.conversation_id.is_not(None), ~of_messages
                )
            )
            return {row[0]: row[1] for row in rows}

    # -- of messages that are being edited -------------------------------------------------------------------------

    def keep_edit(self, conversation_id: int, message_id: int, text: str) -> None:
        """Keep what is being written over a message; an empty text goes."""
        self.keep(conversation_id, text, f"{_EDIT}{message_id}")

    def edits(self) -> dict[int, str]:
        """What is being written over messages, by their ids."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(drafts.c.pane, drafts.c.text).where(drafts.c.pane.startswith(_EDIT, autoescape=True))
            )
            return {int(row[0].removeprefix(_EDIT)): row[1] for row in rows}


def _place(conversation_id: int | None, pane: str) -> ColumnElement[bool]:
    return and_(drafts.c.pane == pane, func.ifnull(drafts.c.conversation_id, 0) == (conversation_id or 0))
