"""How a reply is to be written, and the turns the model reads for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from desktop.base.settings import Settings
from desktop.engine.protocol import messages as protocol
from desktop.engine.protocol.messages import Place, Sampling
from desktop.features.chat.new_conversation import NewConversation
from desktop.features.generation.sampling import from_settings
from desktop.store import Conversation, Message, Preset

if TYPE_CHECKING:
    from desktop.store import Store

_SAMPLING = {field.name for field in fields(Sampling)} - {"logit_bias"}  # JSON makes texts of its tokens


@dataclass(frozen=True)
class ReplyOptions:
    """The instructions, turns put before the conversation, and how tokens are chosen."""

    instructions: str
    examples: tuple[tuple[str, str], ...]
    sampling: Sampling


def reply_options(
    conversation: Conversation,
    settings: Settings,
    sampling: Mapping[str, Any] | None = None,
    instructions: str | None = None,
) -> ReplyOptions:
    """What is asked for this reply goes before what the conversation has, and that before the settings."""
    prompt = conversation.system_prompt if instructions is None else instructions
    return _reply_options(prompt, conversation.preset or Preset(), settings, sampling)


def options_of_new(begin: NewConversation, settings: Settings) -> ReplyOptions:
    """That of a conversation which isn't there yet."""
    return _reply_options(begin.instructions, begin.preset or Preset(), settings)


def _reply_options(
    instructions: str, preset: Preset, settings: Settings, sampling: Mapping[str, Any] | None = None
) -> ReplyOptions:
    chosen = {name: value for name, value in {**preset.sampling, **(sampling or {})}.items() if name in _SAMPLING}
    chosen = {name: tuple(value) if isinstance(value, list) else value for name, value in chosen.items()}
    return ReplyOptions(instructions, preset.examples, replace(from_settings(settings), **chosen))


def turns(chosen: ReplyOptions, path: Sequence[Message]) -> tuple[protocol.Message, ...]:
    """The messages of the prompt: the instructions, the examples, and the path, whose last one is to be answered."""
    made = [protocol.Message("system", chosen.instructions)] if chosen.instructions else []
    for asked, said in chosen.examples:
        made.append(protocol.Message("user", asked, Place.PINNED))
        made.append(protocol.Message("assistant", said, Place.PINNED))
    for turn in path:
        place = Place.PINNED if turn.pinned else Place.IN
        made.append(protocol.Message(turn.role, turn.answer, place))
    return tuple(made)


def options_of_reply(
    store: Store, settings: Settings, message: Message, sampling: Mapping[str, Any] | None = None
) -> tuple[ReplyOptions, list[Message]]:
    """How a kept reply was asked for, and the messages that lead to it."""
    conversation = store.conversation(message.conversation_id)
    own = message.reply.instructions if message.reply and message.reply.instructions else None
    path = store.path_to(message.parent_id) if message.parent_id is not None else []
    return reply_options(conversation, settings, sampling, own), path
