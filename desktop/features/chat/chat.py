"""Chat: from a person's message to a kept reply.

Every entry is a plain generator of events, so the window runs it on a thread and the command line in a loop. The
person's message is committed before the engine is asked; the growing reply is on disk at most a second late; and
however a generation ends, its text and the way it ended are kept.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop.base.endpoints import host_of
from desktop.base.errors import LamplightError
from desktop.base.settings import MAX_TOKENS, SYSTEM_PROMPT, Settings
from desktop.engine.client.engine import RequestHandle
from desktop.engine.protocol.messages import (
    Delta,
    Finished,
    Generate,
    InContext,
    Part,
    Recorded,
    Token,
)
from desktop.features.chat.attachments import with_documents
from desktop.features.chat.insight import Insight, Other, tokens_of, written
from desktop.features.chat.new_conversation import NewConversation
from desktop.features.chat.replies import Begun, ChatEvent, Ended, Kept, LeftOut, ReplyCheckpointer, ReplyWrote
from desktop.features.chat.reply_options import ReplyOptions, options_of_reply, reply_options, turns
from desktop.features.chat.titles import title_from
from desktop.features.generation.checkpoint import CHECKPOINT_SECONDS
from desktop.features.generation.events import Loading, Reading, Wrote, progress_of
from desktop.features.generation.status import LOST, NOT_ASKED, cause_of, failed, status_of
from desktop.features.generation.stop import Stop
from desktop.features.models.kept_sampling import kept_sampling
from desktop.features.models.model_manager import ModelManager
from desktop.store import Made, Message, ReplyInfo

if TYPE_CHECKING:
    from desktop.store import Store

__all__ = ["Begun", "Chat", "ChatEvent", "Ended", "Kept", "LeftOut", "Loading", "Reading", "ReplyWrote", "Wrote"]

ALTERNATIVES = 8  # kept of each token, of which some can't be shown


class Chat:
    """The conversation feature over a store, a model host and the settings."""

    def __init__(self, store: Store, model_manager: ModelManager, settings: Settings) -> None:
        self._store = store
        self._model_manager = model_manager
        self._settings = settings

    def send(
        self,
        text: str,
        conversation_id: int | None,
        stop: Stop,
        *,
        attached: Sequence[int] = (),
        begin: NewConversation | None = None,
    ) -> Iterator[ChatEvent]:
        """Keep a message (in a new conversation when there is none yet, begun as `begin` says) and answer it.

        `attached` are the ids of what is attached to the draft and goes with the message. Raises StoreError when the
        message can't be kept; after `Kept` a failure of the engine is an `Ended`.
        """
        greeting = None
        if conversation_id is None:
            begin = begin or NewConversation(self._settings[SYSTEM_PROMPT])
            conversation, parent = begin.create(self._store, title_from(text))
            greeting = self._store.message(parent) if parent is not None else None
        else:
            conversation = self._store.conversation(conversation_id)
            path = self._store.path(conversation_id)
            parent = path[-1].id if path else None
        message = self._store.add_message(conversation.id, parent, "user", text, attached)
        yield Kept(conversation, message, greeting)
        yield from self._answer(message, stop)

    def regenerate(
        self,
        message_id: int,
        stop: Stop,
        *,
        model: str = "",
        sampling: Mapping[str, Any] | None = None,
        instructions: str | None = None,
    ) -> Iterator[ChatEvent]:
        """Write another version of a reply (or the reply to a message of the person's that has none).

        `sampling`, `instructions` and `model` (its key) are for this version only, over those of the conversation: once
        it is written the model before is in use again. Raises ModelFileError when there is no such model; nothing is
        kept then.
        """
        lent = self._lend(model)
        try:
            yield from self._again(message_id, stop, sampling, instructions)
        finally:
            if lent and self._model_manager.model is not None and self._model_manager.model.key == model:
                self._model_manager.give_back(lent)

    def _lend(self, model: str) -> str:
        """Let another model write; returns the one to go back to, "" where none has to."""
        before = self._model_manager.model
        if not model or (before is not None and before.key == model):
            return ""
        self._model_manager.choose(model, remember=before is None)
        return before.key if before is not None else ""

    def _again(
        self, message_id: int, stop: Stop, sampling: Mapping[str, Any] | None, instructions: str | None
    ) -> Iterator[ChatEvent]:
        message = self._store.message(message_id)
        asked = message
        if message.role == "assistant" and message.parent_id is not None:
            asked = self._store.message(message.parent_id)
        chosen = self._reply_options(asked.conversation_id, sampling, instructions)
        info = self._info(chosen)
        made = [Made.MODEL] if message.reply and message.reply.model_name not in ("", info.model_name) else []
        made += [Made.SAMPLING] if sampling else []
        made += [Made.INSTRUCTIONS] if instructions is not None else []
        yield from self._answer(
            asked, stop, chosen, replace(info, made=",".join(made), instructions=instructions or "")
        )

    def continue_reply(self, message_id: int, stop: Stop) -> Iterator[ChatEvent]:
        """Go on where a reply was cut, stopped or interrupted, in the same message."""
        before = self._store.message(message_id)
        chosen, path = options_of_reply(self._store, self._settings, before)
        fresh = self._info(chosen)
        info = replace(before.reply or fresh, error_code="", error_cause="")
        if not info.model_name:
            info = replace(fresh, made=info.made)
        message = self._store.resume_reply(message_id)
        yield Begun(message)
        task = _Task(message, path, chosen, info, message.text, before=tuple(written(self._store, message_id)))
        yield from self._write(task, stop)

    def from_word(self, message_id: int, insight: Insight, at: int, other: Other, stop: Stop) -> Iterator[ChatEvent]:
        """Write another version of a reply that is the same up to some piece, has another there, and goes on.

        The model reads the very tokens of the same part; where another model or one elsewhere is in use, its text.
        """
        before = self._store.message(message_id)
        piece = insight.pieces[at]
        same = insight.before(piece, other)
        text = insight.text[: piece.start] + (other.text if piece.start else other.text.removeprefix(" "))
        assert before.parent_id is not None
        own = {name: value for name, value in (before.reply.sampling if before.reply else {}).items() if name != "seed"}
        chosen, path = options_of_reply(self._store, self._settings, before, own)
        instructions = before.reply.instructions if before.reply else ""
        seconds = before.reply.thought_seconds if before.reply else 0.0
        info = replace(self._info(chosen), made=Made.WORD, instructions=instructions, thought_seconds=seconds)
        message = self._store.begin_reply(before.parent_id, info, insight.thought + text)
        yield Begun(message)
        if insight.model_file in ("", info.model_file) and not host_of(info.model_file):
            task = _Task(message, path, chosen, info, insight.thought, same)
        else:
            task = _Task(message, path, chosen, info, message.text)
        yield from self._write(task, stop)

    def context_used(self, conversation_id: int) -> tuple[int, int]:
        """Tokens the conversation's last reply left in the model's context, and the context's size."""
        loaded = self._model_manager.state.loaded
        available = loaded.context if loaded else 0
        for message in reversed(self._store.path(conversation_id)):
            if message.reply and message.reply.prompt_tokens:
                return message.reply.prompt_tokens + message.reply.completion_tokens, available
        return 0, available

    # -- inside ----------------------------------------------------------------------------------------------------

    def _answer(
        self, asked: Message, stop: Stop, chosen: ReplyOptions | None = None, info: ReplyInfo | None = None
    ) -> Iterator[ChatEvent]:
        chosen = chosen or self._reply_options(asked.conversation_id)
        info = info or self._info(chosen)
        message = self._store.begin_reply(asked.id, info)
        yield Begun(message)
        yield from self._write(_Task(message, self._store.path_to(asked.id), chosen, info), stop)

    def _write(self, task: _Task, stop: Stop) -> Iterator[ChatEvent]:
        writing = ReplyCheckpointer(self._store, task.message, (*task.before, *task.tokens))
        finished, info = NOT_ASKED, task.info
        started = time.monotonic()
        try:
            if not stop.is_set:
                call = self._ask(task)
                manager = self._model_manager
                adapters = manager.engines.adapters_of(call)
                info = replace(info, sampling=kept_sampling(info.sampling, adapters, manager.model))
                with stop.stopping(call.cancel):
                    finished = yield from self._follow(call, writing, task.path)
        except LamplightError as error:
            finished = failed(error)
        except GeneratorExit:
            self._finish(writing, info, finished, started)
            raise
        yield Ended(self._finish(writing, info, finished, started))

    def _ask(self, task: _Task) -> RequestHandle:
        request = Generate(
            messages=turns(task.reply_options, with_documents(self._store, task.path)),
            prefill=task.prefill,
            prefill_tokens=tuple(token.token for token in task.tokens),
            record=ALTERNATIVES,
            sampling=task.reply_options.sampling,
            max_tokens=self._settings[MAX_TOKENS],
        )
        return self._model_manager.engine().generate(request)

    def _follow(
        self, call: RequestHandle, writing: ReplyCheckpointer, path: list[Message]
    ) -> Generator[ChatEvent, None, Finished]:
        """Pass the engine's events on, keeping the text as it grows; returns the event that ended it."""
        for event in call.ticking(CHECKPOINT_SECONDS):
            progress = progress_of(event)
            if progress is not None:
                yield progress
            match event:
                case InContext(kept=kept, dropped=dropped) if dropped:
                    before = len(kept) + len(dropped) - len(path)  # the instructions and examples
                    yield LeftOut(tuple(path[at - before].id for at in dropped if at >= before))
                case Delta():
                    yield writing.add(event.text, event.tokens, thought=event.part is Part.THINK)
                case Recorded():
                    writing.recorded += tokens_of(event)
                case Finished():
                    return event
            writing.checkpoint_if_due()
        return LOST

    def _finish(self, writing: ReplyCheckpointer, info: ReplyInfo, finished: Finished, started: float) -> Message:
        outcome = finished.outcome
        model = self._model_manager.model  # chosen by the first reply, where nobody chose before
        kept = replace(
            info,
            model_name=info.model_name or (model.name if model else ""),
            model_file=info.model_file or (model.reference if model else ""),
            model_hash=self._model_manager.model_hash(),
            seed=finished.seed,
            prompt_tokens=finished.prompt_tokens or info.prompt_tokens,
            cached_tokens=finished.cached_tokens,
            completion_tokens=info.completion_tokens + (finished.completion_tokens or writing.tokens),
            first_token_seconds=finished.first_token_seconds or info.first_token_seconds,
            tokens_per_second=finished.tokens_per_second or writing.speed,
            seconds=info.seconds + time.monotonic() - started,
            ending=outcome.ending,
            error_code=outcome.code,
            error_cause=cause_of(outcome),
            thought_seconds=writing.thought_seconds,
        )
        writing.keep_tokens()
        return self._store.finish_reply(writing.message.id, writing.text, status_of(outcome), kept)

    def _reply_options(
        self, conversation_id: int, sampling: Mapping[str, Any] | None = None, instructions: str | None = None
    ) -> ReplyOptions:
        return reply_options(self._store.conversation(conversation_id), self._settings, sampling, instructions)

    def _info(self, chosen: ReplyOptions) -> ReplyInfo:
        model = self._model_manager.model
        return ReplyInfo(
            model_name=model.name if model else "",
            model_file=model.reference if model else "",
            sampling=asdict(chosen.sampling),
        )


@dataclass(frozen=True)
class _Task:
    """A reply to be written: its row, what leads to it, and what of it stands already."""

    message: Message
    path: list[Message]
    reply_options: ReplyOptions
    info: ReplyInfo
    prefill: str = ""
    tokens: tuple[Token, ...] = ()  # follow the prefill
    before: tuple[Token, ...] = ()  # are those of the prefill
