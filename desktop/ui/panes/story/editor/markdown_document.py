"""The manuscript's document and its Markdown, kept in step block by block, so that typing never writes it all anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtGui import QFont, QTextBlock, QTextCursor, QTextDocument

from desktop.ui.panes.story.editor.block_format import (
    NEW,
    OLD,
    Look,
    block_form,
    change_of,
    characters,
    kind_of,
    level_of,
    proposed_break,
    wanted_form,
)
from desktop.ui.panes.story.scene_text import GAP, SOFT, Kind, Paragraph, Run, markdown, paragraph, parse, placed

BREAK_SIGN = "* * *"


class MarkdownDocument:
    """`text` is what is kept: what is only proposed doesn't count, what a proposal would replace does."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        # One for each block: its Markdown, None when it isn't known, "\0" for one that goes on the one before.
        self._cache: list[str | None] = [None]
        document.contentsChange.connect(self._changed)

    # -- whole texts -------------------------------------------------------------------------------------------------

    def set_text(self, text: str, look: Look) -> None:
        """Another text; nothing to undo."""
        document = self._document
        document.setUndoRedoEnabled(False)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        before: Kind | None = None
        for number, found in enumerate(parse(text)):
            form = block_form(
                look,
                found.kind,
                found.level,
                flush=before is not Kind.TEXT,
                hang=look.chinese and found.text[:1] in tuple("“‘（《「『【"),
                first=number == 0,
            )
            if number:
                cursor.insertBlock(form, characters())
            else:
                cursor.setBlockFormat(form)
                cursor.setBlockCharFormat(characters())
            insert_runs(cursor, found)
            before = found.kind
        cursor.endEditBlock()
        self._cache = [None] * document.blockCount()
        document.setUndoRedoEnabled(True)
        document.setModified(False)

    def text(self) -> str:
        """The Markdown now. Only what changed since the last time is written anew."""
        cache = self._cache
        if None in cache:
            self._fill()
        return GAP.join(piece for piece in self._cache if piece != "\0" and piece is not None)

    def pieces(self) -> list[str]:
        """The Markdown of each paragraph."""
        self.text()
        return [piece for piece in self._cache if piece != "\0" and piece is not None]

    def replace(self, at: int, count: int, pieces: Sequence[str], tail: int, look: Look) -> int:
        """Other paragraphs stand in place of `count` from `at` on; nothing to undo, and nothing may be proposed.

        Returns the position before the last `tail` letters of their Markdown.
        """
        document = self._document
        document.setUndoRedoEnabled(False)
        block = document.findBlockByNumber(at)
        last = document.findBlockByNumber(at + count - 1)
        cursor = QTextCursor(block)
        cursor.beginEditBlock()
        cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        for number, piece in enumerate(pieces):
            found = paragraph(piece)
            form = block_form(look, found.kind, found.level)
            if number:
                cursor.insertBlock(form, characters())
            else:
                cursor.setBlockFormat(form)
                cursor.setBlockCharFormat(characters())
            insert_runs(cursor, found)
        lay_out(document, look, at, at + len(pieces))
        cursor.endEditBlock()
        document.setUndoRedoEnabled(True)
        return self._inside(document.findBlockByNumber(at + len(pieces) - 1), max(0, len(pieces[-1]) - tail))

    def _fill(self) -> None:
        cache = self._cache
        for number, piece in enumerate(cache):
            if piece is None:
                block = self._document.findBlockByNumber(number)
                if number and proposed_break(block):
                    cache[number] = "\0"
                else:
                    cache[number] = markdown(paragraph_of(block))

    def _changed(self, at: int, _removed: int, added: int) -> None:
        document = self._document
        first = document.findBlock(at)
        last = document.findBlock(min(at + added, document.characterCount() - 1))
        start = first.blockNumber()
        end = last.blockNumber() if last.isValid() else document.blockCount() - 1
        grown = document.blockCount() - len(self._cache)
        while start > 0 and proposed_break(document.findBlockByNumber(start)):
            start -= 1
        following = document.findBlockByNumber(end).next()
        while following.isValid() and proposed_break(following):
            end += 1
            following = following.next()
        old_end = max(start, end + 1 - grown)
        self._cache[start:old_end] = [None] * (end + 1 - start)
        if len(self._cache) != document.blockCount():  # Qt told of less than it did
            self._cache = [None] * document.blockCount()

    # -- places ------------------------------------------------------------------------------------------------------

    def offset(self, position: int) -> int:
        """Where a position of the document stands in `text`."""
        self.text()
        block = self._document.findBlock(position)
        number = block.blockNumber()
        while self._cache[number] == "\0":
            number -= 1
        total = sum(len(piece) + len(GAP) for piece in self._cache[:number] if piece is not None and piece != "\0")
        head = self._document.findBlockByNumber(number)
        piece = self._cache[number] or ""
        count = 0
        _, offsets = placed(paragraph_of(head))
        for at, length in kept_spans(head):
            if position >= at + length:
                count += length
            else:
                count += max(0, position - at)
                break
        return total + (offsets[count] if count < len(offsets) else len(piece))

    def position(self, offset: int) -> int:
        """Where an offset in `text` stands in the document."""
        self.text()
        left = offset
        for number, piece in enumerate(self._cache):
            if piece is None or piece == "\0":
                continue
            if left <= len(piece):
                return self._inside(self._document.findBlockByNumber(number), left)
            left -= len(piece) + len(GAP)
            if left < 0:
                left = 0
        return self._document.characterCount() - 1

    def _inside(self, block: QTextBlock, offset: int) -> int:
        _, offsets = placed(paragraph_of(block))
        count = next((number for number, at in enumerate(offsets) if at >= offset), len(offsets))
        at = block.position()
        for start, length in kept_spans(block):
            if count <= length:
                return start + count
            count -= length
            at = start + length
        return at


