"""Typesetting Markdown's blocks in a QTextDocument: fonts, fixed line heights, indents, and where tints are painted.

What Qt can't set well (a bar beside a quotation, a tint under inline code, a task's box, a rule) is only marked here,
as properties of formats; `prose` paints it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from desktop.formats.markdown.text import is_chinese
from desktop.formats.markdown.tree import CodeBlock, Heading, ListBlock, Paragraph, Quote, Rule, Run, Table, plain_text
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import tip
from desktop.ui.panes.chat.typesetting.formula_object import Formulas, needs_room, size_of

if TYPE_CHECKING:
    from desktop.formats.markdown.tree import Block, Runs

# properties of a block's format
QUOTE = QTextFormat.Property.UserProperty + 1  # how many quotations it stands in
RULE = QTextFormat.Property.UserProperty + 2
TASK = QTextFormat.Property.UserProperty + 3  # 0 open, 1 done
CODE = QTextFormat.Property.UserProperty + 5  # a block of source code inside a list or a quotation
QUOTE_BEGINS = QTextFormat.Property.UserProperty + 8  # the first block of a quotation that stands in no other
ALERT = QTextFormat.Property.UserProperty + 7  # the colour of the bar beside an alert
# property of a character's format
CHIP = QTextFormat.Property.UserProperty + 4  # inline code

_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_LEAST = QTextBlockFormat.LineHeightTypes.MinimumHeight.value
_PARAGRAPH_GAP = 8
_HEADING_GAP = 16
_INDENT = 28  # of a list, as far as its text
_MARKER = 4  # before a list's number
QUOTE_INDENT = 16
CODE_PAD = 12
_CODE_SHARE = 0.875  # of the text it stands in
_LONGEST_LINE = 2_000
_SQUEEZE = 0.42  # em
_OPENING, _CLOSING = "“‘（《「『【", "”’）》」』】。，、；：？！"
_MARKS = re.compile(f"[{_CLOSING}](?=[{_CLOSING}{_OPENING}])|[{_OPENING}](?=[{_OPENING}])")
_LINE_SEPARATOR = "\u2028"
NOTE, REFERENCE = "note:", "ref:"  # addresses inside a text: a footnote, and where it is referred to
_ALERTS = {
    "note": "origin_instructions",
    "tip": "good",
    "important": "origin_pinned",
    "warning": "origin_note",
    "caution": "wrong",
}


_WRAP = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


def prepare(document: QTextDocument, wrap: QTextOption.WrapMode = _WRAP) -> None:
    """No margin, no undo history, and long words broken rather than cut off."""
    document.setDocumentMargin(0)
    document.setUndoRedoEnabled(False)
    option = QTextOption(document.defaultTextOption())
    option.setWrapMode(wrap)
    document.setDefaultTextOption(option)


@contextmanager
def laid_out_once(document: QTextDocument) -> Iterator[None]:
    """While it is written, a document isn't laid out: once it is whole is enough."""
    document.setLayoutEnabled(False)
    try:
        yield
    finally:
        document.setLayoutEnabled(True)


