"""What the model would read for the next reply, by origin and in its own tokens, before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.settings import MAX_TOKENS, SYSTEM_PROMPT, Settings
from desktop.base.text.reasoning import split
from desktop.engine.client.engine import Phase
from desktop.engine.protocol.messages import Cost, Generate, Measure
from desktop.engine.protocol.messages import Message as Turn
from desktop.features.chat.attachments import with_attachments, with_documents
from desktop.features.chat.filled import Filled, Origin
from desktop.features.chat.new_conversation import NewConversation
from desktop.features.chat.reply_options import options_of_new, reply_options, turns
from desktop.features.generation.stop import Stop
from desktop.features.models.model_manager import ModelManager
from desktop.store import Message
from desktop.store.attachments.attachments import Attachments
from desktop.store.attachments.records import Attachment

if TYPE_CHECKING:
    from desktop.store import Store


@dataclass(frozen=True)
class Draft:
    """What stands in the composer."""

    text: str = ""
    attachments: Sequence[Attachment] = ()

    @property
    def empty(self) -> bool:
        return not self.text.strip() and not self.attachments


class Context:
    """Asks the engine. Loads no model: without one there is nothing to say."""

    def __init__(self, store: Store, model_manager: ModelManager, settings: Settings) -> None:
        self._store = store
        self._model_manager = model_manager
        self._settings = settings

    def fill(
        self,
        conversation_id: int | None,
        path: Sequence[Message],
        draft: Draft,
        stop: Stop,
        begin: NewConversation | None = None,
    ) -> Filled | None:
        """How the context is filled when the draft is sent, or as it is without one; None when stopped or no model is
        loaded.

        `begin` is how a conversation without an id would begin. Raises EngineError (CANCELLED when stopped
        meanwhile).
        """
        if stop.is_set or self._model_manager.state.phase not in (Phase.READY, Phase.BUSY):
            return None
        said = _Said(self._store, path, draft)
        if conversation_id is not None:
            chosen = reply_options(self._store.conversation(conversation_id), self._settings)
        else:
            begin = begin or NewConversation(self._settings[SYSTEM_PROMPT])
            chosen = options_of_new(begin, self._settings)
            said.greeting = begin.greeting
        before = turns(chosen, [])
        messages = (*before, *said.turns(turns(chosen, said.read)))
        if not messages:
            messages = (Turn("user", ""),)
        asked = Generate(messages=messages, sampling=chosen.sampling, max_tokens=self._settings[MAX_TOKENS])
        call = self._model_manager.engine().ask(Measure(asked, said.counted))
        with stop.stopping(call.cancel):
            cost = call.answer()
        assert isinstance(cost, Cost)
        return _filled(cost, said, len(before))


class _Said:
    """The turns to be read, and where each comes from."""

    def __init__(self, store: Store, path: Sequence[Message], draft: Draft) -> None:
        self.path = path
        self.draft = draft
        self.greeting = ""
        self.read = with_documents(store, path)
        ids = [message.id for message in path if message.attached]
        sent = Attachments(store.database).of_messages(ids) if ids else {}
        self.attached_at: list[int | None] = []  # the message's place in the path of each counted text
        counted: list[str] = []
        for at, message in enumerate(path):
            for attachment in sent.get(message.id, ()):
                self.attached_at.append(at)
                counted.append(attachment.text.strip())
        for attachment in draft.attachments:
            self.attached_at.append(None)
            counted.append(attachment.text.strip())
        self.counted = tuple(counted)

    def turns(self, made: Sequence[Turn]) -> list[Turn]:
        """The conversation's turns (`made` begins with the instructions and examples), and the draft's."""
        said = list(made[len(made) - len(self.read) :]) if self.read else []
        if self.greeting and not said:
            said.append(Turn("assistant", self.greeting))
        if not self.draft.empty:
            text = with_attachments(self.draft.text, self.draft.attachments)
            said.append(Turn("user", split(text)[1]))
        return said


def _filled(cost: Cost, said: _Said, before: int) -> Filled:
    greeting = int(bool(said.greeting and not said.read))
    kept = set(range(len(cost.sizes))) - set(cost.dropped)
    parts = dict.fromkeys(Origin, 0)
    heads = dict.fromkeys(Origin, 0)  # how many messages of an origin are read: each has its frame in the template
    attached: dict[int, int] = {}
    drafts = 0
    for at, size in zip(said.attached_at, cost.counts, strict=True):
        if at is None:
            drafts += size
        else:
            attached[at] = attached.get(at, 0) + size
    for number, size in enumerate(cost.sizes):
        if number not in kept:
            continue
        at = number - before - greeting
        if at < 0:
            origin, documents = (Origin.INSTRUCTIONS if number < before else Origin.CONVERSATION), 0
        elif at < len(said.read):
            origin = Origin.PINNED if said.read[at].pinned else Origin.CONVERSATION
            documents = attached.get(at, 0)
        else:
            origin, documents = (Origin.INSTRUCTIONS if said.draft.empty else Origin.DRAFT), drafts
        documents = min(documents, size)
        parts[Origin.ATTACHED] += documents
        parts[origin] += size - documents
        heads[origin] += 1
    frames = cost.prompt_tokens - sum(parts.values())
    each = max(0, frames // (len(kept) + 1))
    for origin, count in heads.items():
        parts[origin] += each * count
    parts[Origin.INSTRUCTIONS] = max(0, parts[Origin.INSTRUCTIONS] + frames - each * sum(heads.values()))
    left_out = tuple(said.path[number - before].id for number in cost.dropped if 0 <= number - before < len(said.path))
    return Filled(
        parts,
        min(cost.reserve, max(0, cost.context - cost.prompt_tokens)),
        cost.context,
        cost.prompt_tokens - cost.cached_tokens,
        cost.seconds,
        left_out,
        max(0, cost.prompt_tokens + cost.reserve - cost.context),
    )
