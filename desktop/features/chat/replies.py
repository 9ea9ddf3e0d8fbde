"""A reply on its way: what is told while it grows, and its copy on disk."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.errors import LamplightError
from desktop.engine.protocol.messages import Token
from desktop.features.chat.insight import keep
from desktop.formats.thought import Joiner
from desktop.store import Conversation, Message

if TYPE_CHECKING:
    from desktop.store import Store

log = logging.getLogger(__name__)

CHECKPOINT_SECONDS = 0.5


@dataclass(frozen=True)
class Kept:
    """The person's message is on disk; in a new conversation after the `greeting`, where there is one."""

    conversation: Conversation
    message: Message
    greeting: Message | None = None


@dataclass(frozen=True)
class Begun:
    """The reply's row exists; text follows."""

    message: Message


@dataclass(frozen=True)
class Loading:
    """The model is being read, 0 to 1."""

    fraction: float


@dataclass(frozen=True)
class Reading:
    """Tokens of the prompt evaluated so far, of which `cached` needed no work."""

    done: int
    total: int
    cached: int


@dataclass(frozen=True)
class LeftOut:
    """These messages of the conversation, oldest first, no longer fit the context and were not read."""

    message_ids: tuple[int, ...]


@dataclass(frozen=True)
class Wrote:
    """A new piece of the reply, the number of tokens so far, and the speed so far (0 until it is known)."""

    text: str
    tokens: int
    tokens_per_second: float


@dataclass(frozen=True)
class Ended:
    """The reply as it is kept now; its status says how it ended."""

    message: Message


ChatEvent = Kept | Begun | Loading | LeftOut | Reading | Wrote | Ended


class Growing:
    """The text of a growing reply and its copy on disk."""

    def __init__(self, store: Store, message: Message, recorded: Sequence[Token] = ()) -> None:
        """`recorded` are the tokens of what stands already."""
        self._store = store
        self.message = message
        self.text = message.text
        self._joiner = Joiner(self.text)
        self.tokens = 0
        self._kept = len(self.text)
        self._kept_at = time.monotonic()
        self._first_at = 0.0
        self._first_tokens = 0
        self._thought_at = 0.0
        self._thinking = False
        self.thought_seconds = 0.0
        self.recorded = list(recorded)

    @property
    def speed(self) -> float:
        """Tokens per second since the first piece arrived; 0 until there is something to measure."""
        passed = time.monotonic() - self._first_at if self._first_at else 0.0
        return (self.tokens - self._first_tokens) / passed if passed > 0.1 else 0.0

    def add(self, text: str, tokens: int, *, thought: bool) -> str:
        """Take a piece; returns it as it stands in the kept text."""
        if not self._first_at:
            self._first_at, self._first_tokens = time.monotonic(), tokens
        self._count_thought(thought)
        piece = self._joiner.add(text, thought=thought)
        self.text += piece
        self.tokens = tokens
        return piece

    def _count_thought(self, thought: bool) -> None:
        """The time in which the model thinks begins with its reply, or where it thinks again."""
        now = time.monotonic()
        if thought and not self._thinking:
            self._thought_at = now
        if self._thinking:
            self.thought_seconds += now - self._thought_at
            self._thought_at = now
        self._thinking = thought

    def keep_tokens(self) -> None:
        """Commit what the model thought of each token; a failing disk doesn't end the reply."""
        try:
            keep(self._store, self.message.id, self.text, self.recorded)
        except LamplightError as error:
            log.warning("tokens not kept: %s", error)

    def checkpoint_if_due(self) -> None:
        """Commit the text when half a second has passed; a failing disk doesn't end the reply."""
        now = time.monotonic()
        if len(self.text) == self._kept or now - self._kept_at < CHECKPOINT_SECONDS:
            return
        self._kept_at = now
        try:
            self._store.checkpoint(self.message.id, self.text, self.tokens)
            self._kept = len(self.text)
        except LamplightError as error:
            log.warning("reply not checkpointed: %s", error)