class Typesetter:
    """Writes blocks one after another into an empty document."""

    def __init__(self, document: QTextDocument, *, style: str = "chat", token: str = "text") -> None:
        self._cursor = QTextCursor(document)
        self._formulas: Formulas | None = None
        self._style = style
        self._token = token
        self._first = True
        self._alert = ""
        self._quotation_begins = False
        self._starts: list[int] = []  # the paragraph of the document in which each block begins

    def write(self, blocks: Iterable[Block]) -> None:
        """Write blocks after those that are there."""
        self._cursor.beginEditBlock()
        for block in blocks:
            self._starts.append(0 if self._first else self._cursor.document().blockCount())
            self._blocks((block,), indent=0, quotes=0, gap=_PARAGRAPH_GAP)
        self._cursor.endEditBlock()

    def cut(self, count: int) -> None:
        """Take away all but the first `count` blocks (at least one)."""
        if count >= len(self._starts):
            return
        last = self._cursor.document().findBlockByNumber(self._starts[count] - 1)
        form = last.blockFormat()
        self._cursor.setPosition(last.position() + last.length() - 1)
        self._cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.removeSelectedText()
        self._cursor.setBlockFormat(form)
        del self._starts[count:]

    def _blocks(self, blocks: Iterable[Block], *, indent: int, quotes: int, gap: int) -> None:
        for block in blocks:
            match block:
                case Paragraph(runs):
                    self._paragraph(runs, indent=indent, quotes=quotes, gap=gap)
                case Heading(level, runs):
                    self._heading(level, runs, indent=indent, quotes=quotes)
                case Quote(inner, alert):
                    self._quotation_begins = not quotes
                    around, self._alert = self._alert, self._alert if quotes else _ALERTS.get(alert, "")
                    self._blocks(inner, indent=indent + QUOTE_INDENT, quotes=quotes + 1, gap=_PARAGRAPH_GAP)
                    self._alert = around
                case ListBlock():
                    self._list(block, indent=indent, quotes=quotes)
                case Rule():
                    self._rule(indent=indent, quotes=quotes)
                case CodeBlock():  # inside a list or a quotation; elsewhere it is a card of its own
                    self._code(block, indent=indent, quotes=quotes)
                case Table(header, rows):
                    self._flat_table((header, *rows), indent=indent, quotes=quotes)

    def _list(self, block: ListBlock, *, indent: int, quotes: int) -> None:
        number = block.start
        gap = _PARAGRAPH_GAP
        for item in block.items:
            marker = "•" if number is None else f"{number}."
            blocks = item.blocks
            head: Runs = ()
            if blocks and isinstance(blocks[0], Paragraph):
                head, blocks = blocks[0].runs, blocks[1:]
            back = number if block.notes and number is not None else 0
            self._paragraph(head, indent=indent, quotes=quotes, gap=gap, marker=marker, checked=item.checked, back=back)
            deeper = indent + theme.px(_INDENT)
            self._blocks(blocks, indent=deeper, quotes=quotes, gap=0 if block.tight else _PARAGRAPH_GAP)
            number = None if number is None else number + 1
            gap = 0 if block.tight else _PARAGRAPH_GAP

    def _paragraph(
        self,
        runs: Runs,
        *,
        indent: int,
        quotes: int,
        gap: int,
        marker: str = "",
        checked: bool | None = None,
        back: int = 0,
    ) -> None:
        text = plain_text(runs)
        chinese = is_chinese(text)
        form = self._form(theme.line(self._style, chinese=chinese), indent=indent, quotes=quotes, gap=gap)
        leftwards = is_right_to_left(text)
        if marker:
            _hang(form, indent, leftwards=leftwards)
        elif leftwards:
            form.setLeftMargin(0)
            form.setRightMargin(indent)
        if checked is not None:
            form.setProperty(TASK, int(checked))
        if any(needs_room(run) for run in runs):
            form.setLineHeight(theme.line(self._style, chinese=chinese), _LEAST)
        if not marker and len(runs) == 1 and runs[0].formula is not None and runs[0].formula.display:
            form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            leftwards = False
        self._begin(form)
        font = theme.font(self._style, chinese=chinese)
        if marker and not (checked is not None and leftwards):
            word = "" if checked is not None else marker
            look = self._characters(font, "secondary")
            if back:
                _lead(look, f"{REFERENCE}{back}", f"{NOTE}{back}")
            self._cursor.insertText(word, look)
            self._cursor.insertText(" " if leftwards else "\t", self._characters(font, "secondary"))
        self._runs(runs, font, "secondary" if quotes and not self._alert else self._token, chinese=chinese)

    def _heading(self, level: int, runs: Runs, *, indent: int, quotes: int) -> None:
        chinese = is_chinese(plain_text(runs))
        style = "heading" if level <= 2 else f"{self._style}_strong"
        form = self._form(theme.line(style, chinese=chinese), indent=indent, quotes=quotes, gap=_HEADING_GAP)
        form.setHeadingLevel(level)
        self._begin(form)
        font = theme.font(style, chinese=chinese)
        font.setWeight(QFont.Weight.DemiBold)
        self._runs(runs, font, "text" if level <= 3 else "secondary", chinese=chinese)

    def _rule(self, *, indent: int, quotes: int) -> None:
        form = self._form(_HEADING_GAP, indent=indent, quotes=quotes, gap=_PARAGRAPH_GAP)
        form.setProperty(RULE, True)
        self._begin(form)

    def _code(self, block: CodeBlock, *, indent: int, quotes: int) -> None:
        form = self._form(theme.line("code"), indent=indent + CODE_PAD, quotes=quotes, gap=_PARAGRAPH_GAP + CODE_PAD)
        form.setRightMargin(CODE_PAD)
        form.setBottomMargin(_PARAGRAPH_GAP + CODE_PAD)
        form.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        form.setProperty(CODE, True)
        self._begin(form)
        characters = self._characters(theme.font("code"), "text")
        self._cursor.insertText(broken(block.text).replace("\n", _LINE_SEPARATOR), characters)

    def _flat_table(self, rows: tuple[tuple[Runs, ...], ...], *, indent: int, quotes: int) -> None:
        for cells in rows:
            spaced = [run for cell in cells for run in (*cell, Run("   "))]
            self._paragraph(tuple(spaced), indent=indent, quotes=quotes, gap=0)

    def _form(self, line: int, *, indent: int, quotes: int, gap: int) -> QTextBlockFormat:
        form = QTextBlockFormat()
        form.setLineHeight(line, _FIXED)
        form.setLeftMargin(indent)
        form.setTopMargin(0 if self._first else gap)
        if quotes:
            form.setProperty(QUOTE, quotes)
            form.setProperty(QUOTE_BEGINS, self._quotation_begins)
            self._quotation_begins = False
        if self._alert:
            form.setProperty(ALERT, self._alert)
        return form

    def _begin(self, form: QTextBlockFormat) -> None:
        if self._first:
            self._cursor.setBlockFormat(form)
        else:
            self._cursor.insertBlock(form)
        self._first = False

    def _runs(self, runs: Runs, font: QFont, token: str, *, chinese: bool) -> None:
        for run in runs:
            characters = run_format(run, font, token, chinese=chinese)
            if run.formula is not None and run.formula.drawing is not None:
                if self._formulas is None:
                    self._formulas = Formulas(self._cursor.document())
                self._formulas.insert(self._cursor, run, characters, size_of(font))
                continue
            text = run.text.replace("\n", _LINE_SEPARATOR)
            if chinese and not run.code:
                _insert_squeezed(self._cursor, text, characters, font.pixelSize())
            else:
                self._cursor.insertText(text, characters)

    @staticmethod
    def _characters(font: QFont, token: str) -> QTextCharFormat:
        characters = QTextCharFormat()
        characters.setFont(font)
        characters.setForeground(theme.colour(token))
        return characters


