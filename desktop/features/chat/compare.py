"""Two texts side by side: which words are only in one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from desktop.base.text.scripts import CJK

# A word, a character of a script without spaces, a run of spaces, or a mark.
_WORD = re.compile(rf"[{CJK}]|[^\W{CJK}]+(?:['’-][^\W{CJK}]+)*|\s+|[^\w\s]")
_MOST_WORDS = 6_000  # of more, paragraphs are compared: words would take seconds
_BRIDGE = 2  # so few same marks or spaces between two differences belong to them


@dataclass(frozen=True)
class Span:
    """Characters of a text, from `start` to before `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Compared:
    """What of each text the other doesn't have, in order; `same` is how much they share, 0 to 1."""

    left: tuple[Span, ...]
    right: tuple[Span, ...]
    same: float


def compare(left: str, right: str) -> Compared:
    """Compare two texts by words, very long ones by paragraphs."""
    one, other = _WORD.findall(left), _WORD.findall(right)
    if len(one) + len(other) > _MOST_WORDS:
        one, other = left.splitlines(keepends=True), right.splitlines(keepends=True)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    lefts: list[Span] = []
    rights: list[Span] = []
    starts, others = _starts(one), _starts(other)
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        if last > first:
            _add(lefts, left, starts[first], starts[last])
        if end > begin:
            _add(rights, right, others[begin], others[end])
    return Compared(tuple(_bare(lefts, left)), tuple(_bare(rights, right)), matcher.ratio())


def _starts(parts: list[str]) -> list[int]:
    places = [0]
    for part in parts:
        places.append(places[-1] + len(part))
    return places


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    """Differences with next to nothing between them read as one."""
    if spans:
        between = text[spans[-1].end : start]
        if len(between) <= _BRIDGE and not any(character.isalnum() for character in between) and "\n" not in between:
            spans[-1] = Span(spans[-1].start, end)
            return
    spans.append(Span(start, end))


def _bare(spans: list[Span], text: str) -> list[Span]:
    """Without the spaces at their ends, and without those that were nothing else."""
    found = []
    for span in spans:
        words = text[span.start : span.end]
        stripped = words.strip()
        if stripped:
            start = span.start + len(words) - len(words.lstrip())
            found.append(Span(start, start + len(stripped)))
    return found
