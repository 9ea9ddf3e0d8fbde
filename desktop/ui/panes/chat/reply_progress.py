"""A reply under way, as the window knows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.features.generation.stop import Stop

if TYPE_CHECKING:
    from desktop.features.chat.replies import ChatEvent
    from desktop.store import Message


class Phase(StrEnum):
    """What the model is doing for this reply."""

    STARTING = "starting"
    LOADING = "loading"
    READING = "reading"
    WRITING = "writing"


@dataclass
class Writing:
    """One reply being written. `sent` is the person's text until it is on disk; `fraction` is of the phase, 0 to 1.

    `thought` and `answer` are what is written so far; while `thinking` the model reasons, `thought_seconds` so far.
    `read` and `tokens` are tokens of the prompt and of the reply so far; `left_out` messages had no room.
    """

    conversation_id: int | None
    sent: str = ""
    stop: Stop = field(default_factory=Stop)
    message: Message | None = None
    phase: Phase = Phase.STARTING
    fraction: float = 0.0
    thought: str = ""
    answer: str = ""
    thinking: bool = False
    thought_seconds: float = 0.0
    speed: float = 0.0
    read: int = 0
    tokens: int = 0
    left_out: int = 0

    @property
    def begun(self) -> bool:
        """Whether there is any text."""
        return bool(self.thought or self.answer)

    def take(self, event: ChatEvent) -> None:
        """Note what an event says of the reply."""
        from desktop.features.chat.chat import Begun, LeftOut, Loading, Reading  # as in the controller
        from desktop.features.chat.replies import ReplyWrote

        match event:
            case Begun(message):
                self.message = message
                self.thought, self.answer = message.thought, message.answer
                self.thought_seconds = message.reply.thought_seconds if message.reply else 0.0
            case Loading(fraction):
                self.phase, self.fraction = Phase.LOADING, fraction
            case Reading(done, total, _):
                self.phase, self.fraction = Phase.READING, done / total if total else 1.0
                self.read = total
            case LeftOut(ids):
                self.left_out = len(ids)
            case ReplyWrote():
                self.phase, self.fraction = Phase.WRITING, 1.0
                self.thought += event.thought
                self.answer += event.answer
                self.thinking = bool(event.thought)
                self.thought_seconds = event.thought_seconds
                self.speed, self.tokens = event.tokens_per_second, event.tokens
