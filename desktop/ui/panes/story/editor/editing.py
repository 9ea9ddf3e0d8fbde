"""What a person does to the manuscript beyond typing letters; every action is one step to undo."""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextCursor

from desktop.ui.panes.story.editor.base import ManuscriptBase
from desktop.ui.panes.story.editor.block_format import (
    CHANGE,
    block_form,
    change_of,
    characters,
    kind_of,
    level_of,
    wanted_form,
)
from desktop.ui.panes.story.editor.markdown_document import BREAK_SIGN, insert_runs
from desktop.ui.panes.story.editor.paste import OWN
from desktop.ui.panes.story.scene_text import GAP, SOFT, Kind, Paragraph, Run, markdown, parse

_BREAK_TYPED = re.compile(r"(\* ?){3,}|-{3,}|—-|——")


class Editing:
    """Works on one editor."""

    def __init__(self, editor: ManuscriptBase) -> None:
        self._editor = editor

    # -- letters -----------------------------------------------------------------------------------------------------

    def toggle_emphasis(self) -> None:
        """Emphasis for the selection, or for what is typed next."""
        on = not self._editor.textCursor().charFormat().fontItalic()
        form = QTextCharFormat()
        form.setFontItalic(on)
        self._editor.mergeCurrentCharFormat(form)

    def toggle_strong(self) -> None:
        """Strong for the selection, or for what is typed next."""
        heavy = self._editor.textCursor().charFormat().fontWeight() >= QFont.Weight.DemiBold.value
        form = QTextCharFormat()
        form.setFontWeight((QFont.Weight.Normal if heavy else QFont.Weight.DemiBold).value)
        self._editor.mergeCurrentCharFormat(form)

    def plain_ahead(self) -> None:
        """What is typed next is written, not proposed, unless it is typed inside a proposal."""
        editor = self._editor
        cursor = editor.textCursor()
        if kind_of(cursor.block()) is Kind.BREAK and not cursor.hasSelection():
            self._below(cursor)
            return
        form = editor.currentCharFormat()
        if not change_of(form) or cursor.hasSelection():
            return
        ahead = QTextCursor(cursor)
        inside = ahead.movePosition(QTextCursor.MoveOperation.NextCharacter) and change_of(ahead.charFormat())
        if not inside or change_of(form) & 3 == 2:  # what is to go doesn't grow
            form.clearProperty(CHANGE)
            editor.setCurrentCharFormat(form)

    # -- paragraphs --------------------------------------------------------------------------------------------------

    def new_paragraph(self, *, soft: bool = False) -> None:
        """Enter; `soft` (Shift+Enter) stays in the paragraph."""
        editor = self._editor
        cursor = editor.textCursor()
        block = cursor.block()
        kind = kind_of(block)
        if soft:
            cursor.insertText(SOFT)
        elif kind is Kind.TEXT and _BREAK_TYPED.fullmatch(block.text().strip()):
            self._make_break(cursor)
        elif kind is Kind.QUOTE and not block.text():
            self._set_kind(cursor, block, Kind.TEXT)
        elif kind in (Kind.HEADING, Kind.BREAK):
            self._below(cursor) if cursor.atBlockEnd() or kind is Kind.BREAK else cursor.insertBlock()
        else:
            cursor.beginEditBlock()
            if cursor.hasSelection():
                cursor.removeSelectedText()
            form = block_form(editor.look, kind, flush=False)
            cursor.insertBlock(form, characters())
            cursor.endEditBlock()
        editor.setTextCursor(cursor)
        editor.ensureCursorVisible()

    def to_plain_paragraph(self) -> bool:
        """Backspace at the start of a heading, a quotation or in a scene break: it becomes a plain paragraph."""
        cursor = self._editor.textCursor()
        block = cursor.block()
        kind = kind_of(block)
        if cursor.hasSelection() or kind is Kind.TEXT or not (cursor.atBlockStart() or kind is Kind.BREAK):
            return False
        self._set_kind(cursor, block, Kind.TEXT, empty=kind is Kind.BREAK)
        return True

    def make(self, kind: Kind, level: int = 0) -> None:
        """Make the paragraphs of the selection headings, quotations or plain ones; a second time takes it back."""
        editor = self._editor
        cursor = editor.textCursor()
        block = editor.document().findBlock(cursor.selectionStart())
        last = editor.document().findBlock(cursor.selectionEnd())
        if kind_of(block) is kind and (kind is not Kind.HEADING or level_of(block) == level):
            kind, level = Kind.TEXT, 0
        cursor.beginEditBlock()
        while block.isValid():
            self._set_kind(QTextCursor(block), block, kind, level)
            if block == last:
                break
            block = block.next()
        cursor.endEditBlock()

    def scene_break(self) -> None:
        """A scene break after this paragraph, and a new paragraph after that."""
        cursor = self._editor.textCursor()
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        if cursor.block().text():
            cursor.insertBlock(block_form(self._editor.look, Kind.TEXT), characters())
        self._break_here(cursor)
        cursor.endEditBlock()
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()

    def _make_break(self, cursor: QTextCursor) -> None:
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self._break_here(cursor)
        cursor.endEditBlock()

    def _break_here(self, cursor: QTextCursor) -> None:
        cursor.setBlockFormat(block_form(self._editor.look, Kind.BREAK))
        cursor.insertText(BREAK_SIGN, characters())
        cursor.insertBlock(block_form(self._editor.look, Kind.TEXT, flush=True), characters())

    def _below(self, cursor: QTextCursor) -> None:
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        cursor.insertBlock(block_form(self._editor.look, Kind.TEXT, flush=True), characters())
        self._editor.setTextCursor(cursor)

    def _set_kind(
        self, cursor: QTextCursor, block: QTextBlock, kind: Kind, level: int = 0, *, empty: bool = False
    ) -> None:
        cursor.beginEditBlock()
        if empty:
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        cursor.setBlockFormat(block_form(self._editor.look, kind, level))
        cursor.setBlockFormat(wanted_form(self._editor.look, block))
        cursor.endEditBlock()
        self._editor.typesetter.rehighlightBlock(block)

    # -- Markdown in and out -----------------------------------------------------------------------------------------

    def insert_markdown(self, text: str) -> None:
        """Put paragraphs where the caret is, in place of the selection."""
        if not text:
            return
        editor = self._editor
        self.plain_ahead()
        cursor = editor.textCursor()
        cursor.beginEditBlock()
        if cursor.hasSelection():
            cursor.removeSelectedText()
        paragraphs = parse(text)
        for number, paragraph in enumerate(paragraphs):
            form = block_form(editor.look, paragraph.kind, paragraph.level)
            if number:
                cursor.insertBlock(form, characters())
            elif paragraph.kind is not Kind.TEXT and not cursor.block().text():
                cursor.setBlockFormat(form)
            insert_runs(cursor, paragraph)
        cursor.endEditBlock()
        editor.setTextCursor(cursor)
        editor.ensureCursorVisible()

    def copied(self) -> QMimeData:
        """The selection as our Markdown for ourselves, and as plain text for others."""
        cursor = self._editor.textCursor()
        paragraphs = list(selected(cursor))
        data = QMimeData()
        data.setText(GAP.join(found.text.replace(SOFT, "\n") for found in paragraphs))
        data.setData(OWN, GAP.join(markdown(found) for found in paragraphs).encode())
        return data


def selected(cursor: QTextCursor) -> list[Paragraph]:
    """The paragraphs of a selection, the first and the last cut to it."""
    found = []
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    block = cursor.document().findBlock(start)
    while block.isValid() and block.position() < max(end, start + 1):
        runs = []
        it = block.begin()
        while not it.atEnd():
            fragment = it.fragment()
            first = max(0, start - fragment.position())
            last = min(fragment.length(), end - fragment.position())
            if last > first:
                form = fragment.charFormat()
                strong = form.fontWeight() >= QFont.Weight.DemiBold.value
                runs.append(Run(fragment.text()[first:last], form.fontItalic(), strong))
            it += 1
        whole = block.position() >= start
        kind = kind_of(block) if whole else Kind.TEXT
        found.append(Paragraph(tuple(runs), kind, level_of(block) if kind is Kind.HEADING else 0))
        block = block.next()
    return found
