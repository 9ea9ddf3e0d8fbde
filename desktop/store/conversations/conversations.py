"""Conversations as a whole: begun, named, listed, put into the trash."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.dialects.sqlite import insert

from desktop.store.conversations import queries
from desktop.store.conversations.records import Conversation, Preset
from desktop.store.conversations.rows import CONVERSATIONS, update_conversation
from desktop.store.conversations.tables import conversations
from desktop.store.core.database import Repository
from desktop.store.core.storable import storable


class Conversations(Repository):
    """Conversations without their messages. An id that is gone is StoreError(CONVERSATION_UNKNOWN)."""

    def create_conversation(
        self, title: str = "", pane: str = "chat", system_prompt: str = "", preset: Preset | None = None
    ) -> Conversation:
        """An empty conversation; its title isn't the user's yet."""
        now = datetime.now(UTC)
        values = {
            "title": storable(title),
            "title_is_users": False,
            "pane": pane,
            "system_prompt": storable(system_prompt),
            "created": now,
            "updated": now,
            "preset": queries.preset_values(preset),
        }
        with self._database.write() as connection:
            new = connection.execute(insert(conversations).values(values).returning(conversations.c.id)).scalar_one()
            return queries.conversation(connection, new)

    def conversations(self, pane: str = "chat") -> list[Conversation]:
        """Those of a pane neither in the trash nor archived, the last written to first. `Organisation` has more."""
        with self._database.read() as connection:
            return queries.list_conversations(connection, pane)

    def conversation(self, conversation_id: int) -> Conversation:
        """One by its id, in the trash or not."""
        with self._database.read() as connection:
            return queries.conversation(connection, conversation_id)

    def rename(self, conversation_id: int, title: str, by_user: bool = True) -> None:
        """Give a title. One that the program made (`by_user` False) never replaces one that a person chose."""
        with self._database.write() as connection:
            before = queries.conversation(connection, conversation_id)
            if by_user or not before.title_is_users:
                update_conversation(connection, conversation_id, title=storable(title), title_is_users=by_user)

    def set_system_prompt(self, conversation_id: int, text: str) -> None:
        """Change the instructions of a conversation."""
        with self._database.write() as connection:
            update_conversation(connection, conversation_id, system_prompt=storable(text))

    def set_preset(self, conversation_id: int, preset: Preset | None) -> None:
        """Change the model, sampling and examples of a conversation."""
        with self._database.write() as connection:
            update_conversation(connection, conversation_id, preset=queries.preset_values(preset))

    def trash(self, conversation_id: int) -> None:
        """Put a conversation into the trash; `restore` brings it back."""
        with self._database.write() as connection:
            CONVERSATIONS.put(connection, conversation_id)

    def restore(self, conversation_id: int) -> None:
        """Take a conversation out of the trash."""
        with self._database.write() as connection:
            CONVERSATIONS.take_out(connection, conversation_id)
