"""Reading Markdown as GitHub writes it into blocks a pane can typeset.

The text comes from a model and is hostile by assumption. No HTML is recognised; pictures become their description and
address, never loaded; a link is an address that nothing opens by itself. Whatever would take more than linear time or
deeper nesting than people write is cut over to plain text: nothing is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from desktop.base.i18n import translate
from desktop.base.text.scripts import CJK_TEXT, HANGUL
from desktop.formats.markdown.code import code_block
from desktop.formats.markdown.formula import draw
from desktop.formats.markdown.math import math_plugin
from desktop.formats.markdown.text import readable
from desktop.formats.markdown.tree import (
    Align,
    Block,
    CodeBlock,
    CodeRun,
    Document,
    Formula,
    Heading,
    Item,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
    Table,
)

MAX_TEXT = 200_000  # characters of a whole text
MAX_INLINE = 20_000  # characters of one paragraph, heading or cell
MAX_DELIMITERS = 2_000  # of one paragraph
MAX_BRACKETS = 400  # of one paragraph: every "[" may look ahead to its end
MAX_CELLS = 2_000  # of one table
MAX_COLUMNS = 24
MAX_TOKENS = 40_000  # of the parser; beyond, the text is data rather than prose
MAX_FORMULAS = 400  # drawn, of a whole text
MAX_NOTES = 500  # references to footnotes
MAX_CARDS = 300  # code blocks and tables, which are widgets of their own
PLAIN_PIECE = 2_000  # characters of one paragraph of plain text: a line layout stays quick
_LONGEST_WORD = 80  # of a line without any such space, a piece ends anywhere
_NESTING = 40  # a list takes two levels
_SCHEMES = ("http://", "https://", "mailto:")
_ALIGN = {"left": Align.LEFT, "center": Align.CENTRE, "right": Align.RIGHT}


def parse(text: str) -> Document:
    """The blocks of `text`. Never raises for any text."""
    text = readable(text)
    if len(text) > MAX_TEXT:
        return plain(text)
    tokens = _markdown.parse(text)
    if len(tokens) > MAX_TOKENS or any(token.level >= _NESTING - 2 for token in tokens):
        return plain(text)
    if sum(child.type == "footnote_ref" for token in tokens for child in token.children or ()) > MAX_NOTES:
        return plain(text)
    if sum(token.type in ("fence", "code_block", "table_open") for token in tokens) > MAX_CARDS:
        return plain(text)
    blocks = tuple(_Reader(tokens, text).blocks(0, len(tokens)))
    return Document(blocks) if blocks else plain(text)  # a text of nothing but link definitions is shown too


def plain(text: str) -> Document:
    """`text` as it is, in pieces small enough to lay out."""
    pieces: list[str] = []
    for line in readable(text).split("\n"):
        for number, piece in enumerate(_cut(line)):
            if number == 0 and pieces and len(pieces[-1]) + len(piece) < PLAIN_PIECE:
                pieces[-1] += "\n" + piece
            else:
                pieces.append(piece)
    return Document(tuple(Paragraph((Run(piece),)) for piece in pieces if piece.strip()), plain=True)


def _cut(line: str) -> Iterator[str]:
    """A line in pieces, between words where there are any."""
    start = 0
    while len(line) - start > PLAIN_PIECE:
        end = _word_end(line, start, start + PLAIN_PIECE)
        yield line[start:end]
        start = end
    yield line[start:]


def _word_end(text: str, start: int, end: int) -> int:
    """`end`, or where the last word before it begins."""
    space = text.rfind(" ", max(start, end - _LONGEST_WORD), end)
    return space + 1 if space >= 0 else end


def _inline(state: StateCore) -> None:
    """Markdown-it's own inline step, except that a paragraph which would take long stays plain."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            if _costly(token.content):
                token.children.append(Token("text", "", 0, content=token.content))
            else:
                state.md.inline.parse(token.content, state.md, state.env, token.children)


_LONG_WORD = re.compile(rf"[^\s{CJK_TEXT}{HANGUL}]{{2001}}")  # no address or word is so long; Chinese has no spaces


def _costly(text: str) -> bool:
    if len(text) > MAX_INLINE or text.count("[") > MAX_BRACKETS or _LONG_WORD.search(text):
        return True
    return sum(text.count(mark) for mark in "*_~`<&!:\\$") > MAX_DELIMITERS


def _table_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Markdown-it's own tables, unless the line under the header promises more columns than a page can hold."""
    if start + 2 <= end and state.getLines(start + 1, start + 2, 0, False).count("|") > MAX_COLUMNS + 1:
        return False
    return table(state, start, end, silent)


