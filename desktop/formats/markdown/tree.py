"""What a Markdown text is once it is read: a small tree of frozen blocks, free of any window or markup."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Drawing:
    """A formula laid out: black shapes as SVG; in em, its width and how far it stands above and below the line."""

    svg: str
    width: float
    above: float
    below: float


@dataclass(frozen=True)
class Formula:
    """TeX, with its drawing unless its source should be shown; `display` when it stands on a line of its own."""

    tex: str
    display: bool = False
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Run:
    """A piece of a line in one style. `link` is an address a person may open after looking at it; "" for none.

    A formula's text is its source with the marks around it. A raised run is the number of a footnote, `note`.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""
    formula: Formula | None = None
    raised: bool = False
    note: int = 0


Runs = tuple[Run, ...]


class Kind(StrEnum):
    """What a piece of source code is, as far as colour goes."""

    PLAIN = "plain"
    KEYWORD = "keyword"
    NAME = "name"  # what is defined or called
    STRING = "string"
    NUMBER = "number"
    COMMENT = "comment"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class CodeRun:
    """A piece of source code of one kind; may hold line breaks."""

    text: str
    kind: Kind = Kind.PLAIN


class Align(StrEnum):
    """How a table's column stands; NATURAL follows the direction of the text."""

    NATURAL = "natural"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True)
class Heading:
    """`level` is 1 to 6."""

    level: int
    runs: Runs


@dataclass(frozen=True)
class CodeBlock:
    """Source code: `label` is what a person reads ("Python"), "" when the language is unknown or was not named."""

    label: str
    runs: tuple[CodeRun, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Quote:
    """`alert` is one of GitHub's kinds ("note", "tip", "important", "warning", "caution"), "" for a plain quotation.

    The first block of an alert is its title.
    """

    blocks: tuple[Block, ...]
    alert: str = ""


@dataclass(frozen=True)
class Item:
    """An entry of a list; `checked` is None unless it is a task."""

    blocks: tuple[Block, ...]
    checked: bool | None = None


@dataclass(frozen=True)
class ListBlock:
    """`start` is the first number of an ordered list, None for bullets; a tight list has no space between entries.

    A list that goes on is the next part of the one before it; `notes` are footnotes.
    """

    items: tuple[Item, ...]
    start: int | None = None
    tight: bool = True
    goes_on: bool = False
    notes: bool = False


@dataclass(frozen=True)
class Table:
    """`rows` and `header` have as many cells as `align`."""

    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    align: tuple[Align, ...]


@dataclass(frozen=True)
class Rule:
    """A line across."""


Block = Paragraph | Heading | CodeBlock | Quote | ListBlock | Table | Rule


@dataclass(frozen=True)
class Document:
    """A text, typeset. `plain` when it was too large or too tangled for Markdown and stands as it was written."""

    blocks: tuple[Block, ...]
    plain: bool = False


def plain_text(runs: Runs) -> str:
    """What stands in `runs`, without style."""
    return "".join(run.text for run in runs)
