"""The downloads as the window shows them: read off the main thread, told on it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.base.error_text import sentence
from desktop.ui import tasks

if TYPE_CHECKING:
    from desktop.features.models.fetching.download_state import DownloadState
    from desktop.features.models.fetching.downloads import Downloads
    from desktop.ui.services import Services

log = logging.getLogger(__name__)

_LANE = "downloads"


class DownloadList(QObject):
    """`changed` fires when another one is there or one has gone, `progressed` whenever any is further.

    Reading the list asks nobody: only `resume` and its like do, which a person presses.
    """

    changed = Signal()
    progressed = Signal()
    arrived = Signal(object)  # DownloadState, once for each that is done while the window is open
    failed = Signal(object)  # Told

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.states: list[DownloadState] = []
        self.read = False
        self._asked = False
        self._done: set[str] | None = None

    @property
    def _downloads(self) -> Downloads:
        return self._services.downloads

    def begin(self) -> None:
        """Follow the queue, and read it."""
        leave = self._downloads.subscribe(lambda _: tasks.post(self.refresh, self))
        self.destroyed.connect(lambda: leave())
        self.refresh()

    def refresh(self) -> None:
        """Read the queue again; many wishes at once are one."""
        if not self._asked:
            self._asked = True
            tasks.run(self._downloads.states, self._take, self._fail, self, lane=_LANE)

    def look_again(self) -> None:
        """Read the queue with what a command or another window did meanwhile."""
        tasks.run(self._downloads.look_again, self._take, self._fail, self, lane=_LANE)

    def find(self, identifier: str) -> DownloadState | None:
        """The state of this download as it was last read."""
        return next((state for state in self.states if state.identifier == identifier), None)

    def of_file(self, url: str) -> DownloadState | None:
        """The download of the file at this address, for a card that offers it."""
        return next((state for state in self.states if any(file.url == url for file in state.files)), None)

    # -- what a person presses -------------------------------------------------------------------------------------

    def resume(self, identifier: str) -> None:
        """Go on with one, or let it try again now."""
        self._do(lambda: self._downloads.resume(identifier))

    def pause(self, identifier: str) -> None:
        """Stop one for now."""
        self._do(lambda: self._downloads.pause(identifier))

    def give_up(self, identifier: str) -> None:
        """Delete what has arrived of one, and forget it."""
        self._do(lambda: self._downloads.cancel(identifier))

    def put_first(self, identifier: str) -> None:
        """Let one be the next."""
        self._do(lambda: self._downloads.put_first(identifier))

    def resume_all(self) -> None:
        """Go on with everything."""
        self._do(lambda: self._downloads.resume_all())

    def pause_all(self) -> None:
        """Stop everything for now."""
        self._do(lambda: self._downloads.pause_all())

    # -- inside ----------------------------------------------------------------------------------------------------

    def _do(self, what: Callable[[], object]) -> None:
        tasks.run(what, lambda _: self.refresh(), self._fail, self, lane=_LANE)

    def _take(self, states: list[DownloadState]) -> None:
        self._asked = False
        before = [state.identifier for state in self.states]
        done = {state.identifier for state in states if state.arrived}
        fresh = done - self._done if self._done is not None else set()
        self.states, self._done, self.read = states, done, True
        if before != [state.identifier for state in states]:
            self.changed.emit()
        self.progressed.emit()
        for state in states:
            if state.identifier in fresh:
                self.arrived.emit(state)

    def _fail(self, error: Exception) -> None:
        self._asked = False
        log.warning("downloads: %s", error)
        self.failed.emit(sentence(error))
        self.refresh()
