"""Chat: from a person's message to a kept reply.

Every entry is a plain generator of events, so the window runs it on a thread and the command line in a loop. The
person's message is committed before the engine is asked; the growing reply is on disk at most a second late; and
however a generation ends, its text and the way it ended are kept.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Code, LamplightError
from desktop.base.settings import MAX_TOKENS, SYSTEM_PROMPT, Settings
from desktop.engine import protocol
from desktop.engine.client import Call
from desktop.engine.outcome import Ending, Outcome
from desktop.engine.protocol import (
    Delta,
    Finished,
    Generate,
    InContext,
    LoadProgress,
    Part,
    Place,
    PromptProgress,
    Sampling,
)
from desktop.features.host import Host
from desktop.features.sampling import from_settings
from desktop.features.stop import Stop
from desktop.features.titles import title_from
from desktop.formats.thought import Joiner, split
from desktop.store import Conversation, Message, Preset, ReplyInfo, Status

if TYPE_CHECKING:
    from desktop.store import Store

log = logging.getLogger(__name__)

_CHECKPOINT_SECONDS = 0.5
_SAMPLING = {field.name for field in fields(Sampling)}

_STATUS = {
    Ending.END: Status.COMPLETE,
    Ending.STOP: Status.COMPLETE,
    Ending.LENGTH: Status.CUT,
    Ending.CONTEXT_FULL: Status.CUT,
    Ending.CANCELLED: Status.STOPPED,
    Ending.FAILED: Status.FAILED,
    Ending.DIED: Status.INTERRUPTED,
}


@dataclass(frozen=True)
class Kept:
    """The person's message is on disk."""

    conversation: Conversation
    message: Message


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


