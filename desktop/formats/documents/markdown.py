"""Markdown: the source itself is rewritten, so that everything but the text stays as it was typed.

markdown-it says which lines hold text; where on the line it stands and what its inline marks are is found here, since
markdown-it keeps no positions inside a line.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from desktop.base.text.scripts import CJK_TEXT
from desktop.formats.documents.base import Bilingual, Document, Output, Unit
from desktop.formats.encoding import decode
from desktop.formats.markdown.inline import Builder, plain

_LINE_LIMIT = 20_000  # a longer line is one paragraph of plain text: markdown-it's inline rules take too long on it
_ALONE = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<math>\$\$[^$]+\$\$|\$(?=[^\s$])[^$\n]*[^\s$]\$(?!\d))"
    r"|(?P<image>!\[[^\]]*\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|\[[^\]]*\])?)"
    r"|(?P<note>\[\^[^\]\s]+\])"
    r"|(?P<auto><(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*|[\w.+-]+@[\w.-]+)>)"
    r"|(?P<html></?[A-Za-z][^<>]*>|<!--.*?-->)"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<entity>&(?:\#\d+|\#x[0-9a-fA-F]+|\w+);)"
    r"|(?P<link_end>\](?:\((?:<[^<>]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)|\[[^\]]*\]))"
    r"|(?P<link>\[)"
    r"|(?P<mark>\*\*\*|\*\*|\*|___|__|_|~~)",
    re.DOTALL,
)


@dataclass(frozen=True)
class _Place:
    """Where a unit stands in the text, what precedes it on its line, and whether it is a table's cell."""

    start: int
    end: int
    prefix: str
    cell: bool
    builder: Builder


class MarkdownDocument(Document):
    """Units are paragraphs, headings, list items, cells and footnotes; a chapter begins at a heading."""

    kind = "md"

    def __init__(self, data: bytes, name: str = "") -> None:
        self._decoded = decode(data, name)
        self._text = self._decoded.text
        self.units = []
        self._places: list[_Place] = []
        lines = self._text.split("\n")
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        if max(map(len, lines)) > _LINE_LIMIT:
            self._take_lines(lines)
        else:
            self._take_tokens(lines)

    def render(self, targets: Sequence[str], output: Output) -> bytes:
        written, at = [], 0
        for index, place in enumerate(self._places):
            source = self._text[place.start : place.end]
            target = place.builder.write(targets[index])
            written.append(self._text[at : place.start])
            if output.bilingual is Bilingual.NO:
                written.append(target)
            elif place.cell:
                written.append(f"{source}<br>{target}")
            else:
                # A line of its own after a blank one is another paragraph of the same item or quotation.
                quote = place.prefix if "#" in place.prefix else re.sub(r"[^\s>]", " ", place.prefix)
                written.append(f"{source}\n{quote.rstrip(' #')}\n{quote}{target}")
            at = place.end
        return self._decoded.encode("".join([*written, self._text[at:]]))

    # -- finding the text ----------------------------------------------------------------------------------------

    def _take_lines(self, lines: list[str]) -> None:
        for number, line in enumerate(lines):
            stripped = line.strip()
            if stripped:
                start = self._starts[number] + line.index(stripped)
                self._add(start, start + len(stripped), stripped, line[: line.index(stripped)], 0, cell=False)

    def _take_tokens(self, lines: list[str]) -> None:
        tokens = _parser().parse(self._text)
        headings = sorted(token.map[0] for token in tokens if token.type == "heading_open" and token.map)
        found: list[tuple[int, bool, Token]] = []
        cell = False
        for token in tokens:
            if token.type in ("th_open", "td_open", "th_close", "td_close"):
                cell = token.type.endswith("open")
            elif token.type == "inline" and token.map and any(map(str.isalpha, token.content)):
                found.append((token.map[0], cell, token))
        at = 0
        # Footnotes come last whatever line they are on: back into the order of the text.
        for line, in_cell, token in sorted(found, key=lambda item: item[0]):
            place = self._find(token, lines, at)
            if place is not None:
                start, end = place
                prefix = self._text[self._text.rfind("\n", 0, start) + 1 : start]
                chapter = max(0, bisect.bisect_right(headings, line) - 1)
                self._add(start, end, token.content, prefix, chapter, cell=in_cell)
                at = end

    def _find(self, token: Token, lines: list[str], at: int) -> tuple[int, int] | None:
        """Where a token's content stands: its lines one after another, each behind the marks of its block."""
        assert token.map is not None
        content = [line.strip() for line in token.content.split("\n")]
        start = end = -1
        number = token.map[0]
        for piece in content:
            found = -1
            while found < 0 and number < min(len(lines), token.map[1] + 1):
                begin = max(at, self._starts[number])
                found = self._text.find(piece, begin, self._starts[number] + len(lines[number]))
                number += found < 0
            if found < 0:
                return None  # a cell with an escaped bar: it is left as it stands
            start, end = (found if start < 0 else start), found + len(piece)
            at = end
            number += len(content) > 1
        return start, end

    def _add(self, start: int, end: int, content: str, prefix: str, chapter: int, *, cell: bool) -> None:
        builder = Builder()
        _read_inline(content, builder)
        unit = builder.result()
        if any(map(str.isalpha, plain(unit))):
            self.units.append(Unit(unit, chapter))
            self._places.append(_Place(start, end, prefix, cell, builder))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(front_matter_plugin).use(footnote_plugin).use(dollarmath_plugin)
    return parser


