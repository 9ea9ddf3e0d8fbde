"""The starter that `make run` asks for: fetched while the window is open, told where models are told of, then used."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.base.error_text import sentence
from desktop.ui import tasks
from desktop.ui.model_list import Coming, ModelList

if TYPE_CHECKING:
    from desktop.features.models.fetching.downloads import DownloadState
    from desktop.ui.services import Services

log = logging.getLogger(__name__)

_LANE = "starter"


class StarterArrival(QObject):
    """From the asking to the first use. Nothing happens where a model as good is here already."""

    def __init__(self, services: Services, model_list: ModelList, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._model_list = model_list
        self._identifier = ""
        self._reading = False

    def begin(self) -> None:
        """Ask for it."""

        def work() -> str:
            from desktop.features.models.fetching.starter import fetch_starter

            found = fetch_starter(self._services.library, self._services.downloads, self._services.hubs)
            if found is not None:
                leave = self._services.downloads.subscribe(lambda _: tasks.post(self._look, self))
                self.destroyed.connect(lambda: leave())
            return found or ""

        def done(identifier: str) -> None:
            self._identifier = identifier
            self._look()

        tasks.run(work, done, self._fail, self, lane=_LANE)

    def _look(self) -> None:
        if self._identifier and not self._reading:
            self._reading = True
            tasks.run(
                lambda: self._services.downloads.state(self._identifier), self._show, self._fail, self, lane=_LANE
            )

    def _show(self, state: DownloadState) -> None:
        from desktop.features.models.fetching.download_records import Status
        from desktop.features.models.fetching.download_text import amount_text, left_text

        self._reading = False
        if state.status is Status.DONE:
            self._identifier = ""
            self._model_list.set_coming(None)
            self._model_list.refresh()
            self._use(state)
        elif state.status is Status.RUNNING or state.status is Status.QUEUED:
            said = ", ".join(part for part in (amount_text(state), left_text(state)) if part)
            self._model_list.set_coming(Coming(state.title, state.fraction, said))
        else:
            self._model_list.set_coming(None)
            if state.status is Status.FAILED and state.reason is not None:
                self._fail(state.reason)

    def _use(self, state: DownloadState) -> None:
        """Use it, unless a person's own model is in use or something is being written."""

        def work() -> str:
            from desktop.engine.client.phase import Phase
            from desktop.features.models.fetching.starter import replaces

            manager = self._services.model_manager
            path = state.arrived[0].path
            wanted = replaces(path.name, manager.model) and manager.state.phase is not Phase.BUSY
            return self._services.library.find(str(path)).key if wanted else ""

        tasks.run(work, lambda key: self._model_list.use(key) if key else None, self._fail, self, lane=_LANE)

    def _fail(self, error: Exception) -> None:
        self._reading = False
        log.warning("starter: %s", error)
        self._model_list.set_coming(None)
        self._model_list.failed.emit(sentence(error))
