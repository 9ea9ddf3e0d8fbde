"""Asking for next sentences while the caret rests; they give way to everything else."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.base.errors import LamplightError
from desktop.features.generation.stop import Stop
from desktop.features.story.context.events import Ended, StoryEvent
from desktop.store.conversations.records import Status
from desktop.store.stories.records import Take
from desktop.ui.panes.story.context import StoryContext
from desktop.ui.panes.story.generation.suggestion_cards import SuggestionCards

_ENDS = '.!?…。！？”」’"*'


class SuggestionRequests(QObject):
    """One question at a time; another one, or `stop`, ends it."""

    def __init__(self, context: StoryContext, cards: SuggestionCards) -> None:
        super().__init__(context.editor)
        self._editor = context.editor
        self._controller = context.controller
        self._saver = context.saver
        self._work = context.work
        self._story = context.story
        self._cards = cards
        self._stop: Stop | None = None

    @property
    def asking(self) -> bool:
        return self._stop is not None

    def stop(self) -> None:
        if self._stop is not None:
            self._stop.set()
            self._stop = None

    def ask(self) -> None:
        """Where a sentence has ended at the end of its paragraph."""
        node_id = self._controller.node_id
        cursor = self._editor.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()].rstrip()
        if node_id is None or cursor.hasSelection() or not cursor.atBlockEnd() or (before and before[-1] not in _ENDS):
            return
        text = self._editor.text()
        if not text.strip():
            return
        self.stop()
        stop, many = Stop(), self._cards.most()
        self._stop = stop
        offset = self._editor.script.offset(cursor.position())
        takes: dict[int, Take] = {}

        def event(found: StoryEvent) -> None:
            """A sentence that has ended can be chosen while the others are being written."""
            if isinstance(found, Ended) and found.take.status is not Status.FAILED:
                takes[found.take.id] = found.take
                if self._stop is stop:
                    self._cards.show_takes(list(takes.values()), many - len(takes))

        def done() -> None:
            if self._stop is stop:
                self._stop = None
                self._cards.show_takes(list(takes.values()))

        def failed(error: Exception) -> None:
            if self._stop is stop:
                self._stop = None
            if not isinstance(error, LamplightError):
                raise error

        def ask() -> None:
            if self._stop is stop:
                story = self._story
                self._work.stream(lambda: story().openings(node_id, offset, text, many, stop), event, done, failed)

        self._saver.save(then=ask)