def _any_address(_: str) -> bool:
    """Every link is read as one; only those of `_SCHEMES` can be opened, the others show their address."""
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _NESTING})
    parser.enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])
    parser.use(gfm_autolink_plugin).use(footnote_plugin, inline=False).use(math_plugin)
    parser.core.ruler.at("inline", _inline)
    parser.block.ruler.at("table", _table_rule, {"alt": ["paragraph", "reference"]})
    parser.validateLink = _any_address  # type: ignore[assignment,method-assign]
    return parser


_markdown = _parser()


def block_tokens(text: str) -> list[Token]:
    """The parser's tokens for the blocks of `text`, without reading what stands in them."""
    tokens: list[Token] = []
    _markdown.block.parse(text, _markdown, {}, tokens)
    return tokens


class _Reader:
    """Walks the flat list of tokens; `end` is always one past the last."""

    def __init__(self, tokens: list[Token], text: str) -> None:
        self._tokens = tokens
        self._lines = text.split("\n")
        self._formulas = 0

    def blocks(self, at: int, end: int) -> Iterator[Block]:
        while at < end:
            token = self._tokens[at]
            close = self._close(at)
            match token.type:
                case "heading_open" if len(self._tokens[at + 1].content) <= PLAIN_PIECE:
                    yield Heading(int(token.tag[1]), self._runs(self._tokens[at + 1]))
                case "heading_open" | "paragraph_open":
                    yield from _paragraphs(self._runs(self._tokens[at + 1]))
                case "fence":
                    yield code_block(token.content, token.info)
                case "code_block":
                    yield code_block(token.content, "")
                case "blockquote_open":
                    yield _quote(tuple(self.blocks(at + 1, close)))
                case "bullet_list_open" | "ordered_list_open":
                    yield self._list(at, close)
                case "table_open":
                    yield self._table(at, close)
                case "hr":
                    yield Rule()
                case "math_block":
                    yield from _paragraphs((self._formula(token),))
                case "footnote_block_open":
                    yield Rule()
                    close = self._next("footnote_block_close", at)
                    yield self._notes(at, close)
            at = close + 1

    def _close(self, at: int) -> int:
        """The place of the token that closes the one at `at`; itself when it stands alone."""
        token = self._tokens[at]
        if token.nesting <= 0:
            return at
        at += 1
        while self._tokens[at].level != token.level or self._tokens[at].nesting >= 0:
            at += 1
        return at

    def _list(self, at: int, close: int) -> ListBlock:
        opening = self._tokens[at]
        start = int(opening.attrs.get("start", 1)) if opening.type == "ordered_list_open" else None
        items: list[Item] = []
        tight = True
        at += 1
        while at < close:
            end = self._close(at)
            tight = tight and not any(
                token.type == "paragraph_open" and not token.hidden and token.level == opening.level + 2
                for token in self._tokens[at:end]
            )
            items.append(_task(tuple(self.blocks(at + 1, end))))
            at = end + 1
        return ListBlock(tuple(items), start, tight)

    def _table(self, at: int, close: int) -> Block:
        rows: list[list[Runs]] = []
        align: list[Align] = []
        for place in range(at, close):
            token = self._tokens[place]
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                rows[-1].append(self._runs(self._tokens[place + 1]))
                if token.type == "th_open":
                    style = str(token.attrs.get("style", ""))
                    align.append(_ALIGN.get(style.removeprefix("text-align:"), Align.NATURAL))
        width = len(align)
        vast = any(len(token.content) > PLAIN_PIECE for token in self._tokens[at:close])
        if vast or width > MAX_COLUMNS or width * len(rows) > MAX_CELLS:
            first, past = self._tokens[at].map or (0, 0)
            return CodeBlock("", (CodeRun("\n".join(self._lines[first:past])),))
        even = [tuple((row + [()] * width)[:width]) for row in rows]
        return Table(even[0], tuple(even[1:]), tuple(align))

    def _runs(self, inline: Token) -> Runs:
        """The styled pieces of an inline token, equal neighbours joined."""
        pieces: list[tuple[Run, str]] = []
        depth = {"strong": 0, "em": 0, "s": 0}
        links: list[str] = []
        for token in inline.children or ():
            name, _, edge = token.type.rpartition("_")
            if name in depth and edge in ("open", "close"):
                depth[name] += token.nesting
            elif token.type == "link_open":
                links.append(str(token.attrs.get("href", "")))
            elif token.type == "link_close":
                address = links.pop() if links else ""
                if address and not _openable(address):
                    pieces.append((Run(""), f" ({address})"))
            elif token.type == "math_inline":
                run = self._formula(token)
                pieces.append((replace(run, text="", link=next(filter(_openable, links[-1:]), "")), run.text))
            elif token.type == "footnote_ref":
                number = int(token.meta["id"]) + 1
                pieces.append((Run("", raised=True, note=number), str(number)))
            else:
                text, own = _content(token)
                link = next((address for address in (*links[-1:], own) if _openable(address)), "")
                code = token.type == "code_inline"
                pieces.append((Run("", depth["strong"] > 0, depth["em"] > 0, depth["s"] > 0, code, link), text))
        grouped = groupby((piece for piece in enumerate(pieces) if piece[1][1]), key=_style)
        return tuple(replace(style, text="".join(text for _, (_, text) in group)) for (style, _), group in grouped)

    def _notes(self, at: int, close: int) -> ListBlock:
        """The footnotes as a list with their numbers."""
        items: list[Item] = []
        at += 1
        while at < close:
            end = self._next("footnote_close", at)
            items.append(Item(tuple(self.blocks(at + 1, end))))
            at = end + 1
        return ListBlock(tuple(items), 1, tight=True, notes=True)

    def _next(self, kind: str, at: int) -> int:
        """The next token of a kind: the plugin's own don't know how deep they are."""
        return next(place for place in range(at, len(self._tokens)) if self._tokens[place].type == kind)

    def _formula(self, token: Token) -> Run:
        """A formula, drawn while there aren't too many."""
        display = bool(token.meta["display"])
        marks = token.markup
        opening, closing = marks[: len(marks) // 2], marks[len(marks) // 2 :]
        self._formulas += 1
        drawing = draw(token.content, display=display) if self._formulas <= MAX_FORMULAS else None
        return Run(f"{opening}{token.content}{closing}", formula=Formula(token.content, display, drawing))


def _paragraphs(runs: Runs) -> Iterator[Paragraph]:
    """One paragraph, or several of a size that a line layout can take: it is quadratic in words without a space."""
    gathered: list[Run] = []
    room = PLAIN_PIECE
    for run in runs:
        text = run.text
        while len(text) > room:
            end = _word_end(text, 0, room)
            yield Paragraph((*gathered, replace(run, text=text[:end])))
            gathered, text, room = [], text[end:], PLAIN_PIECE
        if text:
            gathered.append(replace(run, text=text))
            room -= len(text)
    if gathered or not runs:
        yield Paragraph(tuple(gathered))


_ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|$)", re.IGNORECASE)


