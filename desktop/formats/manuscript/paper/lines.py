"""Paragraphs into lines: Latin by words, Chinese by characters with the rules for marks, both justified."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.base.text.scripts import CJK_TEXT
from desktop.formats.manuscript.prose import SOFT, Run

# No line begins with these, none ends with those (GB/T 15834, JIS X 4051).
_NOT_FIRST = frozenset("，。、；：？！）》」』】〕〉”’…—·％‰℃,.;:?!)]}»›")
_NOT_LAST = frozenset("（《「『【〔〈“‘([{«‹")
_SHARED = "“”‘’…—·"
_ATOM = re.compile(rf"[{CJK_TEXT}]|\s+|[^{CJK_TEXT}\s]+")
_WIDE = re.compile(f"[{CJK_TEXT}]")


@dataclass(frozen=True)
class Atom:
    """What a line is not divided inside of: a word or a character. `wide` is set in the Chinese font."""

    text: str
    wide: bool
    emphasis: bool
    strong: bool
    width: float

    @property
    def space(self) -> bool:
        return self.text.isspace()


@dataclass(frozen=True)
class Line:
    """Atoms of one line; `last` of its paragraph, or before a break: not justified."""

    atoms: tuple[Atom, ...]
    last: bool

    @property
    def width(self) -> float:
        return sum(atom.width for atom in self.atoms)


Measure = Callable[[str, bool, bool, bool], float]


def atoms(runs: Sequence[Run], measure: Measure, chinese: bool) -> list[list[Atom]]:
    """The atoms of a paragraph, in a list for each of its forced lines."""
    lines: list[list[Atom]] = [[]]
    for run in runs:
        for number, piece in enumerate(run.text.replace("\n", SOFT).split(SOFT)):
            if number:
                lines.append([])
            for text in _pieces(piece, chinese):
                wide = bool(_WIDE.match(text)) or (chinese and text in _SHARED)
                width = measure(text, wide, run.emphasis, run.strong)
                lines[-1].append(Atom(text, wide, run.emphasis, run.strong, width))
    return lines


def _pieces(text: str, chinese: bool) -> list[str]:
    found = []
    for atom in _ATOM.findall(text):
        if atom.isspace():
            found.append("\u3000" if "\u3000" in atom else " ")
        elif chinese and any(mark in atom for mark in _SHARED) and not _WIDE.match(atom):
            found += re.split(f"([{_SHARED}])", atom)  # they are Chinese marks there, a character wide
        else:
            found.append(atom)
    return [piece for piece in found if piece]


def lines(forced: Sequence[Sequence[Atom]], width: float, indent: float) -> list[Line]:
    """Atoms in lines no wider than `width`, the first shorter by `indent`."""
    made: list[Line] = []
    for number, part in enumerate(forced):
        room = width - (indent if number == 0 else 0)
        rest = list(part)
        while rest:
            count = _fitting(rest, room)
            line = _trimmed(rest[:count])
            rest = rest[count:]
            while rest and rest[0].text == " ":
                rest.pop(0)
            made.append(Line(tuple(line), last=not rest))
            room = width
        if not part:
            made.append(Line((), True))
    return made


def _fitting(rest: Sequence[Atom], room: float) -> int:
    used = 0.0
    count = 0
    for atom in rest:
        if used + atom.width > room + 0.01 and count and not atom.space:
            break
        used += atom.width
        count += 1
    if count == len(rest):
        return count
    best = count
    while best > 1 and not _may_divide(rest[best - 1], rest[best]):
        best -= 1
    return best if best > 1 or _may_divide(rest[0], rest[1]) else count


def _may_divide(before: Atom, after: Atom) -> bool:
    if before.space:
        return True
    if after.space or not (before.wide or after.wide):
        return False
    return after.text[0] not in _NOT_FIRST and before.text[-1] not in _NOT_LAST


def _trimmed(line: list[Atom]) -> list[Atom]:
    while line and line[-1].text == " ":
        line.pop()
    return line
