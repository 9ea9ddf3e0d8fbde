"""How a new conversation begins: its instructions, preset and greeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.store import Conversation, Preset

if TYPE_CHECKING:
    from desktop.store import Store
    from desktop.store.conversations.assistants import Assistant


@dataclass(frozen=True)
class NewConversation:
    """`greeting` is what the assistant says first; the preset is None where nobody chose one."""

    instructions: str = ""
    preset: Preset | None = None
    greeting: str = ""

    @classmethod
    def of(cls, assistant: Assistant) -> NewConversation:
        """With an assistant; what is changed in it later changes no conversation."""
        preset = Preset(assistant.name, assistant.model, assistant.sampling, assistant.examples)
        return cls(assistant.system_prompt, preset, assistant.greeting)

    def create(self, store: Store, title: str = "", pane: str = "chat") -> tuple[Conversation, int | None]:
        """The conversation, and the id of the greeting where there is one. Raises StoreError."""
        new = store.create_conversation(title, pane, self.instructions, self.preset)
        if not self.greeting:
            return new, None
        return new, store.add_message(new.id, None, "assistant", self.greeting).id
