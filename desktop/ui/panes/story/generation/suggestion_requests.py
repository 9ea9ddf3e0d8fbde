"""Asking for next sentences while the caret rests; they give way to everything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.base.errors import LamplightError
from desktop.features.generation.stop import Stop
from desktop.features.story.context.events import Ended, StoryEvent
from desktop.store.conversations.records import Status
from desktop.store.stories.records import Take
from desktop.ui.panes.story.autosave import Autosave
from desktop.ui.panes.story.controller import Controller
from desktop.ui.panes.story.editor.manuscript import Manuscript
from desktop.ui.panes.story.generation.suggestion_cards import SuggestionCards
from desktop.ui.panes.story.work import Work

if TYPE_CHECKING:
    from desktop.features.story.story import Story

_ENDS = '.!?…。！？”」’"*'


class SuggestionRequests(QObject):
    """One question at a time; another one, or `stop`, ends it."""

    def __init__(
        self,
        editor: Manuscript,
        controller: Controller,
        saver: Autosave,
        work: Work,
        story: Callable[[], Story],
        cards: SuggestionCards,
    ) -> None:
        super().__init__(editor)
        self._editor = editor
        self._controller = controller
        self._saver = saver
        self._work = work
        self._story = story
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
