"""The left page: where one types or pastes. It is kept cut into rows while the text stays as it was typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QTextBlock, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.panes.translate.pages.row_text import GAP, RowText, keep_gap
from desktop.ui.panes.translate.pages.rows import LINE_SEPARATOR, Piece, joined
from desktop.ui.text.retranslate import say

_REST = 700  # ms without a key: the source rests
_MOST_STEPS = 200
_STEP = 12  # characters that one Undo takes back at most


class SourceText(RowText):
    """`edited` fires at every change by a person, `rested` with the text once no more comes."""

    edited = Signal()
    rested = Signal(str)

    def __init__(self, left: int, right: int, parent: QWidget | None = None) -> None:
        super().__init__(left, right, parent)
        self._before: list[tuple[str, int]] = []  # texts and carets, for Undo: Qt's own would undo our margins
        self._after: list[tuple[str, int]] = []
        self._known = ""
        self._composing = False
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_REST)
        self._clock.timeout.connect(self.rest_now)
        self.textChanged.connect(self._changed)
        say(self, self.setAccessibleName, lambda: translate("TranslatePane", "Source"))

    # -- the text ----------------------------------------------------------------------------------------------------

    def text(self) -> str:
        """As it was typed."""
        return joined(self.pieces())

    def pieces(self) -> list[Piece]:
        """Every row with the white space before it."""
        found, block = [], self.document().begin()
        while block.isValid():
            found.append(Piece(_gap(block), block.text()))
            block = block.next()
        return found

    def set_text(self, text: str) -> None:
        """Another text; nothing to undo."""
        self._write([Piece("" if number == 0 else "\n", line) for number, line in enumerate(text.split("\n"))], 0)
        self._known = text
        self._before.clear()
        self._after.clear()

    def set_pieces(self, pieces: Sequence[Piece]) -> None:
        """The same text cut into other rows; caret, selection and scrolling stay."""
        cursor = self.textCursor()
        anchor, at = self._offset(cursor.anchor()), self._offset(cursor.position())
        rest = self.text()[len(joined(pieces)) :]
        whole = [Piece(piece.gap, piece.text.replace("\n", LINE_SEPARATOR)) for piece in pieces]
        if rest:
            whole += [Piece("\n", line) for line in rest.split("\n")[1:]]
        if whole == self.pieces():
            return
        bar = self.verticalScrollBar()
        before = bar.value()
        self._write(whole, anchor)
        cursor = self.textCursor()
        cursor.setPosition(self._position(anchor))
        cursor.setPosition(self._position(at), QTextCursor.MoveMode.KeepAnchor)
        self.busy = True
        self.setTextCursor(cursor)
        self.busy = False
        bar.setValue(before)

    @property
    def in_empty_row(self) -> bool:
        """Whether the caret stands in a row with nothing in it: something is about to be typed there."""
        return self.hasFocus() and not self.textCursor().block().text().strip() and self.count > 1

    def rest_now(self) -> None:
        """Don't wait any longer."""
        self._clock.stop()
        if self._composing:
            self._clock.start()
            return
        self.rested.emit(self.text())

    def _write(self, pieces: Sequence[Piece], _caret: int) -> None:
        self.set_rows([piece.text for piece in pieces], [piece.gap for piece in pieces])

    def _offset(self, position: int) -> int:
        """An offset in the text of a position in the document."""
        offset, block = 0, self.document().begin()
        while block.isValid():
            offset += len(_gap(block))
            if block.contains(position):
                return offset + position - block.position()
            offset += block.length() - 1
            block = block.next()
        return offset

    def _position(self, offset: int) -> int:
        block = self.document().begin()
        while block.isValid():
            offset -= len(_gap(block))
            if offset < 0:
                return max(0, block.position() - (1 if block.previous().isValid() and offset < -1 else 0))
            if offset <= block.length() - 1:
                return block.position() + offset
            offset -= block.length() - 1
            block = block.next()
        return self.document().characterCount() - 1

    # -- what a person does ------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if self.busy:
            return
        text = self.text()
        if text == self._known:
            return
        self._note(self._known, text)
        self._known = text
        self._clock.start()
        self.edited.emit()

    def _note(self, before: str, text: str) -> None:
        last = self._before[-1][0] if self._before else None
        if last is None or abs(len(text) - len(last)) > _STEP or text[-1:].isspace() or not before:
            self._before.append((before, min(self.textCursor().position(), len(before))))
            del self._before[:-_MOST_STEPS]
        self._after.clear()

    def _travel(self, back: list[tuple[str, int]], forth: list[tuple[str, int]]) -> None:
        if not back:
            return
        text, caret = back.pop()
        forth.append((self._known, self._offset(self.textCursor().position())))
        self._write([Piece("" if number == 0 else "\n", line) for number, line in enumerate(text.split("\n"))], caret)
        cursor = self.textCursor()
        cursor.setPosition(self._position(min(caret, len(text))))
        self.setTextCursor(cursor)
        self._known = text
        self._clock.start()
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self._travel(self._before, self._after)
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._travel(self._after, self._before)
        elif self.isReadOnly():
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.rest_now()
            else:
                self._insert("\n")
        elif event.key() == Qt.Key.Key_Backspace and self._at_soft_start():
            cursor = self.textCursor()
            gapless = not _gap(cursor.block())
            cursor.deletePreviousChar()
            if gapless:
                cursor.deletePreviousChar()
        else:
            super().keyPressEvent(event)

    def _at_soft_start(self) -> bool:
        cursor = self.textCursor()
        return not cursor.hasSelection() and cursor.atBlockStart() and cursor.block().previous().isValid()

    def _insert(self, text: str) -> None:
        """Text with its lines as rows."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        for number, line in enumerate(text.split("\n")):
            if number:
                form = QTextBlockFormat(cursor.blockFormat())
                form.setProperty(GAP, keep_gap("\n"))
                cursor.insertBlock(form)
            cursor.insertText(line, self._characters(line or cursor.block().text()))
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text().replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n")
        self._insert(text)
        if not self.isReadOnly():
            self._clock.start(50)

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor = self.textCursor()
        start, end = self._offset(cursor.selectionStart()), self._offset(cursor.selectionEnd())
        data = QMimeData()
        data.setText(self.text()[start:end])
        return data

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)


def _gap(block: QTextBlock) -> str:
    form = block.blockFormat()
    if form.hasProperty(GAP):
        return str(form.property(GAP))[1:]
    return "\n" if block.previous().isValid() else ""
