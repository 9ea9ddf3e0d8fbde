"""What happens while the model writes for a story, and what was sent to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop.base.i18n import translate
from desktop.engine.protocol.messages import Finished, Generate
from desktop.features.generation.events import Loading, Reading, Wrote
from desktop.store.stories.records import BibleEntry, Take

__all__ = [
    "Ended",
    "EntryFate",
    "EntryState",
    "Loading",
    "Origin",
    "Part",
    "Prepared",
    "Reading",
    "Sent",
    "StoryEvent",
    "TakeKept",
    "TakeWrote",
    "Why",
    "Wrote",
    "why_text",
]


class Origin(StrEnum):
    """Where a part of what is sent comes from."""

    INSTRUCTIONS = "instructions"  # of the prompt files, and what a template adds
    STORY = "story"  # the project's settings and the scene's beats
    BIBLE = "bible"
    STYLE = "style"
    SUMMARY = "summary"
    NOTE = "note"
    TEXT = "text"


class EntryFate(StrEnum):
    """What became of a story bible entry."""

    MATCHED = "matched"  # one of its keys stands in the text: it is sent
    SENT = "sent"  # it is always sent
    LEFT_OUT = "left_out"


class Why(StrEnum):
    """Why a story bible entry is sent or left out."""

    KEY = "key"
    ALWAYS = "always"
    NEVER = "never"
    NO_MATCH = "no_match"
    NO_KEYS = "no_keys"
    EMPTY = "empty"
    BAD_KEY = "bad_key"
    NO_ROOM = "no_room"


@dataclass(frozen=True)
class Part:
    """A piece of what is sent, in its order. `tokens` are the model's own."""

    origin: Origin
    title: str
    text: str
    tokens: int


@dataclass(frozen=True)
class EntryState:
    """An entry and what becomes of it; `key` is the one that matched, `cut` says that its budget shortened it."""

    entry: BibleEntry
    state: EntryFate
    why: Why
    key: str = ""
    tokens: int = 0
    cut: bool = False


@dataclass(frozen=True)
class Sent:
    """What will be sent. `used` of `available` tokens, `reserved` of them for the answer.

    `new_tokens` are not in the engine's cache and take about `seconds` (0.0: nothing measured yet). `left_out_text`
    counts the characters of the manuscript before the first one sent.
    """

    parts: tuple[Part, ...]
    entries: tuple[EntryState, ...]
    used: int
    available: int
    reserved: int
    new_tokens: int
    seconds: float
    left_out_text: int = 0
    request: Generate = field(default_factory=Generate, repr=False)


@dataclass(frozen=True)
class Prepared:
    """What is sent, before it is sent."""

    context: Sent


@dataclass(frozen=True)
class TakeKept:
    """The take's row exists; text follows."""

    take: Take


@dataclass(frozen=True)
class TakeWrote(Wrote):
    """A new piece of a take's text. `Ended` has the text as it is kept."""

    take_id: int


@dataclass(frozen=True)
class Ended:
    """The take as it is kept now; its status says how it ended. `error_code` and `cause` where the engine failed."""

    take: Take
    finished: Finished | None = None
    error_code: str = ""
    cause: str = ""


StoryEvent = Prepared | Loading | Reading | TakeKept | TakeWrote | Ended


def why_text(state: EntryState) -> str:
    """Why an entry is sent or left out, for people."""
    match state.why:
        case Why.KEY:
            return translate("Story", "“{key}” stands in the text").format(key=state.key)
        case Why.ALWAYS:
            return translate("Story", "always sent")
        case Why.NEVER:
            return translate("Story", "never sent, as you chose")
        case Why.NO_MATCH:
            return translate("Story", "not mentioned lately")
        case Why.NO_KEYS:
            return translate("Story", "it has no keys")
        case Why.EMPTY:
            return translate("Story", "it has no text")
        case Why.BAD_KEY:
            return translate("Story", "its key {key} can’t be searched for").format(key=state.key)
        case Why.NO_ROOM:
            return translate("Story", "no room: entries of higher priority come first")
