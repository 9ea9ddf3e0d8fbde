r"""Where formulas stand in a text: `$..$`, `$$..$$`, `\(..\)`, `\[..\]`. Amounts of money aren't formulas.

As in Pandoc, an inline `$` opens before a character that isn't a space, closes after one, and not before a digit.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from desktop.formats.markdown.formula import MAX_TEX

_BLOCK_LINES = 200
_TEX = re.compile(r"[\\^_={}+<>|]")
_WORDS = re.compile(r"[A-Za-z]{2,}\s+[A-Za-z]{2,}")
_PAIRS = (("$$", "$$", True), (r"\[", r"\]", True), (r"\(", r"\)", False), ("$", "$", False))
_TRACES = ("$", r"\(", r"\[")


def may_have_formulas(text: str) -> bool:
    """Whether `text` could hold a formula; drawing them takes time."""
    return any(trace in text for trace in _TRACES)


def math_plugin(md: MarkdownIt) -> None:
    """Tokens `math_inline` and `math_block`: the TeX is the content, the marks around it the markup."""
    md.inline.ruler.before("escape", "math", _inline)
    md.block.ruler.before("fence", "math_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _inline(state: StateInline, silent: bool) -> bool:
    found = next((pair for pair in _PAIRS if state.src.startswith(pair[0], state.pos)), None)
    if found is None:
        return False
    opening, closing, display = found
    start = state.pos + len(opening)
    end = _closing(state.src, start, min(state.posMax, start + MAX_TEX), closing)
    if end < 0:
        return False
    tex = state.src[start:end]
    if opening == "$" and not _is_formula(tex, state.src[state.pos - 1 : state.pos], state.src[end + 1 : end + 2]):
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content, token.markup, token.meta = tex, opening + closing, {"display": display}
    state.pos = end + len(closing)
    return True


def _closing(text: str, start: int, most: int, closing: str) -> int:
    """Where the formula that begins at `start` ends, -1 where it doesn't; a mark after a backslash doesn't count."""
    at = text.find(closing, start, most)
    while at > 0 and text[at - 1] == "\\" and closing[0] == "$":
        at = text.find(closing, at + 1, most)
    return at if at > start else -1


def _is_formula(tex: str, before: str, after: str) -> bool:
    if tex[0].isspace() or tex[-1].isspace() or before.isdigit() or after.isdigit() or "\n\n" in tex:
        return False
    if _TEX.search(tex):
        return True
    return not _WORDS.search(tex) and not (tex[0].isdigit() and " " in tex)  # "$5 (or 10$" is an amount


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line):
        return False
    begin = state.bMarks[start_line] + state.tShift[start_line]
    opening = state.src[begin : begin + 2]
    closing = {"$$": "$$", r"\[": r"\]"}.get(opening)
    if closing is None:
        return False
    failed = state.env.setdefault("unclosed", {})  # no line is looked at again for what isn't there
    if failed.get(closing, -1) >= start_line:
        return False
    last = min(end_line, start_line + _BLOCK_LINES)
    end = _end_line(state, begin + 2, start_line, last, closing)
    if end is None:
        failed[closing] = start_line
        return False
    line = end
    if silent:
        return True
    token = state.push("math_block", "math", 0)
    token.block, token.markup, token.map = True, opening + closing, [start_line, line + 1]
    inside = state.getLines(start_line, line + 1, state.blkIndent, False)
    lines = inside.strip()
    token.content = lines[2 : len(lines) - 2 if lines.endswith(closing) else None].strip()
    token.meta = {"display": True}
    state.line = line + 1
    return True


def _end_line(state: StateBlock, begin: int, start_line: int, last: int, closing: str) -> int | None:
    """The line that ends with `closing`; nothing but that may stand after it."""
    for line in range(start_line, last):
        if line > start_line and state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return None  # the list or quotation it stands in has ended
        at = begin if line == start_line else state.bMarks[line] + state.tShift[line]
        text = state.src[at : state.eMarks[line]].rstrip()
        if text.endswith(closing) and not (line == start_line and len(text) < len(closing)):
            return line
        if line == start_line and closing in text:
            return None  # a formula and words on one line: a paragraph
    return None