class Chat:
    """The conversation feature over a store, a model host and the settings."""

    def __init__(self, store: Store, host: Host, settings: Settings) -> None:
        self._store = store
        self._host = host
        self._settings = settings

    def send(self, text: str, conversation_id: int | None, stop: Stop) -> Iterator[ChatEvent]:
        """Keep a message (in a new conversation when there is none yet) and answer it.

        Raises StoreError when the message can't be kept; after `Kept` a failure of the engine is an `Ended`.
        """
        if conversation_id is None:
            title = title_from(text)
            conversation = self._store.create_conversation(title, system_prompt=self._settings[SYSTEM_PROMPT])
            parent = None
        else:
            conversation = self._store.conversation(conversation_id)
            path = self._store.path(conversation_id)
            parent = path[-1].id if path else None
        message = self._store.add_message(conversation.id, parent, "user", text)
        yield Kept(conversation, message)
        yield from self._answer(message, stop)

    def regenerate(
        self,
        message_id: int,
        stop: Stop,
        *,
        sampling: Mapping[str, Any] | None = None,
        instructions: str | None = None,
    ) -> Iterator[ChatEvent]:
        """Write another version of a reply (or the reply to a message of the person's that has none).

        `sampling` and `instructions` are for this version only, over those of the conversation.
        """
        message = self._store.message(message_id)
        asked = message
        if message.role == "assistant" and message.parent_id is not None:
            asked = self._store.message(message.parent_id)
        yield from self._answer(asked, stop, sampling, instructions)

    def continue_reply(self, message_id: int, stop: Stop) -> Iterator[ChatEvent]:
        """Go on where a reply was cut, stopped or interrupted, in the same message."""
        before = self._store.message(message_id)
        parent = before.parent_id
        way = self._way(before.conversation_id)
        info = replace(before.reply or self._info(way), error_code="", error_cause="")
        message = self._store.resume_reply(message_id)
        yield Begun(message)
        path = self._store.path_to(parent) if parent is not None else []
        yield from self._write(message, path, way, info, stop)

    def context_used(self, conversation_id: int) -> tuple[int, int]:
        """Tokens the conversation's last reply left in the model's context, and the context's size."""
        loaded = self._host.state.loaded
        available = loaded.context if loaded else 0
        for message in reversed(self._store.path(conversation_id)):
            if message.reply and message.reply.prompt_tokens:
                return message.reply.prompt_tokens + message.reply.completion_tokens, available
        return 0, available

    # -- inside ----------------------------------------------------------------------------------------------------

    def _answer(
        self,
        asked: Message,
        stop: Stop,
        sampling: Mapping[str, Any] | None = None,
        instructions: str | None = None,
    ) -> Iterator[ChatEvent]:
        way = self._way(asked.conversation_id, sampling, instructions)
        info = self._info(way)
        message = self._store.begin_reply(asked.id, info)
        yield Begun(message)
        yield from self._write(message, self._store.path_to(asked.id), way, info, stop)

    def _write(
        self, message: Message, path: list[Message], way: _Way, info: ReplyInfo, stop: Stop
    ) -> Iterator[ChatEvent]:
        writing = _Writing(self._store, message)
        finished = Finished(0, Outcome(Ending.CANCELLED))
        started = time.monotonic()
        try:
            if not stop.is_set:
                call = self._ask(message, path, way)
                with stop.stopping(call.cancel):
                    finished = yield from self._follow(call, writing, path)
        except LamplightError as error:
            finished = Finished(0, Outcome(Ending.FAILED, error.code, str(error.details.get("cause", ""))))
        except GeneratorExit:
            self._finish(writing, info, finished, started)
            raise
        yield Ended(self._finish(writing, info, finished, started))

    def _ask(self, message: Message, path: list[Message], way: _Way) -> Call:
        turns = [protocol.Message("system", way.instructions)] if way.instructions else []
        for asked, said in way.examples:
            turns.append(protocol.Message("user", asked, Place.PINNED))
            turns.append(protocol.Message("assistant", said, Place.PINNED))
        for turn in path:
            place = Place.PINNED if turn.pinned else Place.IN
            turns.append(protocol.Message(turn.role, split(turn.text)[1], place))
        request = Generate(
            messages=tuple(turns),
            prefill=message.text,
            sampling=way.sampling,
            max_tokens=self._settings[MAX_TOKENS],
        )
        return self._host.engine().generate(request)

    def _follow(self, call: Call, writing: _Writing, path: list[Message]) -> Generator[ChatEvent, None, Finished]:
        """Pass the engine's events on, keeping the text as it grows; returns the event that ended it."""
        for event in call.ticking(_CHECKPOINT_SECONDS):
            match event:
                case LoadProgress():
                    yield Loading(event.fraction)
                case PromptProgress():
                    yield Reading(event.done, event.total, event.cached)
                case InContext(kept=kept, dropped=dropped) if dropped:
                    before = len(kept) + len(dropped) - len(path)  # the instructions and examples
                    yield LeftOut(tuple(path[at - before].id for at in dropped if at >= before))
                case Delta():
                    piece = writing.add(event.text, event.tokens, thought=event.part is Part.THINK)
                    yield Wrote(piece, event.tokens, writing.speed)
                case Finished():
                    return event
            writing.checkpoint_if_due()
        return Finished(0, Outcome(Ending.DIED, Code.ENGINE_DIED))

    def _finish(self, writing: _Writing, info: ReplyInfo, finished: Finished, started: float) -> Message:
        outcome = finished.outcome
        kept = replace(
            info,
            model_hash=self._host.model_hash(),
            seed=finished.seed,
            prompt_tokens=finished.prompt_tokens or info.prompt_tokens,
            cached_tokens=finished.cached_tokens,
            completion_tokens=info.completion_tokens + (finished.completion_tokens or writing.tokens),
            first_token_seconds=finished.first_token_seconds or info.first_token_seconds,
            tokens_per_second=finished.tokens_per_second or writing.speed,
            seconds=info.seconds + time.monotonic() - started,
            ending=outcome.ending,
            error_code=outcome.code,
            error_cause=outcome.cause,
        )
        return self._store.finish_reply(writing.message.id, writing.text, _STATUS[outcome.ending], kept)

    def _way(
        self, conversation_id: int, sampling: Mapping[str, Any] | None = None, instructions: str | None = None
    ) -> _Way:
        """What is asked for this reply goes before what the conversation has, and that before the settings."""
        conversation = self._store.conversation(conversation_id)
        preset = conversation.preset or Preset()
        chosen = {name: value for name, value in {**preset.sampling, **(sampling or {})}.items() if name in _SAMPLING}
        return _Way(
            conversation.system_prompt if instructions is None else instructions,
            preset.examples,
            replace(from_settings(self._settings), **chosen),
        )

    def _info(self, way: _Way) -> ReplyInfo:
        model = self._host.model
        return ReplyInfo(
            model_name=model.name if model else "",
            model_file=model.path.name if model else "",
            model_hash="",
            sampling=asdict(way.sampling),
            seed=0,
            prompt_tokens=0,
            cached_tokens=0,
            completion_tokens=0,
            first_token_seconds=0.0,
            tokens_per_second=0.0,
            seconds=0.0,
            ending="",
            error_code="",
            error_cause="",
        )


@dataclass(frozen=True)
class _Way:
    """How a reply is to be written."""

    instructions: str
    examples: tuple[tuple[str, str], ...]
    sampling: Sampling


class _Writing:
    """The text of a growing reply and its copy on disk."""

    def __init__(self, store: Store, message: Message) -> None:
        self._store = store
        self.message = message
        self.text = message.text
        self._joiner = Joiner(self.text)
        self.tokens = 0
        self._kept = len(self.text)
        self._kept_at = time.monotonic()
        self._first_at = 0.0
        self._first_tokens = 0

    @property
    def speed(self) -> float:
        """Tokens per second since the first piece arrived; 0 until there is something to measure."""
        passed = time.monotonic() - self._first_at if self._first_at else 0.0
        return (self.tokens - self._first_tokens) / passed if passed > 0.1 else 0.0

    def add(self, text: str, tokens: int, *, thought: bool) -> str:
        """Take a piece; returns it as it stands in the kept text."""
        if not self._first_at:
            self._first_at, self._first_tokens = time.monotonic(), tokens
        piece = self._joiner.add(text, thought=thought)
        self.text += piece
        self.tokens = tokens
        return piece

    def checkpoint_if_due(self) -> None:
        """Commit the text when half a second has passed; a failing disk doesn't end the reply."""
        now = time.monotonic()
        if len(self.text) == self._kept or now - self._kept_at < _CHECKPOINT_SECONDS:
            return
        self._kept_at = now
        try:
            self._store.checkpoint(self.message.id, self.text, self.tokens)
            self._kept = len(self.text)
        except LamplightError as error:
            log.warning("reply not checkpointed: %s", error)
