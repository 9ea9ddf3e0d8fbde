"""Translations as the store gives them back: plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple


class SegmentStatus(StrEnum):
    """How a segment stands."""

    WAITING = "waiting"
    DONE = "done"
    DOUBTFUL = "doubtful"  # translated, and a person should look at it


class Origin(StrEnum):
    """Where a target comes from."""

    NONE = ""
    MODEL = "model"
    MEMORY = "memory"
    PERSON = "person"
    CONVERTED = "converted"  # Simplified and Traditional, by table
    COPIED = "copied"  # nothing in it to translate
    IMPORTED = "imported"  # of a memory entry that came from a file


@dataclass(frozen=True)
class Job:
    """A document under translation. `document` is its bytes as they were opened; `options` are the feature's."""

    id: int
    title: str
    kind: str
    path: str
    digest: str
    source_language: str
    target_language: str
    options: dict[str, Any]
    created: datetime
    updated: datetime
    segments: int
    done: int
    doubtful: int

    @property
    def complete(self) -> bool:
        """Whether every segment has its target; doubtful ones have one too."""
        return self.done + self.doubtful == self.segments


class SegmentAdapter(NamedTuple):
    """An adapter that worked while a segment was translated."""

    name: str
    sha256: str
    scale: float


@dataclass(frozen=True)
class Segment:
    """One sentence and its translation. Log-probabilities are natural and per token; None where unknown."""

    id: int
    job_id: int
    position: int
    chapter: int
    source: str
    target: str = ""
    status: SegmentStatus = SegmentStatus.WAITING
    origin: Origin = Origin.NONE
    problems: tuple[str, ...] = ()
    logprob: float | None = None
    least_logprob: float | None = None
    back_chrf: float | None = None
    attempts: int = 0
    model: str = ""
    adapters: tuple[SegmentAdapter, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A segment that is about to be kept: everything but its ids."""

    source: str
    chapter: int = 0
    target: str = ""
    status: SegmentStatus = SegmentStatus.WAITING
    origin: Origin = Origin.NONE
    problems: tuple[str, ...] = ()
    logprob: float | None = None
    least_logprob: float | None = None
    back_chrf: float | None = None
    attempts: int = 0
    model: str = ""
    adapters: tuple[SegmentAdapter, ...] = ()


@dataclass(frozen=True)
class Glossary:
    """A named list of terms for one pair of languages."""

    id: int
    name: str
    source_language: str
    target_language: str
    terms: int


@dataclass(frozen=True)
class Term:
    """A term and its translation; `id` is 0 until it is kept."""

    source: str
    target: str
    note: str = ""
    case_sensitive: bool = False
    id: int = 0


@dataclass(frozen=True)
class MemoryEntry:
    """A sentence that was translated before."""

    source: str
    target: str
    origin: Origin = Origin.IMPORTED
    updated: datetime | None = None
    key: str = field(default="", compare=False)