def lay_out(document: QTextDocument, look: Look, first: int = 0, last: int | None = None) -> None:
    """Give the blocks from number `first` to `last` the formats they should have."""
    block = document.findBlockByNumber(first)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    while block.isValid() and (last is None or block.blockNumber() <= last):
        form = wanted_form(look, block)
        if form != block.blockFormat():
            cursor.setPosition(block.position())
            cursor.setBlockFormat(form)
        block = block.next()
    cursor.endEditBlock()


def insert_runs(cursor: QTextCursor, paragraph: Paragraph, change: int = 0) -> None:
    """Write a paragraph's inside at the cursor."""
    if paragraph.kind is Kind.BREAK:
        cursor.insertText(BREAK_SIGN, characters(change=change))
    for run in paragraph.runs:
        cursor.insertText(run.text, characters(emphasis=run.emphasis, strong=run.strong, change=change))


def chain(block: QTextBlock) -> Iterator[QTextBlock]:
    """A block and those that only a proposal separates from it."""
    yield block
    block = block.next()
    while block.isValid() and proposed_break(block):
        yield block
        block = block.next()


def kept_spans(block: QTextBlock) -> Iterator[tuple[int, int]]:
    """Where the text that is kept stands, from `block` to the end of its chain: position and length."""
    for part in chain(block):
        it = part.begin()
        while not it.atEnd():
            fragment = it.fragment()
            if change_of(fragment.charFormat()) & 3 != NEW:
                yield fragment.position(), fragment.length()
            it += 1


def paragraph_of(block: QTextBlock) -> Paragraph:
    """What a block, with those a proposal tore off it, says without the proposal."""
    kind = kind_of(block)
    if kind is Kind.BREAK:
        return Paragraph((), Kind.BREAK)
    return Paragraph(tuple(runs_of(block)), kind, level_of(block))


def runs_of(block: QTextBlock) -> Iterator[Run]:
    for part in chain(block):
        it = part.begin()
        while not it.atEnd():
            fragment = it.fragment()
            form = fragment.charFormat()
            if change_of(form) & 3 != NEW:
                text = fragment.text().replace("\ufffc", "")
                strong = form.fontWeight() >= QFont.Weight.DemiBold.value
                yield Run(text.replace("\n", SOFT), form.fontItalic(), strong)
            it += 1


__all__ = [
    "BREAK_SIGN",
    "OLD",
    "MarkdownDocument",
    "chain",
    "insert_runs",
    "kept_spans",
    "lay_out",
    "paragraph_of",
    "runs_of",
]