def _insert_squeezed(cursor: QTextCursor, text: str, characters: QTextCharFormat, size: int) -> None:
    """Insert Chinese text; between two full-width marks half of the blank is taken away."""
    at = 0
    for pair in _MARKS.finditer(text):
        cursor.insertText(text[at : pair.start()], characters)
        tight = QTextCharFormat(characters)
        tight.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        tight.setFontLetterSpacing(-_SQUEEZE * size)
        cursor.insertText(pair[0], tight)
        at = pair.end()
    cursor.insertText(text[at:], characters)


def broken(code: str) -> str:
    """`code` with lines of at most 4,000 characters: a line layout is quadratic in words without a space."""
    if len(code) <= _LONGEST_LINE:
        return code
    lines = code.split("\n")
    pieces = (line[at : at + _LONGEST_LINE] for line in lines for at in range(0, len(line) or 1, _LONGEST_LINE))
    return "\n".join(pieces)


def is_right_to_left(text: str) -> bool:
    """Whether a paragraph runs from the right: by its first letter that has a direction."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL", "L"):
            return kind != "L"
    return False


def _hang(form: QTextBlockFormat, indent: int, *, leftwards: bool) -> None:
    """The indent of a list's entry. Qt can't hang a mark outside a paragraph that runs from the right."""
    if leftwards:
        form.setLeftMargin(0)
        form.setRightMargin(indent + theme.px(_INDENT))
        return
    form.setLeftMargin(indent + theme.px(_INDENT))
    form.setTextIndent(theme.px(_MARKER) - theme.px(_INDENT))
    form.setTabPositions([QTextOption.Tab(theme.px(_INDENT) - theme.px(_MARKER), QTextOption.TabType.LeftTab)])


def _lead(characters: QTextCharFormat, to: str, name: str) -> None:
    """A place called `name` that leads to another in the same text."""
    characters.setAnchor(True)
    characters.setAnchorHref(to)
    characters.setAnchorNames([name])
    characters.setForeground(theme.colour("accent_text"))


def run_format(run: Run, font: QFont, token: str, *, chinese: bool, chips: bool = True) -> QTextCharFormat:
    """How the characters of a run look. Chinese has no italic: emphasis is a step of weight there."""
    characters = QTextCharFormat()
    own = QFont(font)
    if run.code or run.formula is not None:
        own = theme.font("code", chinese=chinese)
        own.setPixelSize(max(own.pixelSize(), round(font.pixelSize() * _CODE_SHARE)))
        characters.setProperty(CHIP, chips and run.code)
    if run.strong:
        own.setWeight(QFont.Weight.DemiBold)
    if run.emphasis and chinese:
        own.setWeight(QFont.Weight.Medium)
    elif run.emphasis:
        own.setItalic(True)
    own.setStrikeOut(run.strike)
    characters.setFont(own)
    if run.raised:
        characters.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
    characters.setForeground(theme.colour("accent_text" if run.link else token))
    if run.note:
        _lead(characters, f"{NOTE}{run.note}", f"{REFERENCE}{run.note}")
    if run.link:
        characters.setAnchor(True)
        characters.setAnchorHref(run.link)
        characters.setFontUnderline(True)
        characters.setToolTip(tip(run.link))
    return characters
