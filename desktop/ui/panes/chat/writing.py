"""A reply under way, as the window knows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop.features.chat import Begun, ChatEvent, LeftOut, Loading, Reading, Wrote
from desktop.features.stop import Stop
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

    `read` and `tokens` are tokens of the prompt and of the reply so far; `left_out` messages had no room.
    """

    conversation_id: int | None
    sent: str = ""
    stop: Stop = field(default_factory=Stop)
    message: Message | None = None
    phase: Phase = Phase.STARTING
    fraction: float = 0.0
    text: str = ""
    speed: float = 0.0
    read: int = 0
    tokens: int = 0
    left_out: int = 0

    def take(self, event: ChatEvent) -> None:
        """Note what an event says of the reply."""
        match event:
            case Begun(message):
                self.message = message
                self.text = message.text
            case Loading(fraction):
                self.phase, self.fraction = Phase.LOADING, fraction
            case Reading(done, total, _):
                self.phase, self.fraction = Phase.READING, done / total if total else 1.0
                self.read = total
            case LeftOut(ids):
                self.left_out = len(ids)
            case Wrote(text, tokens, speed):
                self.tokens = tokens
                self.phase, self.fraction = Phase.WRITING, 1.0
                self.text += text
                self.speed = speed
