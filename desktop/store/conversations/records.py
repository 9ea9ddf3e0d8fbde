"""What the store gives back: plain frozen data, free of SQLAlchemy, safe on any thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from desktop.base.text.reasoning import split
from desktop.store.attachments.records import Attached


class Status(StrEnum):
    """How a message stands."""

    COMPLETE = "complete"
    WRITING = "writing"
    CUT = "cut"  # by the token limit or a full context
    STOPPED = "stopped"  # by the user
    INTERRUPTED = "interrupted"  # a process died under it
    FAILED = "failed"


class Made(StrEnum):
    """Why there is another version of a reply; a plain repetition has no reason."""

    MODEL = "model"  # another model was asked
    SAMPLING = "sampling"  # it was asked with other values
    INSTRUCTIONS = "instructions"  # it was given other instructions
    WORD = "word"  # a person chose another word at some place
    EDITED = "edited"  # a person wrote it
    ADAPTERS = "adapters"  # it was written with other adapters, or without


def adapters_in(sampling: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Names and strengths of the adapters that stand beside the sampling of a text."""
    found = sampling.get("adapters")
    named = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [
        (str(one.get("name", "")), float(one["scale"])) for one in named if isinstance(one.get("scale"), int | float)
    ]


@dataclass(frozen=True)
class ReplyInfo:
    """What wrote a reply and how it went: enough to write it again.

    `model_hash` is the SHA-256 of the model file. Times are in seconds; `ending`, `error_code` and `error_cause` are
    the engine's outcome. `made` are the reasons why there is this version, with commas between them (see `Made`);
    `instructions` were for it alone. In `sampling` stand "adapters", too, where some worked: a list of name, sha256 and
    scale; and "unsent", the names of steps that a server could not be told of.
    """

    model_name: str = ""
    model_file: str = ""
    model_hash: str = ""
    sampling: dict[str, Any] = field(default_factory=dict)
    seed: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    first_token_seconds: float = 0.0
    tokens_per_second: float = 0.0
    seconds: float = 0.0
    ending: str = ""
    error_code: str = ""
    error_cause: str = ""
    thought_seconds: float = 0.0
    made: str = ""
    instructions: str = ""

    @property
    def adapters(self) -> list[tuple[str, float]]:
        """Names and strengths of the adapters it was written with."""
        return adapters_in(self.sampling)

    @property
    def unsent(self) -> list[str]:
        """Steps of the sampling that did not work, since its server has no field for them."""
        found = self.sampling.get("unsent")
        return [step for step in found if isinstance(step, str)] if isinstance(found, list) else []


@dataclass(frozen=True)
class Message:
    """One message of a conversation's tree.

    `version` of `versions` counts the messages that share its parent, oldest first, from 1; those in the trash don't
    count. `reply` stands on what a model wrote. A pinned message stays in the context whatever is left out. `text` is
    as it is kept: the reasoning of a reply stands in it too, which `thought` and `answer` tell apart.
    """

    id: int
    conversation_id: int
    parent_id: int | None
    role: str
    text: str
    status: Status
    created: datetime
    version: int = 1
    versions: int = 1
    reply: ReplyInfo | None = None
    pinned: bool = False
    trashed: datetime | None = None
    attached: tuple[Attached, ...] = ()

    @cached_property
    def _parts(self) -> tuple[str, str]:
        return split(self.text)

    @property
    def thought(self) -> str:
        """What a model reasoned before it answered; "" where it didn't."""
        return self._parts[0]

    @property
    def answer(self) -> str:
        """The text without the reasoning: what was said."""
        return self._parts[1]


@dataclass(frozen=True)
class Preset:
    """What a conversation was begun with, beside its system prompt; the assistant may change or go later.

    `model` is a model's key ("" is the one in use), `sampling` what differs from the settings, `examples` are turns of
    a person and the answers to them, put before the conversation.
    """

    assistant: str = ""
    model: str = ""
    sampling: dict[str, Any] = field(default_factory=dict)
    examples: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Conversation:
    """A conversation without its messages. `title_is_users` guards a title that a person chose.

    `branched_from` is the message of another conversation (perhaps gone) that this one was begun from.
    """

    id: int
    title: str
    title_is_users: bool
    pane: str
    system_prompt: str
    created: datetime
    updated: datetime
    trashed: datetime | None = None
    folder_id: int | None = None
    pinned: datetime | None = None
    archived: datetime | None = None
    branched_from: int | None = None
    preset: Preset | None = None
    tags: tuple[str, ...] = ()
