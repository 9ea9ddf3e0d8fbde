"""From a result to the very message: its conversation opened, its version shown, the words brought into view.

Of a document that was found the message is shown, and its name marked; opened from there, its words are marked too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.store.core.search_text import Query, hits
from desktop.ui import tasks
from desktop.ui.panes.chat.controller import ChatController
from desktop.ui.panes.chat.search.hit_marks import HitMarks
from desktop.ui.panes.chat.transcript.transcript import Transcript

if TYPE_CHECKING:
    from desktop.store import Message, Store
    from desktop.store.search.records import Hit


@dataclass(frozen=True)
class _Wanted:
    conversation_id: int
    message_id: int
    typed: str
    document_id: int = 0


class Jump(QObject):
    """`arrived` carries the message's id once it stands on the page."""

    arrived = Signal(int)
    failed = Signal(object)

    def __init__(self, store: Store, controller: ChatController, transcript: Transcript, marks: HitMarks) -> None:
        super().__init__(transcript)
        self._store = store
        self._controller = controller
        self._transcript = transcript
        self._marks = marks
        self._wanted: _Wanted | None = None
        transcript.placed.connect(self._try)

    def go(self, conversation_id: int, hit: Hit | None, typed: str) -> None:
        """Open a conversation at a message; at its end where that is None."""
        self._wanted = None
        if hit is None:
            self._controller.open(conversation_id)
            self._marks.show(typed)
            return
        message_id = hit.message_id
        wanted = self._wanted = _Wanted(conversation_id, message_id, typed, hit.document_id)
        busy = self._controller.writing_in(conversation_id) is not None  # what is being written stays in front

        def work() -> None:
            if not busy and all(message.id != message_id for message in self._store.path(conversation_id)):
                self._store.activate(message_id)

        tasks.run(work, lambda _: self._open(wanted), self.failed.emit, self, lane="store")

    def _open(self, wanted: _Wanted) -> None:
        if wanted is not self._wanted:
            return
        if self._controller.open_id != wanted.conversation_id:
            self._controller.open(wanted.conversation_id)
        elif self._message(wanted) is None:
            self._controller.change(lambda: None)
        else:
            self._try()

    def _message(self, wanted: _Wanted) -> Message | None:
        return next((each for each in self._controller.messages if each.id == wanted.message_id), None)

    def _try(self) -> None:
        wanted = self._wanted
        if wanted is None or self._controller.open_id != wanted.conversation_id:
            return
        message = self._message(wanted)
        if message is None or self._transcript.row(message.id) < 0:
            return
        self._wanted = None
        self._marks.show(wanted.typed, (message.id, 0), wanted.document_id)
        self._marks.bring_into_view(0.0 if wanted.document_id else fraction(message.text, wanted.typed, 0))
        self.arrived.emit(message.id)


def fraction(text: str, typed: str, number: int) -> float:
    """How far into a text its hit of this number is, from 0 to 1."""
    found = hits(text, Query.parse(typed))
    if not found:
        return 0.0
    return found[min(number, len(found) - 1)][0] / max(1, len(text))
