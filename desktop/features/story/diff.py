"""Two texts compared by words (Chinese by characters), in hunks that are accepted or rejected one by one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from desktop.base.text.scripts import CJK, has_han

_PIECE = re.compile(rf"\n+|[^\S\n]+|[{CJK}]|[^\W_{CJK}]+(?:['’-][^\W_{CJK}]+)*|.")
_MOST_PIECES = 4_000  # of a stretch compared word by word; longer ones are compared by paragraphs first
_SMALL = 2  # this few letters between two changes are changed with them: less to read


@dataclass(frozen=True)
class Hunk:
    """Characters `start` to `end` of the old text (`old`) become `new`; one of both may be empty."""

    start: int
    end: int
    old: str
    new: str


@dataclass(frozen=True)
class Diff:
    """What makes the new text of the old one; hunks are in order and never touch."""

    old: str
    new: str
    hunks: tuple[Hunk, ...]

    def apply(self, accepted: Collection[int] | None = None) -> str:
        """The text with the hunks of these indexes (all of them when None)."""
        text, at = "", 0
        for number, hunk in enumerate(self.hunks):
            text += self.old[at : hunk.start]
            text += hunk.new if accepted is None or number in accepted else hunk.old
            at = hunk.end
        return text + self.old[at:]


def pieces(text: str) -> list[str]:
    """Words, spaces, marks, and single characters of Chinese; joined they are the text."""
    return _PIECE.findall(text)


def compare(old: str, new: str) -> Diff:
    """The hunks between two texts. Texts of any length take a moment only; very long ones are told apart coarsely."""
    left, right = pieces(old), pieces(new)
    head = _alike(left, right)
    tail = _alike(left[head:][::-1], right[head:][::-1])
    found = _changes(left[head : len(left) - tail], right[head : len(right) - tail])
    offset = sum(map(len, left[:head]))
    hunks: list[Hunk] = []
    for start, end, text in _joined(found, old[offset:]):
        hunks.append(Hunk(offset + start, offset + end, old[offset + start : offset + end], text))
    return Diff(old, new, tuple(hunks))


def _alike(left: Sequence[str], right: Sequence[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _changes(left: list[str], right: list[str]) -> list[tuple[int, int, str]]:
    """Changes as (start, end, new text) in characters of the joined `left`."""
    if len(left) + len(right) > 2 * _MOST_PIECES:
        left, right = _paragraphs("".join(left)), _paragraphs("".join(right))
        if len(left) + len(right) > 2 * _MOST_PIECES:
            return [(0, sum(map(len, left)), "".join(right))]
    at = [0]
    for piece in left:
        at.append(at[-1] + len(piece))
    found = []
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            found.append((at[i1], at[i2], "".join(right[j1:j2])))
    return found


def _paragraphs(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n+|[^\n]+", text)


def _joined(found: list[tuple[int, int, str]], old: str) -> list[tuple[int, int, str]]:
    """Changes with almost nothing between them are one."""
    joined: list[tuple[int, int, str]] = []
    for start, end, text in found:
        if joined:
            first, last, before = joined[-1]
            between = old[last:start]
            if len(between.strip()) <= _SMALL and "\n" not in between and not _whole_word(between):
                joined[-1] = (first, end, before + between + text)
                continue
        joined.append((start, end, text))
    return joined


def _whole_word(between: str) -> bool:
    """Chinese characters mean as much as words: they keep two changes apart."""
    return has_han(between)
