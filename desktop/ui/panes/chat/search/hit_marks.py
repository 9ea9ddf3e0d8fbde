"""What was found, marked on the page: in every message that is a widget now, and in those that come into view."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop.store.core.search_text import Query, hits
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.attachments.chips import Chip
from desktop.ui.panes.chat.messages.message_view import MessageView
from desktop.ui.panes.chat.transcript.transcript import Transcript

_EDGE = 80  # px between what is looked at and the edge of the page


class HitMarks(QObject):
    """Marks a query's hits; one message may have the one that is looked at."""

    def __init__(self, transcript: Transcript) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._query: Query | None = None
        self._at: tuple[int, int] | None = None  # a message and which of its hits
        self._document = 0  # the attachment that was found, rather than the message's own words
        transcript.placed.connect(self._apply)
        theme.follow(self, self._apply)

    def show(self, typed: str, at: tuple[int, int] | None = None, document_id: int = 0) -> None:
        """Mark what was typed; `at` is a message's id and the number of its hit that is looked at.

        With a `document_id` the hit is in that attachment of the message.
        """
        query = Query.parse(typed)
        self._query = query if query.match else None
        self._at, self._document = at, document_id
        self._apply()

    def clear(self) -> None:
        """No marks any more."""
        if self._query is not None:
            self._query, self._at, self._document = None, None, 0
            self._apply(force=True)

    @property
    def shown(self) -> bool:
        return self._query is not None

    @property
    def query(self) -> Query | None:
        """What is marked now."""
        return self._query

    def bring_into_view(self, fraction: float = 0.0) -> bool:
        """Scroll to the hit that is looked at; False while its message isn't on the page.

        `fraction` says where in the message it is, for one longer than the screen: only what is near is built.
        """
        if self._at is None:
            return False
        message_id, number = self._at
        if self._document:
            number = -1
        row = self._transcript.row(message_id)
        view = self._transcript.show_row(row) if row >= 0 else None
        if view is None:
            return False
        bar = self._transcript.verticalScrollBar()
        high = self._transcript.viewport().height()
        if view.height() > high:
            bar.setValue(bar.value() + view.y() + int(view.height() * fraction) - high // 3)
        for _ in range(2):  # what is built on the way may move it
            self._apply()
            place = self._place_of(view, number)
            if place is None:
                break
            if place < _EDGE or place > high - _EDGE:
                bar.setValue(bar.value() + place - high // 3)
        return True

    def _place_of(self, view: MessageView, number: int) -> int | None:
        """Where in the viewport the hit is, in px from its top."""
        for text, found, first in _texts(view):
            if first <= number < first + len(found):
                start = found[number - first][0]
                cursor = QTextCursor(text.document())
                cursor.setPosition(min(start, text.document().characterCount() - 1))
                at = text.viewport().mapTo(self._transcript.viewport(), text.cursorRect(cursor).topLeft())
                return at.y()
        return view.mapTo(self._transcript.viewport(), QPoint()).y() if number <= 0 else None

    def _apply(self, *, force: bool = False) -> None:
        if self._query is None and not force:
            return
        for view in self._transcript.views:
            self._mark(view)

    def _mark(self, view: MessageView) -> None:
        from desktop.ui.panes.chat.typesetting.prose import Prose  # there is one where there is a view

        here = self._at is not None and self._at[0] == view.message.id
        for chip in view.findChildren(Chip):
            chip.set_marked(here and chip.attached.id == self._document)
        looked_at = self._at[1] if self._at is not None and here and not self._document else -1
        last = sum(len(found) for _, found, _ in _found_in(view, self._query)) - 1
        looked_at = min(looked_at, last)
        for text, found, first in _found_in(view, self._query):
            current = looked_at - first if first <= looked_at < first + len(found) else -1
            if isinstance(text, Prose):
                text.set_hits(found, current)
            else:
                text.setExtraSelections(selections(text, found))
            text.setProperty("hits", found)


def _texts(view: QWidget) -> list[tuple[QTextEdit, tuple[tuple[int, int], ...], int]]:
    """The texts of a message with the hits marked in each, and the number of the first of them."""
    listed, count = [], 0
    for text in _edits(view):
        found = text.property("hits") or ()
        listed.append((text, tuple(found), count))
        count += len(found)
    return listed


def _found_in(view: QWidget, query: Query | None) -> list[tuple[QTextEdit, tuple[tuple[int, int], ...], int]]:
    listed, count = [], 0
    for text in _edits(view):
        found = in_document(text.toPlainText(), query) if query is not None else ()
        listed.append((text, found, count))
        count += len(found)
    return listed


def _edits(view: QWidget) -> list[QTextEdit]:
    """From the top down."""
    from desktop.ui.panes.chat.typesetting.code_card import CodeLines
    from desktop.ui.panes.chat.typesetting.prose import Prose

    edits = [each for each in view.findChildren(QTextEdit) if isinstance(each, Prose | CodeLines)]
    return sorted((each for each in edits if each.isVisibleTo(view)), key=lambda each: each.mapTo(view, QPoint()).y())


def in_document(text: str, query: Query) -> tuple[tuple[int, int], ...]:
    """Hits in positions of Qt's documents, which count UTF-16 units."""
    found = hits(text, query)
    if not found or max(text) <= "\uffff":
        return tuple(found)

    def units(at: int) -> int:
        return at + sum(character > "\uffff" for character in text[:at])

    return tuple((units(start), units(end)) for start, end in found)


def selections(text: QTextEdit, found: tuple[tuple[int, int], ...]) -> list[QTextEdit.ExtraSelection]:
    """The tint of what was found, for a text that doesn't paint it itself."""
    form = QTextCharFormat()
    form.setBackground(theme.colour("selection"))
    listed = []
    for start, end in found:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(text.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor, selection.format = cursor, form
        listed.append(selection)
    return listed
