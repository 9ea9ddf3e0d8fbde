"""A reply under way, as the window knows it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.features.generation.stop import Stop
from desktop.formats.thought import CLOSING, OPENING

if TYPE_CHECKING:
    from desktop.features.chat.chat import ChatEvent
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
    thought_seconds: float = 0.0
    _thinks_since: float = 0.0

    @property
    def thinking(self) -> bool:
        """Whether the model is still reasoning."""
        return bool(self._thinks_since)

    @property
    def thought_so_far(self) -> float:
        """Seconds."""
        return self.thought_seconds + (time.monotonic() - self._thinks_since if self.thinking else 0.0)

    def _count_thought(self) -> None:
        thinks = self.text.startswith(OPENING) and CLOSING not in self.text
        if thinks and not self.thinking:
            self._thinks_since = time.monotonic()
        elif not thinks and self.thinking:
            self.thought_seconds = self.thought_so_far
            self._thinks_since = 0.0

    def take(self, event: ChatEvent) -> None:
        """Note what an event says of the reply."""
        from desktop.features.chat.chat import Begun, LeftOut, Loading, Reading, Wrote  # as in the controller

        match event:
            case Begun(message):
                self.message = message
                self.text = message.text
                self.thought_seconds = message.reply.thought_seconds if message.reply else 0.0
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
                self._count_thought()
