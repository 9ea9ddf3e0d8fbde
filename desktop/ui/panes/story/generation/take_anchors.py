"""Where a take stands in the text: what of its Markdown is seen, what of it is still as it was written, and its place.

A take that was accepted in part, edited inside or set against a passage keeps its words: they are found again by
comparing what was written with what stands there. Only words that were touched are nobody's any more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextCursor

from desktop.base.text.scripts import is_wide
from desktop.features.story.diff import compare
from desktop.features.story.writing.take_tokens import places
from desktop.store.stories.records import Take
from desktop.ui.panes.story.editor.block_format import OLD, change_of
from desktop.ui.panes.story.editor.manuscript import Manuscript
from desktop.ui.panes.story.scene_text import GAP, Paragraph, inline, placed

_LEAST, _LEAST_CHINESE = 12, 6  # letters that a take and the text must have in common, to be the same
_SEEDS = ((8, 8), (14, 1), (0, 14), (3, 4), (6, 1), (0, 6))  # letters before and after a place that are looked for
_MOST_PLACES = 20


@dataclass(frozen=True)
class Placed:
    """A take, and the stretch of the document it was put into; both ends move with the text."""

    take: Take
    first: QTextCursor
    last: QTextCursor


@dataclass(frozen=True)
class Found:
    """A word of a take that stands as it was written."""

    placed: Placed
    index: int  # of its token
    start: int  # in the document
    whole: bool  # all of the take stands there as it was written

    @property
    def take(self) -> Take:
        return self.placed.take


def put(take: Take, editor: Manuscript, start: int, end: int) -> Placed:
    """Remember that a take stands between two places of the document."""
    ends = []
    for position in (start, end):
        cursor = QTextCursor(editor.document())
        cursor.setPosition(position)
        cursor.setKeepPositionOnInsert(True)  # what is written after a take isn't of it
        ends.append(cursor)
    return Placed(take, ends[0], ends[1])


def shown(text: str) -> tuple[str, list[int]]:
    """The letters that a take's Markdown shows, a paragraph a line, and where each stands in the Markdown."""
    letters: list[str] = []
    offsets: list[int] = []
    at = 0
    for number, chunk in enumerate(text.split(GAP)):
        if number:
            letters.append("\n")
            offsets.append(at - 1)
        paragraph = Paragraph(inline(chunk))
        written, places = placed(paragraph)
        if written != chunk:  # not as we would write it: taken as it stands
            paragraph, places = Paragraph(inline(chunk)), list(range(len(paragraph.text)))
        letters.append(paragraph.text.replace("\u2028", "\n"))
        offsets += [at + place for place in places]
        at += len(chunk) + len(GAP)
    return "".join(letters), offsets


def letters(editor: Manuscript, start: int, end: int) -> tuple[str, list[int]]:
    """What stands between two places of the document, a paragraph a line, and where each letter is.

    What a proposal would replace isn't read.
    """
    found: list[str] = []
    where: list[int] = []
    block = editor.document().findBlock(start)
    while block.isValid() and block.position() < end:
        if block.position() > start:
            found.append("\n")
            where.append(block.position() - 1)
        it = block.begin()
        while not it.atEnd():
            fragment = it.fragment()
            if change_of(fragment.charFormat()) & 3 != OLD:
                at = fragment.position()
                for letter in fragment.text():
                    if start <= at < end:
                        found.append("\n" if letter == "\u2028" else letter)
                        where.append(at)
                    at += 2 if ord(letter) > 0xFFFF else 1
            it += 1
        block = block.next()
    return "".join(found), where


def stretches(written: str, there: str) -> Iterator[tuple[int, int, int]]:
    """What is alike: its place in what was written, its place in what stands there, its length."""
    at = place = 0
    for hunk in compare(written, there).hunks if written != there else ():
        if hunk.start > at:
            yield at, place, hunk.start - at
        place += hunk.start - at + len(hunk.new)
        at = hunk.end
    if at < len(written):
        yield at, place, len(written) - at


