"""Inline markup as numbered marks, so that a translator sees text and few signs: ⟦1⟧bold⟦/1⟧, ⟦2/⟧, ⟦3/Ctrl+C⟧.

A mark alone may have a label: what a reader sees there and no translator changes, like a piece of code.

A document turns its tags into marks and keeps what they stand for; here is what can be done with marks without knowing
that: find, check, show to a model, read back, and put lost ones where they most likely belong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.base.text.scripts import is_cjk

_MARK = re.compile(r"⟦(/?)(\d{1,4})(?:(/)([^⟦⟧\n]*))?⟧")
_MOST_LABEL = 60
# What models make of <1>: spaces, full-width signs, backslashes, other brackets for the same number.
_SHOWN = re.compile(r"[<＜《〈]\s*([/／\\]?)\s*s?(\d{1,4})\s*([/／\\]?)\s*[>＞》〉]")
_CLOSING = "\"'”’」』）)】]》〉.,;:!?…。，；：！？、"


class Kind(StrEnum):
    """What a mark does."""

    OPEN = "open"
    CLOSE = "close"
    ALONE = "alone"


@dataclass(frozen=True)
class Mark:
    """A mark of number `number`; `at` is its offset in the text without marks and labels."""

    number: int
    kind: Kind
    at: int
    label: str = ""

    def __str__(self) -> str:
        return mark(self.number, self.kind, self.label)


def mark(number: int, kind: Kind, label: str = "") -> str:
    """The mark as it stands in a text."""
    return f"⟦{'/' if kind is Kind.CLOSE else ''}{number}{f'/{label}' if kind is Kind.ALONE else ''}⟧"


class Builder:
    """Collects the text of one unit; numbers its marks from 1 and remembers what each stands for."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.opens: dict[int, str] = {}
        self.closes: dict[int, str] = {}

    def text(self, text: str) -> None:
        """Text as a reader sees it. A text that happens to hold a mark is kept as one that stands for itself."""
        at = 0
        for found in _MARK.finditer(text):
            self.parts.append(text[at : found.start()])
            self.alone(found[0])
            at = found.end()
        self.parts.append(text[at:])

    def alone(self, source: str, label: str = "") -> int:
        number = len(self.opens) + 1
        self.opens[number] = source
        label = " ".join(label.split())
        fits = len(label) <= _MOST_LABEL and not re.search("[⟦⟧]", label)
        self.parts.append(mark(number, Kind.ALONE, label if fits else ""))
        return number

    def open(self, source: str) -> int:
        number = len(self.opens) + 1
        self.opens[number] = source
        self.parts.append(mark(number, Kind.OPEN))
        return number

    def close(self, number: int, source: str) -> None:
        self.closes[number] = source
        self.parts.append(mark(number, Kind.CLOSE))

    def result(self) -> str:
        return "".join(self.parts)

    def write(self, text: str) -> str:
        """A text with what its marks stand for in their places."""
        written = []
        for item in pieces(text):
            if isinstance(item, Mark):
                item = (self.closes if item.kind is Kind.CLOSE else self.opens).get(item.number, "")
            written.append(item)
        return "".join(written)


def pieces(text: str) -> Iterator[str | Mark]:
    """The strings and marks of a text in order."""
    at = position = 0
    for found in _MARK.finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
            position += found.start() - at
        yield Mark(int(found[2]), _kind(found), position, found[4] or "")
        at = found.end()
    if at < len(text):
        yield text[at:]


def _kind(found: re.Match[str]) -> Kind:
    return Kind.CLOSE if found[1] else Kind.ALONE if found[3] else Kind.OPEN


def parse(text: str) -> tuple[str, list[Mark]]:
    """The text without marks, and its marks with their offsets in it."""
    plain: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for found in _MARK.finditer(text):
        plain.append(text[at : found.start()])
        length += found.start() - at
        marks.append(Mark(int(found[2]), _kind(found), length, found[4] or ""))
        at = found.end()
    plain.append(text[at:])
    return "".join(plain), marks


def plain(text: str) -> str:
    """The text as a reader sees it: without marks, with their labels."""
    return _MARK.sub(lambda found: found[4] or "", text)


def compose(text: str, marks: Sequence[Mark]) -> str:
    """The text with `marks` at their offsets, in the order given where offsets are equal."""
    parts: list[str] = []
    at = 0
    for item in marks:
        parts += [text[at : item.at], str(item)]
        at = item.at
    return "".join([*parts, text[at:]])


