"""The variables of a snippet that has just been inserted: Tab goes from one to the next, each is selected in turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from desktop.ui.look.theme import theme

if TYPE_CHECKING:
    from desktop.features.chat.snippets import Piece


@dataclass
class _Field:
    """The place of a variable; it grows and shrinks with what is typed into it."""

    name: str
    start: QTextCursor
    end: QTextCursor

    @property
    def text(self) -> str:
        return self._selected().selectedText().replace("\u2029", "\n")

    def _selected(self) -> QTextCursor:
        cursor = QTextCursor(self.start.document())  # a copy of `start` would stay where it is, as `start` does
        cursor.setPosition(self.start.position())
        cursor.setPosition(self.end.position(), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def select_in(self, text: QTextEdit) -> None:
        text.setTextCursor(self._selected())

    def put(self, value: str) -> None:
        if value != self.text:
            self._selected().insertText(value)

    def holds(self, position: int) -> bool:
        return self.start.position() <= position <= self.end.position()


class SnippetFields:
    """Inserts a text with variables and leads through them. The same variable is filled in everywhere at once."""

    def __init__(self, text: QTextEdit) -> None:
        self._text = text
        self._fields: list[_Field] = []

    @property
    def active(self) -> bool:
        return bool(self._fields)

    def insert(self, cursor: QTextCursor, pieces: list[Piece]) -> None:
        """Put the pieces in the place of the cursor's selection, as one step of undo."""
        self.end()
        places: list[tuple[str, int, int]] = []
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        for piece in pieces:
            start = cursor.position()
            cursor.insertText(piece.text)
            if piece.name:
                places.append((piece.name, start, cursor.position()))
        cursor.endEditBlock()
        self._text.setTextCursor(cursor)
        self._fields = [self._field(*place) for place in places]
        if self._fields:
            self._fields[0].select_in(self._text)
        self.paint()

    def step(self, by: int) -> None:
        """Go to the next variable or the one before; after the last one it is done."""
        at = self._current()
        field = self._fields[at]
        for other in self._fields:
            if other is not field and other.name == field.name:
                other.put(field.text)
        following = at + by
        seen = {one.name for one in self._fields[: at + 1]}
        while by > 0 and following < len(self._fields) and self._fields[following].name in seen:
            following += 1
        if following >= len(self._fields):
            cursor = QTextCursor(self._fields[-1].end)
            self.end()
            cursor.movePosition(QTextCursor.MoveOperation.End)
            self._text.setTextCursor(cursor)
            return
        self._fields[max(0, following)].select_in(self._text)

    def end(self) -> None:
        """No variable is asked for any more."""
        self._fields = []
        self.paint()

    def paint(self) -> None:
        """Tint what is still asked for."""
        marks = []
        for field in self._fields:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = field._selected()
            mark.format.setBackground(theme.colour("proposal"))
            marks.append(mark)
        self._text.setExtraSelections(marks)

    def _current(self) -> int:
        position = self._text.textCursor().position()
        return next((at for at, field in enumerate(self._fields) if field.holds(position)), 0)

    def _field(self, name: str, start: int, end: int) -> _Field:
        first, last = QTextCursor(self._text.document()), QTextCursor(self._text.document())
        first.setPosition(start)
        first.setKeepPositionOnInsert(True)
        last.setPosition(end)
        return _Field(name, first, last)