def find(placed: Placed, editor: Manuscript, position: int) -> Found | None:
    """The word of a take at a place of the document, if it is as it was written."""
    first, last = placed.first.position(), placed.last.position()
    if not first <= position < last:
        return None
    there, where = letters(editor, first, last)
    number = bisect_left(where, position)
    if number >= len(where) or where[number] != position:
        return None
    written, offsets = shown(placed.take.text)
    for at, place, length in stretches(written, there):
        if not place <= number < place + length:
            continue
        offset = offsets[at + number - place]
        for index, (begins, ends, _) in enumerate(places(placed.take.tokens)):
            if begins <= offset < ends:
                mine = [one for one in range(len(written)) if begins <= offsets[one] < ends]
                bare = [one for one in mine if not written[one].isspace()] or mine
                if bare[0] < at or bare[-1] >= at + length:
                    return None
                start = where[place + max(mine[0], at) - at]
                return Found(placed, index, start, there == written)
    return None


def offset_in(placed: Placed, editor: Manuscript, position: int) -> int:
    """The offset in a take's text of what stands at a place of the document, or of the next that is of the take."""
    there, where = letters(editor, placed.first.position(), placed.last.position())
    number = bisect_left(where, position)
    written, offsets = shown(placed.take.text)
    for at, place, length in stretches(written, there):
        if number < place + length:
            return offsets[at + max(0, number - place)]
    return len(placed.take.text)


def standing(takes: Sequence[Take], editor: Manuscript, position: int) -> tuple[Take, int, int] | None:
    """The accepted take that wrote what stands at a place of the document, with start and end in the Markdown.

    The one that has most in common with it; of several the newest.
    """
    text, offset = editor.text(), editor.script.offset(position)
    best: tuple[Take, int, int] | None = None
    for take in reversed(takes):
        if not take.adopted or not take.text.strip():
            continue
        start, end = _common(text, offset, take.text)
        alike = text[start:end].strip()
        least = _LEAST_CHINESE if any(map(is_wide, alike)) else _LEAST
        enough = len(alike) >= least or (bool(alike) and alike == take.text.strip())
        if enough and (best is None or end - start > best[2] - best[1]):
            best = take, start, end
    return best


def _common(text: str, offset: int, written: str) -> tuple[int, int]:
    """The longest stretch of `text` around `offset` that is in `written`; empty where there is none."""
    best = (offset, offset)
    for before, after in _SEEDS:
        first = max(0, offset - before)
        seed = text[first : offset + after]
        at = written.find(seed) if seed.strip() else -1
        for _ in range(_MOST_PLACES):
            if at < 0:
                break
            start, end = _widened(text, first, first + len(seed), written, at)
            if end - start > best[1] - best[0]:
                best = start, end
            at = written.find(seed, at + 1)
        if best[1] > best[0]:
            return best
    return best


def _widened(text: str, start: int, end: int, written: str, at: int) -> tuple[int, int]:
    last = at + end - start
    while start > 0 and at > 0 and text[start - 1] == written[at - 1]:
        start, at = start - 1, at - 1
    while end < len(text) and last < len(written) and text[end] == written[last]:
        end, last = end + 1, last + 1
    return start, end


def ground(take: Take, takes: Sequence[Take], text: str) -> tuple[int, int]:
    """What of the text a take would replace: the passage it was made of, or what another take made of that."""
    at = min(take.at, len(text))
    if not take.replaced or text.startswith(take.replaced, at):
        return at, at + len(take.replaced)
    kin = [take.text, *(other.text for other in reversed(takes) if other.at == take.at and other.text.strip())]
    for there in kin:
        if there and text.startswith(there, at):
            return at, at + len(there)
    for there in (take.replaced, *kin):
        found = text.find(there) if there else -1
        if found >= 0:
            return found, found + len(there)
    return at, at


def begins(text: str, editor: Manuscript, position: int, otherwise: int) -> int:
    """The offset at which a take's text stands that begins at a place of the document, its first marks included."""
    whole, offset = editor.text(), editor.script.offset(position)
    return next((offset - back for back in range(4) if whole.startswith(text, offset - back)), otherwise)
