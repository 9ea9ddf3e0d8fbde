"""Reading Markdown while it is being written: a block that nothing written later can change is read only once.

A block of Markdown is closed by the line that begins the next one, so all but the last block of the whole lines are
final. The last block is read again and again, a line that has only begun with marks not at all: `- ` may become a list
or a rule, and under a paragraph `-` would make it a heading for the twinkling of an eye.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from desktop.formats.markdown.blocks import block_tokens, parse
from desktop.formats.markdown.tree import Block, ListBlock

MOST_OPEN = 3_000  # characters of the last block that are read again and again
_LONG_LIST = 2_000  # characters: beyond, all entries but the last are final too
_FENCE = re.compile(r"\n*( {0,3})(`{3,}|~{3,})[^`\n]*\n")
_ONLY_MARKS = re.compile(r"[ \t>]*(?:[-=*+_#|:~`$\\ \t]*|\d{1,9}[.)]?[ \t]*)(?:\[[ xX]?\]?[ \t]*)?")
_ROW = re.compile(r"[ \t]{0,3}\|")
_FORMULA_ENDS = {"$$": "$$", "\\[": "\\]"}
_LONGEST_FORMULA = 1_200


@dataclass(frozen=True)
class Step:
    """How far a growing text is: `blocks` of its first `final` characters, and those of the `held` after them."""

    final: int
    blocks: tuple[Block, ...]
    held: int
    tail: tuple[Block, ...]


def read_growing(text: str, shown: int = 0) -> Step:
    """Read what there is of a text that is still being written, from the end of what was final before.

    `shown` characters of it are shown already: when there is no more to show, the tail is left out.
    """
    final = final_part(text)
    blocks = parse(text[:final]).blocks if text[:final].strip() else ()
    rest = text[final:]
    most = len(rest) if len(rest) <= MOST_OPEN else max(0, rest.rfind("\n", 0, MOST_OPEN)) or MOST_OPEN
    held = len(rest[:most].rstrip("\n"))  # what follows then brings its own line break
    if not final and held < len(rest) and held <= shown:
        return Step(0, (), held, ())
    tail = completed(rest[:most])
    return Step(final, blocks, held, parse(tail).blocks if tail.strip() else ())


def joined(before: Sequence[Block], blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """`blocks` that follow `before`: a list that was cut between two entries goes on."""
    first, last = blocks[0] if blocks else None, before[-1] if before else None
    if isinstance(first, ListBlock) and isinstance(last, ListBlock) and (first.start is None) == (last.start is None):
        start = None if last.start is None else last.start + len(last.items)
        if first.start is None or first.start in (start, last.start):
            return (replace(first, start=start, goes_on=True), *blocks[1:])
    return blocks


def final_part(text: str) -> int:
    """How many characters at the beginning of `text` are whole blocks that nothing written later can change."""
    whole = text[: text.rfind("\n") + 1]
    fence = _FENCE.match(whole)
    if fence is not None:
        mark = fence[2]
        closing = re.compile(rf"^ {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*\n", re.MULTILINE)
        found = closing.search(whole, fence.end())
        return found.end() if found is not None else 0
    lines = whole.split("\n")
    tokens = block_tokens(whole)
    tops = [token for token in tokens if token.level == 0 and token.nesting >= 0 and token.map]
    for token in tops:
        if _open_formula(token, lines) and len(whole) - _offset(lines, _line(token)) < _LONGEST_FORMULA:
            return _offset(lines, _line(token))
    if not tops:
        return 0
    last = tops[-1]
    cut = _offset(lines, _line(last)) if len(tops) > 1 else 0
    if last.type.endswith("list_open") and len(whole) - _offset(lines, _line(last)) > _LONG_LIST:
        items = [token for token in tokens if token.type == "list_item_open" and token.level == 1 and token.map]
        entry = _line(items[-1]) if items else 0
        return max(cut, _offset(lines, entry)) if entry > _line(last) else cut
    return cut


def completed(text: str) -> str:
    """The last block as it is shown meanwhile: without a beginning of marks, and with its open emphasis closed."""
    before, _, line = text.rpartition("\n")
    if _ONLY_MARKS.fullmatch(line) and not _FENCE.match(text):
        text = before
        before, _, line = text.rpartition("\n")
    if _ROW.match(line) and not _ROW.match(before.rpartition("\n")[2]):
        return before  # the first row of a table: nobody knows yet that it is one
    if _FENCE.match(text):
        return text
    start = text.rfind("\n\n") + 1
    paragraph = text[start:].rstrip()
    if paragraph.count("`") % 2:
        return text.rstrip() + ("`" if not paragraph.endswith("`") else "")
    for mark in ("**", "~~"):
        at = paragraph.rfind(mark)
        if paragraph.count(mark) % 2 and paragraph[at + 2 : at + 3].strip():
            return text.rstrip("* \n") + mark
    return text


def _open_formula(token: Token, lines: list[str]) -> bool:
    """Whether a paragraph begins like a formula whose end isn't written yet."""
    first = lines[_line(token)].lstrip()
    end = _FORMULA_ENDS.get(first[:2])
    return token.type == "paragraph_open" and end is not None and end not in first[2:]


def _line(token: Token) -> int:
    return token.map[0] if token.map else 0


def _offset(lines: list[str], line: int) -> int:
    return sum(len(each) + 1 for each in lines[:line])
