"""Conversations as a Word document: the path a person sees, typeset from the same blocks as the window's."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from desktop.base.i18n import translate
from desktop.base.text.reasoning import split
from desktop.features.exchange.pages import attached_name, time_text, untitled, who
from desktop.formats.markdown.blocks import parse, plain
from desktop.formats.markdown.text import readable
from desktop.formats.markdown.tree import (
    Block,
    CodeBlock,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
    plain_text,
)
from desktop.store.conversations.exchange import Thread, Turn

_MONO, _CHINESE = "Consolas", "Microsoft YaHei"
_QUIET = RGBColor(0x65, 0x5F, 0x55)
_STEP = 18  # points a list or quotation is set in
_DEEPEST = 8
_NOT_XML = re.compile("[\ufffe\uffff]")


def write(threads: Sequence[Thread], stopped: Callable[[], bool] = lambda: False) -> bytes:
    """The file's content; what there is of it when it is `stopped`."""
    document = _new()
    for number, thread in enumerate(threads):
        if stopped():
            break
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _Writer(document).thread(thread)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _new() -> Any:
    document = Document()
    document.core_properties.author = ""
    document.core_properties.comments = ""
    style = document.styles["Normal"]
    style.font.size = Pt(11)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), _CHINESE)
    return document


class _Writer:
    """Writes one conversation at the end of a document."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def thread(self, thread: Thread) -> None:
        self._heading(thread.title or untitled(), 1)
        self._quiet(time_text(thread.created))
        if thread.system_prompt:
            self._blocks(plain(thread.system_prompt).blocks, 1)
        for turn in thread.path():
            self._turn(turn)

    def _turn(self, turn: Turn) -> None:
        self._heading(who(turn), 2)
        if turn.created is not None:
            self._quiet(time_text(turn.created))
        for attachment in turn.attachments:
            self._quiet(attached_name(attachment))
            self._blocks(plain(attachment.text).blocks, 1)
        thought, said = split(turn.text)
        if thought:
            self._quiet(translate("Export", "Thought first"))
            self._blocks(parse(thought).blocks, 1)
        self._blocks((plain(said) if turn.role == "user" else parse(said)).blocks, 0)

    # -- blocks ----------------------------------------------------------------------------------------------------

    def _blocks(self, blocks: Iterable[Block], depth: int) -> None:
        for block in blocks:
            self._block(block, min(depth, _DEEPEST))

    def _block(self, block: Block, depth: int) -> None:
        match block:
            case Paragraph(runs):
                self._paragraph(runs, depth)
            case Heading(level, runs):
                made = self._heading(plain_text(runs), min(9, level + 2))
                _indent(made, depth)
            case CodeBlock():
                self._code(block, depth)
            case Quote(inner):
                self._blocks(inner, depth + 1)
            case ListBlock():
                self._list(block, depth)
            case Table():
                self._table(block)
            case Rule():
                self._paragraph((Run("* * *"),), depth)

    def _heading(self, text: str, level: int) -> Any:
        made = self._document.add_heading("", level)
        _add_run(made, Run(" ".join(text.split())))
        _give_direction(made, text)
        return made

    def _quiet(self, text: str) -> None:
        made = self._document.add_paragraph()
        run = made.add_run(_storable(text))
        run.font.size = Pt(9)
        run.font.color.rgb = _QUIET

    def _paragraph(self, runs: Sequence[Run], depth: int, before: str = "") -> Any:
        made = self._document.add_paragraph()
        if before:
            made.add_run(before)
        for run in runs:
            _add_run(made, run)
        _indent(made, depth)
        if before:
            made.paragraph_format.first_line_indent = Pt(-_STEP)
            made.paragraph_format.space_after = Pt(2)
        _give_direction(made, plain_text(tuple(runs)))
        return made

    def _code(self, block: CodeBlock, depth: int) -> None:
        made = self._document.add_paragraph()
        _add_run(made, Run(block.text.rstrip("\n"), code=True))
        _indent(made, depth)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "F6F4EE")
        made._p.get_or_add_pPr().append(shade)

    def _list(self, block: ListBlock, depth: int) -> None:
        for number, item in enumerate(block.items, block.start or 0):
            mark = "•" if block.start is None else f"{number}."
            if item.checked is not None:
                mark = "☑" if item.checked else "☐"
            first, *rest = item.blocks or (Paragraph(()),)
            runs = first.runs if isinstance(first, Paragraph) else ()
            self._paragraph(runs, depth + 1, f"{mark}\t")
            self._blocks(rest if isinstance(first, Paragraph) else item.blocks, depth + 1)

    def _table(self, block: Table) -> None:
        made = self._document.add_table(rows=0, cols=max(1, len(block.align)))
        made.style = "Table Grid"
        for number, row in enumerate((block.header, *block.rows)):
            cells = made.add_row().cells
            for cell, runs in zip(cells, row, strict=False):
                paragraph = cell.paragraphs[0]
                for run in runs:
                    _add_run(paragraph, run, strong=number == 0)
                _give_direction(paragraph, plain_text(runs))
        self._document.add_paragraph()


def _add_run(paragraph: Any, run: Run, *, strong: bool = False) -> None:
    text = _storable(run.text)
    made = paragraph.add_run(text)
    made.bold = True if run.strong or strong else None
    made.italic = True if run.emphasis else None
    made.font.strike = True if run.strike else None
    if run.code:
        made.font.name = _MONO
        made._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _CHINESE)
        made.font.size = Pt(9.5)
    if run.link:
        made.font.underline = True
        _link(paragraph, made, run.link)


def _link(paragraph: Any, run: Any, address: str) -> None:
    """Let a run lead to an address, which the reader of Markdown has let pass."""
    related = paragraph.part.relate_to(_storable(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), related)
    run._r.addprevious(link)
    link.append(run._r)


def _indent(paragraph: Any, depth: int) -> None:
    if depth:
        paragraph.paragraph_format.left_indent = Pt(_STEP * depth)


def _give_direction(paragraph: Any, text: str) -> None:
    """Right to left where the first letter says so."""
    first = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L")
    if first == "L":
        return
    paragraph._p.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), "w:jc", "w:ind", "w:spacing", "w:rPr")
    for run in paragraph.runs:
        run.font.rtl = True


def _storable(text: str) -> str:
    """What XML can hold."""
    return _NOT_XML.sub("\ufffd", readable(text))