def _read_inline(content: str, builder: Builder) -> None:
    """The text of a block into `builder`: pairs of emphasis and links as open and close, all else alone."""
    tokens = list(_ALONE.finditer(content))
    partner = _partners(content, tokens)
    numbers: dict[int, int] = {}
    at = 0
    for index, found in enumerate(tokens):
        builder.text(_one_line(content[at : found.start()]))
        at = found.end()
        if index in partner:
            if partner[index] > index:
                numbers[partner[index]] = builder.open(found[0])
            else:
                builder.close(numbers[index], found[0])
        elif found.lastgroup in ("mark", "link", "link_end"):
            builder.text(found[0])
        else:
            builder.alone(found[0], _label(found))
    builder.text(_one_line(content[at:]))


def _label(found: re.Match[str]) -> str:
    """What a reader sees: code, formulas, addresses and escaped signs; not pictures, notes or HTML."""
    if found.lastgroup == "code" or found["code"]:
        return found[0].strip("` ")
    if found["auto"]:
        return found[0][1:-1]
    if found["escape"]:
        return found[0][1:]
    return found[0].strip("$") if found["math"] else ""


_CHINESE_BREAK = re.compile(rf"(?<=[{CJK_TEXT}…])[ \t]*\n[ \t]*(?=[{CJK_TEXT}“‘])")


def _one_line(text: str) -> str:
    """Soft breaks as spaces; between Chinese characters as nothing."""
    text = _CHINESE_BREAK.sub("", text)
    return re.sub(r"(?:\\|[ \t]*)\n[ \t]*", " ", text)


def _partners(content: str, tokens: list[re.Match[str]]) -> dict[int, int]:
    """Which tokens open and close a pair (both ways), properly nested."""
    partner: dict[int, int] = {}
    stack: list[int] = []
    for index, found in enumerate(tokens):
        group = found.lastgroup
        if group == "link":
            stack.append(index)
        elif group == "link_end":
            _pop(stack, partner, index, "[", tokens)
        elif group == "mark":
            before = content[found.start() - 1 : found.start()]
            after = content[found.end() : found.end() + 1]
            closed = before and not before.isspace() and _pop(stack, partner, index, found[0], tokens)
            inside_word = found[0].startswith("_") and before.isalnum() and after.isalnum()
            if not closed and after and not after.isspace() and not inside_word:
                stack.append(index)
    return partner


def _pop(stack: list[int], partner: dict[int, int], index: int, sign: str, tokens: list[re.Match[str]]) -> bool:
    """Pair token `index` with the nearest open `sign`; what was opened in between was never closed."""
    for depth in range(len(stack) - 1, max(-1, len(stack) - 20), -1):
        if tokens[stack[depth]][0] == sign:
            partner[stack[depth]], partner[index] = index, stack[depth]
            del stack[depth:]
            return True
    return False
