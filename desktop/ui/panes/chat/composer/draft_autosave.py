"""Drafts outlive the window: each conversation's is kept in the store while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.base.errors import LamplightError
from desktop.store.conversations.drafts import Drafts
from desktop.ui import tasks
from desktop.ui.panes.chat.controller import ChatController

if TYPE_CHECKING:
    from desktop.store import Store

_AFTER_MS = 500


class DraftAutosave(QObject):
    """Fills the controller's drafts once, then keeps what changes in them half a second later."""

    def __init__(self, store: Store, controller: ChatController, parent: QObject) -> None:
        super().__init__(parent)
        self._drafts = Drafts(store.database)
        self._controller = controller
        self._kept: dict[int | None, str] | None = None  # None until they have been read
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER_MS)
        self._soon.timeout.connect(self.keep)

    def read(self, then: Callable[[], object]) -> None:
        """Read what was kept; what has been typed meanwhile goes before it. `then` is called when it is there."""

        def found(kept: dict[int | None, str]) -> None:
            self._kept = kept
            self._controller.drafts.update({key: text for key, text in kept.items() if not self._typed(key)})
            then()
            self.changed()

        tasks.run(self._read, found, owner=self, lane="store")

    def changed(self) -> None:
        """Something was typed, sent or opened: keep it soon."""
        self._soon.start()

    def keep(self) -> None:
        """Keep now what is not kept yet."""
        if self._kept is None:
            return
        drafts = {key: text for key, text in self._controller.drafts.items() if text.strip()}
        for key in {*drafts, *self._kept}:
            text = drafts.get(key, "")
            if text != self._kept.get(key, ""):
                self._kept[key] = text
                tasks.run(lambda key=key, text=text: self._keep(key, text), lane="store")  # type: ignore[misc]

    def _typed(self, key: int | None) -> bool:
        return bool(self._controller.drafts.get(key, "").strip())

    def _read(self) -> dict[int | None, str]:
        kept: dict[int | None, str] = dict(self._drafts.all().items())
        new = self._drafts.read(None)
        return {**kept, None: new} if new else kept

    def _keep(self, key: int | None, text: str) -> None:
        try:
            self._drafts.keep(key, text)
        except LamplightError:  # its conversation has gone for good
            if text:
                raise