def _quote(blocks: tuple[Block, ...]) -> Quote:
    """A quotation that begins with `[!NOTE]` or the like is an alert (GitHub's extension)."""
    first = blocks[0] if blocks else None
    head = first.runs[0] if isinstance(first, Paragraph) and first.runs else Run("")
    found = _ALERT.match(head.text) if head == Run(head.text) else None
    if found is None or not isinstance(first, Paragraph):
        return Quote(blocks)
    kind = found[1].lower()
    rest = (Run(head.text[found.end() :]), *first.runs[1:])
    said = tuple(run for run in rest if run.text)
    title = Paragraph((Run(alert_title(kind), strong=True),))
    return Quote((title, *([Paragraph(said)] if said else []), *blocks[1:]), kind)


def alert_title(kind: str) -> str:
    """What stands over an alert."""
    match kind:
        case "tip":
            return translate("Chat", "Tip")
        case "important":
            return translate("Chat", "Important")
        case "warning":
            return translate("Chat", "Warning")
        case "caution":
            return translate("Chat", "Caution")
    return translate("Chat", "Note")


def _task(blocks: tuple[Block, ...]) -> Item:
    """An entry that begins with `[ ]` or `[x]` is a task (GitHub's extension)."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph) or not first.runs:
        return Item(blocks)
    head = first.runs[0]
    if head.text[:4].lower() not in ("[ ] ", "[x] ") or head != Run(head.text):
        return Item(blocks)
    runs = (Run(head.text[4:]), *first.runs[1:])
    return Item((Paragraph(runs), *blocks[1:]), checked=head.text[1] != " ")


def _style(piece: tuple[int, tuple[Run, str]]) -> tuple[Run, int]:
    """What makes neighbours one run; a formula is always one of its own."""
    place, (run, _) = piece
    return run, place if run.formula else -1


def _content(token: Token) -> tuple[str, str]:
    """What a token shows, and the address it carries of its own (a picture's)."""
    if token.type in ("softbreak", "hardbreak"):  # as in a comment on GitHub: a line that was broken stays broken
        return "\n", ""
    if token.type == "image":
        address = str(token.attrs.get("src", ""))
        label = readable(token.content).strip()
        return (f"{label} ({address})" if label else address), address
    return readable(token.content), ""  # an entity may have made a control character


def _openable(address: str) -> bool:
    return address.lower().startswith(_SCHEMES)
