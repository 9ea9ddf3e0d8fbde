"""Stories as the store gives them back: plain frozen data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from desktop.base.errors import Code, StoreError
from desktop.store.conversations.records import Status


class NodeKind(StrEnum):
    """What stands in an outline. Parts hold chapters, scenes and notes; chapters hold scenes and notes."""

    PART = "part"
    CHAPTER = "chapter"
    SCENE = "scene"
    NOTE = "note"


class NodeStatus(StrEnum):
    """How far the writing of a part, chapter or scene is."""

    IDEA = "idea"
    DRAFT = "draft"
    REVISED = "revised"
    DONE = "done"


class Reason(StrEnum):
    """Why a version of a scene was kept."""

    AUTOSAVE = "autosave"
    MANUAL = "manual"
    IMPORT = "import"
    BEFORE_RESTORE = "before_restore"
    BEFORE_GENERATION = "before_generation"
    BEFORE_REPLACE = "before_replace"
    REFUSED = "refused"  # its save came too late: another text had been saved meanwhile


class EntryKind(StrEnum):
    """What a story bible entry is about."""

    CHARACTER = "character"
    PLACE = "place"
    THING = "thing"
    RULE = "rule"


class Activation(StrEnum):
    """When an entry goes into the context."""

    ALWAYS = "always"
    MENTION = "mention"  # when one of its keys stands in the text before the caret
    NEVER = "never"


@dataclass(frozen=True)
class StorySettings:
    """What a story is to be and how the model writes it; kept whole, as JSON.

    `outline` and `synopsis` are texts; `style_sample` is a page whose style continuations follow; the author's note is
    put `author_note_depth` paragraphs before the end of the context. `preset` is balanced, wild or careful;
    `length_words` is how long a continuation is to be (characters in a Chinese project). `author`, `dedication` and
    `break_style` are for what is exported.
    """

    premise: str = ""
    genre: str = ""
    tone: str = ""
    point_of_view: str = ""
    tense: str = ""
    rules: str = ""
    synopsis: str = ""
    outline: str = ""
    style_sample: str = ""
    author_note: str = ""
    author_note_depth: int = 3
    preset: str = "balanced"
    banned: tuple[str, ...] = ()
    no_repeat: bool = True
    length_words: int = 150
    author: str = ""
    dedication: str = ""
    break_style: str = "* * *"


@dataclass(frozen=True)
class Project:
    """A story. `language` is "en", "zh", …; `words` counts its scenes (characters in a Chinese project).

    `goal_words` is the goal of a day, 0 for none. `folder` is where plain files of it go, "" for nowhere.
    """

    id: int
    title: str
    language: str
    settings: StorySettings
    goal_words: int
    folder: str
    created: datetime
    updated: datetime
    trashed: datetime | None = None
    words: int = 0


@dataclass(frozen=True)
class Node:
    """A part, chapter, scene or note.

    `position` counts its siblings from 0. `words` of a part or chapter is the sum of the scenes below it; notes don't
    count. `summary_of` is `digest(text)` of the text that `summary` summarises.
    """

    id: int
    project_id: int
    parent_id: int | None
    position: int
    kind: NodeKind
    title: str
    status: NodeStatus = NodeStatus.IDEA
    target_words: int = 0
    words: int = 0
    beats: str = ""
    summary: str = ""
    summary_of: str = ""
    trashed: datetime | None = None


@dataclass(frozen=True)
class StoryDraft:
    """A node with its text and all below it, about to be added: see `Stories.add_drafts`."""

    kind: NodeKind
    title: str = ""
    text: str = ""
    children: tuple[StoryDraft, ...] = ()
    beats: str = ""
    status: NodeStatus = NodeStatus.DRAFT


@dataclass(frozen=True)
class SceneText:
    """The text of a scene or note, in our Markdown subset. `revision` is 0 before the first save."""

    node_id: int
    text: str
    revision: int
    saved: datetime


@dataclass(frozen=True)
class SceneVersion:
    """An earlier text of a scene; `Stories.version_text` reads it."""

    id: int
    node_id: int
    words: int
    created: datetime
    reason: Reason


@dataclass(frozen=True)
class TakeToken:
    """One token of a take with what else might have stood there: (text, token id, probability), best first."""

    text: str
    id: int
    probability: float
    alternatives: tuple[tuple[str, int, float], ...] = ()


@dataclass(frozen=True)
class Take:
    """One way a text went on, or a passage was rewritten; takes of a scene form a tree by `parent_id`.

    `at` is the offset, in characters of the scene's text, where it begins; `replaced` what it stands for there, "" for
    a continuation. `kind` is continue, opening, draft or rewrite:<how>.
    """

    id: int
    node_id: int
    parent_id: int | None
    at: int
    replaced: str
    text: str
    tokens: tuple[TakeToken, ...]
    kind: str
    model_name: str
    model_hash: str
    sampling: dict[str, Any]
    seed: int
    status: Status
    created: datetime
    adopted: bool = False


@dataclass(frozen=True)
class TakeStart:
    """A take about to be begun: what is known before the first token."""

    node_id: int
    kind: str
    at: int
    parent_id: int | None = None
    replaced: str = ""
    model_name: str = ""
    model_hash: str = ""
    sampling: dict[str, Any] = field(default_factory=dict)
    seed: int = 0


@dataclass(frozen=True)
class BibleEntry:
    """Something the model is to know. `id` is 0 until it is kept.

    `keys` are words; "/…/" (with i, m, s, x behind) is a regular expression. The higher `priority` is sent first when
    not all fit; `budget` is its limit in tokens, 0 for none; `depth` how many of the last paragraphs are searched for
    keys, 0 for the project's default. `extra` keeps the fields of an imported lorebook that mean nothing here.
    """

    kind: EntryKind
    name: str
    text: str = ""
    keys: tuple[str, ...] = ()
    activation: Activation = Activation.MENTION
    priority: int = 10
    budget: int = 0
    depth: int = 0
    position: int = 0
    id: int = 0
    project_id: int = 0
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """A place where something was found: characters `start` to `end` of a node's text, with a little around it."""

    node_id: int
    start: int
    end: int
    before: str
    found: str
    after: str


@dataclass(frozen=True)
class StoryChange:
    """What an action found before it changed it: hand it to `Stories.undo`, which returns the way back.

    `nodes` are as they were and `fields` what was changed of them; `texts` are (node, version with the old text,
    revision after the change). Empty where nothing was changed.
    """

    nodes: tuple[Node, ...] = ()
    fields: tuple[str, ...] = ()
    added: tuple[int, ...] = ()
    texts: tuple[tuple[int, int, int], ...] = ()
    entries: tuple[BibleEntry, ...] = ()  # as they were
    entries_added: tuple[int, ...] = ()
    replaced: int = 0  # places, of a replacement


class StoryConflictError(StoreError):
    """A save was refused: the text had been saved meanwhile. Nothing is lost: `current` stands, the refused text is
    kept as the version `refused`."""

    def __init__(self, current: SceneText, refused: SceneVersion) -> None:
        super().__init__(Code.STORY_STALE, node=current.node_id, revision=current.revision, version=refused.id)
        self.current = current
        self.refused = refused


def digest(text: str) -> str:
    """What identifies a text's content; see `Node.summary_of`."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
