"""What every kind of document is to a translator: units of text, and the way back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
MOST_UNITS = 500_000


class Bilingual(StrEnum):
    """Whether the source stands beside its translation."""

    NO = "no"
    INTERLEAVED = "interleaved"
    SIDE = "side"


@dataclass(frozen=True)
class Unit:
    """A paragraph, heading, cell or cue: text with marks (`formats.inline`). Units of a chapter follow each other."""

    text: str
    chapter: int = 0


@dataclass(frozen=True)
class Output:
    """How to write: in which language (a BCP 47 tag), and with the source or without."""

    language: str
    bilingual: Bilingual = Bilingual.NO
    waiting: frozenset[int] = frozenset()  # units that have no translation yet
    doubtful: frozenset[int] = frozenset()  # units a person should look at


class Document(ABC):
    """An opened document. `units` never change; `render` may be called any number of times."""

    kind: ClassVar[str]
    written_as: ClassVar[str] = ""
    units: list[Unit]
    columns: tuple[str, ...] = ()  # of a table, or the keys of JSON: what `column` may be
    column: str = ""  # the one that is translated; "" is all of them

    @abstractmethod
    def render(self, targets: Sequence[str], output: Output) -> bytes:
        """The document's bytes with `targets[n]` in the place of `units[n]`. Everything else stays."""


def html_language(tag: str) -> str:
    """The tag for `lang` attributes and Word: zh is told apart by script there."""
    return {"zh": "zh-Hans"}.get(tag, tag)
