"""A text cut into the pieces that are widgets: code and tables alone, running text in helpings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.formats.markdown.tree import Block, CodeBlock, Heading, ListBlock, Paragraph, Quote, Table
from desktop.formats.markdown.tree import plain_text as text_of
from desktop.ui.panes.chat.typesetting.typesetter import NOTE, REFERENCE

if TYPE_CHECKING:
    from desktop.formats.markdown.tree import Runs

Piece = tuple[Block, ...]

_BLOCKS = 20  # of one document, and entries of one part of a list
_CHARACTERS = 3_000
_WIDE_EMS = 30  # of a formula; a page has 37.5


class WidgetPieces:
    """Pieces of blocks that come one after another."""

    def __init__(self) -> None:
        self._closed: list[Piece] = []
        self._open: list[Block] = []
        self._characters = 0

    def add(self, blocks: Iterable[Block]) -> None:
        """Put `blocks` at the end."""
        for block in blocks:
            for part in parts(block):
                self._add(part)

    def all(self) -> list[Piece]:
        """From the top down."""
        return [*self._closed, tuple(self._open)] if self._open else list(self._closed)

    def copy(self) -> WidgetPieces:
        """The same pieces, to which others can be added."""
        made = WidgetPieces()
        made._closed, made._open, made._characters = list(self._closed), list(self._open), self._characters
        return made

    def _add(self, block: Block) -> None:
        alone = stands_alone(block)
        if alone or (isinstance(block, ListBlock) and block.goes_on):
            self._close()
        self._open.append(block)
        self._characters += sum(map(len, texts((block,))))
        if alone or len(self._open) >= _BLOCKS or self._characters >= _CHARACTERS:
            self._close()

    def _close(self) -> None:
        if self._open:
            self._closed.append(tuple(self._open))
        self._open, self._characters = [], 0


def stands_alone(block: Block) -> bool:
    """Whether a block is a widget of its own."""
    return isinstance(block, CodeBlock | Table) or is_wide(block)


def is_wide(block: Block) -> bool:
    """Whether a paragraph is a formula on a line of its own that may be wider than the page."""
    formula = block.runs[0].formula if isinstance(block, Paragraph) and len(block.runs) == 1 else None
    drawing = formula.drawing if formula is not None and formula.display else None
    return drawing is not None and drawing.width > _WIDE_EMS


def parts(block: Block) -> Iterator[Block]:
    """The block, or the parts of a long list."""
    if not isinstance(block, ListBlock) or len(block.items) <= _BLOCKS:
        yield block
        return
    for at in range(0, len(block.items), _BLOCKS):
        start = None if block.start is None else block.start + at
        yield replace(block, items=block.items[at : at + _BLOCKS], start=start, goes_on=block.goes_on or at > 0)


def anchors(piece: Iterable[Block]) -> Iterator[str]:
    """The footnotes of a piece, and the places that refer to one, by the addresses they have inside the text."""
    for block in piece:
        match block:
            case Paragraph(runs) | Heading(_, runs):
                yield from _references(runs)
            case Quote(inner):
                yield from anchors(inner)
            case ListBlock(items, start):
                for number, item in enumerate(items, start or 0):
                    if block.notes:
                        yield f"{NOTE}{number}"
                    yield from anchors(item.blocks)
            case Table(header, rows):
                for row in (header, *rows):
                    for cell in row:
                        yield from _references(cell)


def _references(runs: Runs) -> Iterator[str]:
    return (f"{REFERENCE}{run.note}" for run in runs if run.note)


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """The plain text of each block."""
    for block in blocks:
        match block:
            case Paragraph(runs) | Heading(_, runs):
                yield text_of(runs)
            case CodeBlock():
                yield block.text
            case Quote(inner):
                yield from texts(inner)
            case ListBlock(items, start):
                for number, item in enumerate(items, start or 0):
                    marker = "- " if start is None else f"{number}. "
                    yield marker + "\n".join(texts(item.blocks))
            case Table(header, rows):
                yield "\n".join("\t".join(text_of(cell) for cell in row) for row in (header, *rows))
