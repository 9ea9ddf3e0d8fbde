"""A reply on its way: what is told while it grows, and its copy on disk."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.errors import LamplightError
from desktop.base.text.reasoning import ReplyText
from desktop.engine.protocol.messages import Token
from desktop.features.chat.insight import keep
from desktop.features.generation.checkpoint import Checkpoint
from desktop.features.generation.events import Loading, Reading, Wrote
from desktop.store import Conversation, Message

if TYPE_CHECKING:
    from desktop.store import Store

log = logging.getLogger(__name__)


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
class LeftOut:
    """These messages of the conversation, oldest first, no longer fit the context and were not read."""

    message_ids: tuple[int, ...]


@dataclass(frozen=True)
class ReplyWrote(Wrote):
    """A new piece of the reply: of its `thought` or of its `answer`, the other one is empty.

    `text` is for those who show both in one stream: the piece after the mark that stands before it in the kept text.

    The speed is 0 until it is known. `thought_seconds` is how long the model has reasoned for this reply so far.
    """

    thought: str = ""
    answer: str = ""
    tokens_per_second: float = 0.0
    thought_seconds: float = 0.0


@dataclass(frozen=True)
class Ended:
    """The reply as it is kept now; its status says how it ended."""

    message: Message


ChatEvent = Kept | Begun | Loading | LeftOut | Reading | ReplyWrote | Ended


class ReplyCheckpointer:
    """A growing reply and its copy on disk."""

    def __init__(self, store: Store, message: Message, recorded: Sequence[Token] = ()) -> None:
        """`recorded` are the tokens of what stands already."""
        self._store = store
        self.message = message
        self._text = ReplyText(message.text)
        self._checkpoint = Checkpoint(message.text)
        self.tokens = 0
        self._first_at = 0.0
        self._first_tokens = 0
        self._thought_at = 0.0
        self.thought_seconds = message.reply.thought_seconds if message.reply else 0.0
        self.recorded = list(recorded)

    @property
    def text(self) -> str:
        """The reply as it is kept."""
        return self._text.kept

    @property
    def speed(self) -> float:
        """Tokens per second since the first piece arrived; 0 until there is something to measure."""
        passed = time.monotonic() - self._first_at if self._first_at else 0.0
        return (self.tokens - self._first_tokens) / passed if passed > 0.1 else 0.0

    def add(self, piece: str, tokens: int, *, thought: bool) -> ReplyWrote:
        """Take a piece of the reasoning or of the answer."""
        if not self._first_at:
            self._first_at, self._first_tokens = time.monotonic(), tokens
        self._count_thought(thought)
        self.tokens = tokens
        return ReplyWrote(
            self._text.add(piece, thought=thought),
            tokens,
            thought=piece if thought else "",
            answer="" if thought else piece,
            tokens_per_second=self.speed,
            thought_seconds=self.thought_seconds,
        )

    def _count_thought(self, thought: bool) -> None:
        """The time in which the model thinks begins with its reply, or where it thinks again."""
        now = time.monotonic()
        if self._thought_at:
            self.thought_seconds += now - self._thought_at
        self._thought_at = now if thought else 0.0

    def keep_tokens(self) -> None:
        """Commit what the model thought of each token; a failing disk doesn't end the reply."""
        try:
            keep(self._store, self.message.id, self.text, self.recorded)
        except LamplightError as error:
            log.warning("tokens not kept: %s", error)

    def checkpoint_if_due(self) -> None:
        """Commit the text when half a second has passed; a failing disk doesn't end the reply."""
        self._checkpoint.keep_if_due(
            lambda: self.text, lambda text: self._store.checkpoint(self.message.id, text, self.tokens)
        )
