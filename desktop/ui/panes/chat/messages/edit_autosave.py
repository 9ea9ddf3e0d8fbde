"""Messages that are being edited outlive the window: what is typed over each is kept in the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.base.errors import LamplightError
from desktop.store.conversations.drafts import Drafts
from desktop.ui import tasks

if TYPE_CHECKING:
    from desktop.store import Store

_AFTER_MS = 500


class EditAutosave(QObject):
    """The texts of edits under way, by message. `read` fills them once; changes are kept half a second later."""

    def __init__(self, store: Store, parent: QObject) -> None:
        super().__init__(parent)
        self._drafts = Drafts(store.database)
        self._texts: dict[int, str] = {}
        self._places: dict[int, int] = {}  # the conversations of those that changed
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER_MS)
        self._soon.timeout.connect(self.keep)

    def read(self, then: Callable[[], object]) -> None:
        """Read what was kept; what has been typed meanwhile goes before it. `then` is called when it is there."""

        def found(kept: dict[int, str]) -> None:
            self._texts = {**{key: text for key, text in kept.items() if key not in self._places}, **self._texts}
            then()

        tasks.run(self._drafts.edits, found, owner=self, lane="store")

    def text(self, message_id: int) -> str | None:
        """What is being written over a message, None where nothing is."""
        return self._texts.get(message_id)

    def change(self, message_id: int, conversation_id: int, text: str | None) -> None:
        """Keep another text soon; None: the edit has ended."""
        if text == self._texts.get(message_id):
            return
        if text is None:
            del self._texts[message_id]
        else:
            self._texts[message_id] = text
        self._places[message_id] = conversation_id
        self._soon.start()

    def keep(self) -> None:
        """Keep now what is not kept yet."""
        changed = [(place, number, self._texts.get(number, "")) for number, place in self._places.items()]
        self._places.clear()
        self._soon.stop()
        if changed:
            tasks.run(lambda: self._keep(changed), lane="store")

    def _keep(self, changed: list[tuple[int, int, str]]) -> None:
        for conversation_id, message_id, text in changed:
            try:
                self._drafts.keep_edit(conversation_id, message_id, text)
            except LamplightError:  # its conversation has gone for good
                if text:
                    raise
