"""What the model proposes, inside the text but not yet of it: written, compared, accepted or rejected piece by piece.

A proposal is nothing but a property of formats, so undo and redo carry it along like everything else. Every change
belongs to a hunk: NEW letters would come, OLD ones would go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor

from desktop.features.story.diff import compare
from desktop.ui.panes.story.editor.block_format import (
    CHANGE,
    NEW,
    OLD,
    PROPOSED_BREAK,
    ROOM,
    block_form,
    change_of,
    characters,
    kind_of,
    level_of,
    wanted_form,
)
from desktop.ui.panes.story.editor.manuscript import Manuscript
from desktop.ui.panes.story.scene_text import SOFT, Kind, inline

_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"”’)]*(?=\s|$)\s*|[。！？…]+[”’」』）]*|$)", re.DOTALL)


@dataclass(frozen=True)
class Span:
    """A stretch of proposed or doomed letters."""

    hunk: int
    kind: int
    start: int
    end: int


class Proposal(QObject):
    """The one proposal of an editor. `changed` tells that there is one, or none, or that it grew."""

    changed = Signal()

    def __init__(self, editor: Manuscript) -> None:
        super().__init__(editor)
        self._editor = editor
        self._cursor: QTextCursor | None = None  # where the model writes
        self._begun = False
        self._newlines = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._look)
        editor.document().contentsChange.connect(self._touched)

    # -- what there is -----------------------------------------------------------------------------------------------

    @property
    def present(self) -> bool:
        return self._editor.has_changes

    @property
    def writing_at(self) -> int | None:
        return self._cursor.position() if self._cursor is not None else None

    def held(self) -> list[QTextCursor]:
        """Where the model writes, to be kept there."""
        return [self._cursor] if self._cursor is not None else []

    def spans(self) -> list[Span]:
        """All there is, in the text's order."""
        found: list[Span] = []
        block = self._editor.document().begin()
        while block.isValid():
            found += _spans_of(block)
            block = block.next()
        return found

    def hunk_at(self, position: int) -> int | None:
        """The hunk that a position of the document stands in."""
        block = self._editor.document().findBlock(position)
        return next((span.hunk for span in _spans_of(block) if span.start <= position <= span.end), None)

    def last_block(self) -> QTextBlock | None:
        """The paragraph under which the buttons stand."""
        spans = self.spans()
        if self._cursor is not None:
            return self._cursor.block()
        return self._editor.document().findBlock(spans[-1].end) if spans else None

    def _touched(self, at: int, _removed: int, added: int) -> None:
        if self.present:
            self._settle.start()
            return
        document = self._editor.document()
        block = document.findBlock(at)
        while block.isValid() and block.position() <= at + added:
            if next(_spans_of(block), None) is not None:  # undo or redo brought it back
                self._settle.start()
                return
            if added > 20_000:
                return
            block = block.next()

    def _look(self) -> None:
        self._editor.has_changes = bool(self.spans()) or self._cursor is not None
        self._editor.viewport().update()
        self.changed.emit()

    # -- writing -----------------------------------------------------------------------------------------------------

    def begin(self, start: int, end: int | None = None) -> None:
        """The model writes at a position from now on; what stands up to `end` would go."""
        self._newlines = 0
        self._cursor = QTextCursor(self._editor.document())
        self._begun = False
        if end is not None and end > start:
            self._cursor.setPosition(start)
            self._cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self._open_edit()
            self._cursor.mergeCharFormat(_changed_form(OLD))
            self._cursor.setPosition(end)
            self._close_edit()
        else:
            self._cursor.setPosition(start)
        self._editor.has_changes = True
        self._make_room()
        self.changed.emit()

    def write(self, piece: str) -> None:
        """The next piece of its text."""
        if self._cursor is None:
            return
        self._open_edit()
        for number, line in enumerate(piece.split("\n")):
            self._newlines += number > 0
            if not line:
                continue
            self._break_if_due()
            self._cursor.insertText(line, characters(change=NEW))
        self._close_edit()
        self.changed.emit()

    def _break_if_due(self) -> None:
        cursor = self._cursor
        assert cursor is not None
        if self._newlines == 1:
            cursor.insertText(SOFT, characters(change=NEW))
        elif self._newlines > 1:
            room = cursor.blockFormat().hasProperty(ROOM)
            self._set_room(cursor.block(), on=False)
            form = block_form(self._editor.look, Kind.TEXT)
            form.setProperty(PROPOSED_BREAK, 1)
            cursor.insertBlock(form, characters(change=NEW))
            if room:
                self._set_room(cursor.block(), on=True)
        self._newlines = 0

    def end(self) -> None:
        """The model has finished; what is proposed waits for a person."""
        self._cursor = None
        self._look()

    def compare(self, old: str, new: str, start: int) -> None:
        """In place of what was written stand the hunks between `old`, which begins at `start`, and `new`."""
        document = self._editor.document()
        self._cursor = QTextCursor(document)
        self._open_edit()
        self._settle_spans(lambda span: span.kind == OLD)
        script = self._editor.script
        base = script.offset(start)
        hunks = list(enumerate(compare(old, new).hunks))
        for number, hunk in reversed(hunks):
            first, last = script.position(base + hunk.start), script.position(base + hunk.end)
            if hunk.old:
                self._cursor.setPosition(first)
                self._cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
                self._cursor.mergeCharFormat(_changed_form(OLD, number))
            self._cursor.setPosition(last)
            self._insert(hunk.new, number)
        self._close_edit()
        self._cursor = None
        self._look()
        self._make_room()

    def _insert(self, text: str, hunk: int) -> None:
        cursor = self._cursor
        assert cursor is not None
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                form = block_form(self._editor.look, Kind.TEXT)
                form.setProperty(PROPOSED_BREAK, hunk + 1)
                cursor.insertBlock(form, characters())
            for run in inline(paragraph):
                change = NEW | hunk << 2
                cursor.insertText(run.text, characters(emphasis=run.emphasis, strong=run.strong, change=change))

    # -- a person's choice -------------------------------------------------------------------------------------------

    def accept(self, hunk: int | None = None) -> None:
        """All of it, or one hunk, becomes the text."""
        self._decide(hunk, accepted=True)

    def reject(self, hunk: int | None = None) -> None:
        """All of it, or one hunk, goes away again."""
        self._decide(hunk, accepted=False)

    def accept_piece(self) -> bool:
        """The first hunk, or the first sentence of what was written; False when there is nothing more."""
        spans = self.spans()
        if not spans:
            return False
        if len({span.hunk for span in spans}) > 1 or spans[0].kind == OLD:
            self.accept(spans[0].hunk)
            return True
        first = spans[0]
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(first.start)
        cursor.setPosition(first.end, QTextCursor.MoveMode.KeepAnchor)
        match = _SENTENCE.match(cursor.selectedText())
        end = min(first.end, first.start + match.end()) if match is not None else first.end
        self._begun = False
        self._cursor = cursor
        self._open_edit()
        cursor.setPosition(first.start)
        block = cursor.block()
        if cursor.atBlockStart() and block.blockFormat().hasProperty(PROPOSED_BREAK):
            form = block.blockFormat()
            form.clearProperty(PROPOSED_BREAK)
            cursor.setBlockFormat(form)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        _clear_change(cursor)
        self._close_edit()
        self._cursor = None
        self._look()
        self._make_room()
        return True

    def _decide(self, hunk: int | None, *, accepted: bool) -> None:
        gone = OLD if accepted else NEW
        self._cursor = QTextCursor(self._editor.document())
        self._begun = False
        self._open_edit()
        self._settle_spans(lambda span: span.kind != gone, hunk)
        self._close_edit()
        self._cursor = None
        self._look()
        if not self.present:
            self._set_room_everywhere(on=False)
        else:
            self._make_room()

    def _settle_spans(self, stays, hunk: int | None = None) -> None:  # type: ignore[no-untyped-def]
        """From the end to the start: what stays loses its mark, what doesn't goes, with the breaks it brought."""
        cursor = self._cursor
        assert cursor is not None
        document = self._editor.document()
        spans = [span for span in self.spans() if hunk is None or span.hunk == hunk]
        breaks = [block for block in _blocks(document.begin()) if block.blockFormat().hasProperty(PROPOSED_BREAK)]
        steps: list[tuple[int, int, Span | None]] = [(span.start, span.end, span) for span in spans]
        for block in breaks:
            owner = block.blockFormat().intProperty(PROPOSED_BREAK) - 1
            if hunk is None or owner == hunk:
                steps.append((block.position() - 1, block.position(), None))
        for start, end, span in sorted(steps, key=lambda step: step[:2], reverse=True):
            if span is None:
                self._settle_break(cursor, end, stays(Span(0, NEW, start, end)))
                continue
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            if stays(span):
                _clear_change(cursor)
            else:
                cursor.removeSelectedText()

    def _settle_break(self, cursor: QTextCursor, position: int, stays: bool) -> None:
        cursor.setPosition(position)
        form = cursor.blockFormat()
        form.clearProperty(PROPOSED_BREAK)
        if stays:
            cursor.setBlockFormat(form)
            return
        before = cursor.block().previous()
        kept, kind, level = before.blockFormat(), kind_of(before), level_of(before)
        cursor.deletePreviousChar()
        if kind_of(cursor.block()) is not kind or level_of(cursor.block()) != level:
            cursor.setBlockFormat(kept)

    # -- the room for the buttons ------------------------------------------------------------------------------------

    def _make_room(self) -> None:
        block = self.last_block()
        if block is None or block.blockFormat().hasProperty(ROOM):
            return
        self._set_room_everywhere(on=False)
        self._set_room(block, on=True)

    def _set_room_everywhere(self, *, on: bool) -> None:
        for block in _blocks(self._editor.document().begin()):
            if block.blockFormat().hasProperty(ROOM) != on:
                self._set_room(block, on=on)

    def _set_room(self, block: QTextBlock, *, on: bool) -> None:
        form = QTextBlockFormat(block.blockFormat())
        if on:
            form.setProperty(ROOM, 1)
        else:
            form.clearProperty(ROOM)
        at = QTextCursor(block)
        at.joinPreviousEditBlock()
        at.setBlockFormat(form)
        at.setBlockFormat(wanted_form(self._editor.look, block))
        at.endEditBlock()

    def _open_edit(self) -> None:
        """The first change of a proposal is a step of its own to undo; the others belong to it."""
        assert self._cursor is not None
        if self._begun:
            self._cursor.joinPreviousEditBlock()
        else:
            self._cursor.beginEditBlock()
            self._begun = True

    def _close_edit(self) -> None:
        assert self._cursor is not None
        self._cursor.endEditBlock()


def _blocks(block: QTextBlock) -> Iterator[QTextBlock]:
    while block.isValid():
        yield block
        block = block.next()


def _spans_of(block: QTextBlock) -> Iterator[Span]:
    it = block.begin()
    while not it.atEnd():
        fragment = it.fragment()
        change = change_of(fragment.charFormat())
        if change:
            yield Span(change >> 2, change & 3, fragment.position(), fragment.position() + fragment.length())
        it += 1


def _changed_form(kind: int, hunk: int = 0) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setProperty(CHANGE, kind | hunk << 2)
    return form


def _clear_change(cursor: QTextCursor) -> None:
    """Take the mark from a selection, run by run: emphasis stays."""
    document = cursor.document()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    block = document.findBlock(start)
    while block.isValid() and block.position() <= end:
        pieces = []
        it = block.begin()
        while not it.atEnd():
            fragment = it.fragment()
            first = max(start, fragment.position())
            last = min(end, fragment.position() + fragment.length())
            if last > first and change_of(fragment.charFormat()):
                form = fragment.charFormat()
                form.clearProperty(CHANGE)
                pieces.append((first, last, form))
            it += 1
        for first, last, form in pieces:
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)
        block = block.next()
