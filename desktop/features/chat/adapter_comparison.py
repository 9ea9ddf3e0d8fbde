"""The same prompt answered without adapters and with them, with the same seed: what do they change?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from desktop.base.settings import MAX_TOKENS, SYSTEM_PROMPT, Settings
from desktop.engine.protocol.adapters import Adapter
from desktop.engine.protocol.messages import Delta, Finished, Generate, Message, Part
from desktop.features.chat.attachments import with_documents
from desktop.features.chat.new_conversation import NewConversation
from desktop.features.chat.reply_options import options_of_new, reply_options, turns
from desktop.features.chat.titles import title_from
from desktop.features.generation.events import Loading, Reading, Wrote, progress_of
from desktop.features.generation.status import LOST, cause_of, status_of
from desktop.features.generation.stop import Stop
from desktop.features.models.adapters import ModelAdapters, kept
from desktop.features.models.model_manager import ModelManager
from desktop.store import Made, ReplyInfo
from desktop.store import Message as StoredMessage

if TYPE_CHECKING:
    from desktop.store import Store

PANE = "chat"
_MOST_TOKENS = 400  # of each text: enough to hear the difference
_SEEDS = 2**31 - 2


@dataclass(frozen=True)
class ComparedPrompt:
    """What is answered twice; `message_id` where it is a message of a conversation's, with `title` for people."""

    text: str
    title: str = ""
    message_id: int | None = None
    seed: int = field(default_factory=lambda: random.SystemRandom().randrange(1, _SEEDS))


@dataclass(frozen=True)
class Answered:
    """The end of one text, as far as it came."""

    text: str
    finished: Finished


class AdapterComparison:
    """Over the store and the model in use. Each text is a generator of events; both may run at the same time."""

    def __init__(self, store: Store, model_manager: ModelManager, adapters: ModelAdapters, settings: Settings) -> None:
        self._store, self._model_manager = store, model_manager
        self._adapters, self._settings = adapters, settings

    def last_prompt(self) -> ComparedPrompt | None:
        """The last thing a person said in the conversation written to last; None where there is none."""
        conversations = self._store.conversations()
        for conversation in conversations[:1]:
            asked = [message for message in self._store.path(conversation.id) if message.role == "user"]
            if asked:
                return ComparedPrompt(asked[-1].text, conversation.title, asked[-1].id)
        return None

    def write(
        self, prompt: ComparedPrompt, adapters: tuple[Adapter, ...], stop: Stop
    ) -> Iterator[Loading | Reading | Wrote | Answered]:
        """Answer with these adapters and no others. Raises LamplightError where the engine can't be asked."""
        request = replace(self._request(prompt), adapters=adapters)
        if stop.is_set:
            return
        text, finished = "", LOST
        call = self._model_manager.engine().generate(request)
        with stop.stopping(call.cancel):
            for event in call.events():
                progress = progress_of(event)
                if progress is not None:
                    yield progress
                match event:
                    case Delta(part=Part.ANSWER):
                        text += event.text
                        yield Wrote(event.text, event.tokens)
                    case Finished():
                        finished = event
        yield Answered(text, finished)

    def keep(self, prompt: ComparedPrompt, answer: Answered, adapters: tuple[Adapter, ...]) -> StoredMessage:
        """Keep a text: as another version of the reply to its message, or in a conversation of its own.

        Raises StoreError.
        """
        parent = prompt.message_id
        if parent is None:
            begin = NewConversation(self._settings[SYSTEM_PROMPT])
            conversation, root = begin.create(self._store, title_from(prompt.text))
            parent = self._store.add_message(conversation.id, root, "user", prompt.text).id
        info = self._info(prompt, answer.finished, adapters)
        message = self._store.begin_reply(parent, info, answer.text)
        return self._store.finish_reply(message.id, answer.text, status_of(answer.finished.outcome), info)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _request(self, prompt: ComparedPrompt) -> Generate:
        messages: tuple[Message, ...]
        if prompt.message_id is None:
            chosen = options_of_new(NewConversation(self._settings[SYSTEM_PROMPT]), self._settings)
            messages = (*turns(chosen, []), Message("user", prompt.text))
        else:
            path = self._store.path_to(prompt.message_id)
            chosen = reply_options(self._store.conversation(path[-1].conversation_id), self._settings)
            messages = turns(chosen, with_documents(self._store, path))
        sampling = replace(chosen.sampling, seed=prompt.seed)
        return Generate(messages, sampling=sampling, max_tokens=min(_MOST_TOKENS, self._settings[MAX_TOKENS]))

    def _info(self, prompt: ComparedPrompt, finished: Finished, adapters: tuple[Adapter, ...]) -> ReplyInfo:
        model, outcome = self._model_manager.model, finished.outcome
        sampling = asdict(self._request(prompt).sampling)
        return ReplyInfo(
            model_name=model.name if model else "",
            model_file=model.path.name if model else "",
            model_hash=self._model_manager.model_hash(),
            sampling={**sampling, **kept(self._adapters.used(adapters))},
            seed=finished.seed,
            prompt_tokens=finished.prompt_tokens,
            cached_tokens=finished.cached_tokens,
            completion_tokens=finished.completion_tokens,
            first_token_seconds=finished.first_token_seconds,
            tokens_per_second=finished.tokens_per_second,
            ending=outcome.ending,
            error_code=outcome.code,
            error_cause=cause_of(outcome),
            made=Made.ADAPTERS,
        )