def show(text: str, style: str = "{}") -> str:
    """The text for a model: ⟦1⟧ becomes <1>, a labelled mark its label; `style` "s{}" gives <s1>."""
    return _MARK.sub(lambda found: found[4] or f"<{found[1]}{style.format(found[2])}{found[3] or ''}>", text)


def read_back(text: str, source: str) -> str:
    """A model's answer to `show(source)`: marks of the source's numbers become marks again, others stay text."""
    wanted = {(item.number, item.kind) for item in parse(source)[1] if not item.label}

    def back(found: re.Match[str]) -> str:
        kind = Kind.CLOSE if found[1] else Kind.ALONE if found[3] else Kind.OPEN
        number = int(found[2])
        if kind is Kind.OPEN and (number, Kind.ALONE) in wanted:
            kind = Kind.ALONE
        return mark(number, kind) if (number, kind) in wanted else found[0]

    return _SHOWN.sub(back, text)


def same_marks(source: str, target: str) -> bool:
    """Whether the target has exactly the source's marks, each once, properly nested."""
    ours, theirs = parse(source)[1], parse(target)[1]
    if sorted((m.number, m.kind) for m in ours) != sorted((m.number, m.kind) for m in theirs):
        return False
    return nested(theirs, ours)


def nested(marks: Sequence[Mark], source: Sequence[Mark]) -> bool:
    """Whether every mark closes what was opened last; one whose partner is in another segment may stand alone."""
    pairs = _pairs(source)
    stack: list[int] = []
    for item in marks:
        if item.number not in pairs or item.kind is Kind.ALONE:
            continue
        if item.kind is Kind.OPEN:
            stack.append(item.number)
        elif not stack or stack.pop() != item.number:
            return False
    return not stack


def _pairs(marks: Sequence[Mark]) -> dict[int, tuple[int, int]]:
    """Offsets of marks that are opened and closed here."""
    opened = {item.number: item.at for item in marks if item.kind is Kind.OPEN}
    return {m.number: (opened[m.number], m.at) for m in marks if m.kind is Kind.CLOSE and m.number in opened}


def repair(source: str, target: str, aligned: Mapping[int, str] | None = None) -> str:
    """The target with exactly the source's marks.

    What the target has rightly stays. A lost pair goes around `aligned[number]` (the translation of what it encloses)
    where the target has that, else around the same text, else at the same place in proportion, at a word's edge.
    """
    if same_marks(source, target):
        return target
    target = _with_labels(source, target)
    text, marks = parse(source)
    written, kept = parse(target)
    spans = _kept_spans(marks, kept)
    for number, span in sorted(_pairs(marks).items(), key=lambda item: item[1][0] - item[1][1]):
        if number not in spans:
            spans[number] = _place(text, span, written, (aligned or {}).get(number, ""))
    points: list[tuple[Mark, int]] = []
    for item in marks:
        if item.number not in spans:
            there = [m.at for m in kept if (m.number, m.kind) == (item.number, item.kind)]
            points.append((item, there[0] if len(there) == 1 else _place_point(text, item, written)))
    return compose(written, _ordered(_without_crossings(spans), points))


def _with_labels(source: str, target: str) -> str:
    """The target with labelled marks in the place of their labels, the nearest to where the source has them."""
    text, marks = parse(source)
    present = {item.number for item in parse(target)[1]}
    for item in marks:
        if not item.label or item.number in present:
            continue
        found = [place.start() for place in re.finditer(re.escape(item.label), target)]
        # One inside of another mark's label is that one's.
        taken = [(place.start(), place.end()) for place in _MARK.finditer(target)]
        found = [at for at in found if not any(start <= at < end for start, end in taken)]
        found = [at for at in found if _at_edges(target, at, at + len(item.label))] or found
        if found:
            share = item.at / max(1, len(text))
            again = sum(other.label == item.label for other in marks) > 1
            at = found[0] if again else min(found, key=lambda place: abs(place / max(1, len(target)) - share))
            target = target[:at] + str(item) + target[at + len(item.label) :]
    return target


def _kept_spans(marks: Sequence[Mark], kept: Sequence[Mark]) -> dict[int, tuple[int, int]]:
    """Pairs that the target has once each, in the right order."""
    spans: dict[int, tuple[int, int]] = {}
    for number in _pairs(marks):
        here = [item for item in kept if item.number == number]
        if [item.kind for item in here] == [Kind.OPEN, Kind.CLOSE]:
            spans[number] = (here[0].at, here[1].at)
    return spans


def _place(text: str, span: tuple[int, int], written: str, aligned: str) -> tuple[int, int]:
    start, end = span
    inner = text[start:end].strip()
    for wanted in (aligned.strip(_CLOSING + " "), inner):
        if wanted:
            found = _nearest(written, wanted, start / max(1, len(text)))
            if found is not None:
                return found, found + len(wanted)
    left = 0 if not text[:start].strip() else snap(written, start / max(1, len(text)))
    tail = text[end:].strip(_CLOSING + " ")
    right = _end(text[end:], written) if not tail else snap(written, end / max(1, len(text)))
    if inner and right <= left:
        right = min(len(written), snap(written, (left + 1) / max(1, len(written)), up=True))
    return left, max(left, right)


def _nearest(written: str, wanted: str, share: float) -> int | None:
    """Where `wanted` stands in `written`, the occurrence nearest to the same share of its length."""
    low, needle = written.lower(), wanted.lower()
    found = [at for at in range(len(low)) if low.startswith(needle, at)] if len(low) < 5000 else [low.find(needle)]
    found = [at for at in found if at >= 0 and _at_edges(written, at, at + len(wanted))]
    return min(found, key=lambda at: abs(at - share * len(written))) if found else None


def _at_edges(text: str, start: int, end: int) -> bool:
    return not (_inside_word(text, start) or _inside_word(text, end))


def _place_point(text: str, item: Mark, written: str) -> int:
    before, after = text[: item.at], text[item.at :]
    if not before.strip():
        return 0
    if not after.strip(_CLOSING + " "):
        return _end(after, written)
    word = re.search(r"[A-Za-z0-9_./-]{2,}\Z", before)
    if word:
        found = _nearest(written, word[0], item.at / len(text))
        if found is not None:
            return found + len(word[0])
    return snap(written, item.at / len(text))


def _end(after: str, written: str) -> int:
    """The end of `written`, before its closing punctuation where the source has some after the mark."""
    if not after.strip():
        return len(written)
    return len(written.rstrip(_CLOSING + " ")) or len(written)


def snap(text: str, share: float, *, up: bool = False) -> int:
    """The offset at `share` (0 to 1) of the text, moved to the nearest place outside of a Latin word or a number."""
    at = min(len(text), max(0, round(share * len(text))))
    for distance in range(len(text) + 1):
        for near in (at + distance,) if up else (at - distance, at + distance):
            if 0 <= near <= len(text) and not _inside_word(text, near):
                return near
    return at


def _inside_word(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    return _wordly(text[at - 1]) and _wordly(text[at])


def _wordly(sign: str) -> bool:
    return (sign.isalnum() or sign in "_'’-./:@%") and not is_cjk(sign)


def _without_crossings(spans: dict[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Spans that lie apart or one inside the other: a crossing one is cut at the other's end."""
    settled: dict[int, tuple[int, int]] = {}
    for number, (start, end) in sorted(spans.items(), key=lambda item: (item[1][0], -item[1][1])):
        for other_start, other_end in settled.values():
            if other_start <= start < other_end < end:
                end = other_end
        settled[number] = (start, end)
    return settled


def _ordered(spans: dict[int, tuple[int, int]], points: Sequence[tuple[Mark, int]]) -> list[Mark]:
    """All marks in order; at one offset what ends comes before what begins, inner ends and outer begins first."""
    keyed: list[tuple[tuple[int, int, int, int], Mark]] = []
    for number, (start, end) in spans.items():
        empty = start == end
        keyed.append(((start, 3, -end, number), Mark(number, Kind.OPEN, start)))
        closing = (end, 3, -end, number) if empty else (end, 0, -start, -number)
        keyed.append((closing, Mark(number, Kind.CLOSE, end)))
    for item, at in points:
        rank = {Kind.CLOSE: 1, Kind.ALONE: 2, Kind.OPEN: 4}[item.kind]
        keyed.append(((at, rank, 0, item.number), Mark(item.number, item.kind, at, item.label)))
    return [item for _, item in sorted(keyed, key=lambda pair: pair[0])]
