"""A model that somebody who has just begun asked for: fetched while one writes with what there is, told where models
are told of, then used. It is the starter of `make run`, or the one that was recommended on the first page.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.ui import tasks
from desktop.ui.model_list import Coming, ModelList

if TYPE_CHECKING:
    from desktop.features.models.fetching.download_state import DownloadState
    from desktop.hub.catalogue import CatalogueModel
    from desktop.library.models import ModelFile
    from desktop.ui.services import Services

log = logging.getLogger(__name__)

_LANE = "starter"


class ModelArrival(QObject):
    """From the asking to the first use."""

    def __init__(self, services: Services, model_list: ModelList, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._model_list = model_list
        self._identifier = ""
        self._reading = False
        self._lesser: Callable[[str, ModelFile | None], bool] = lambda arrived, model: True
        self._waiting: DownloadState | None = None  # it is here, and a reply is being written with another

    def begin_starter(self) -> None:
        """Ask for the starter. Nothing happens where a model as good is here already."""
        from desktop.features.models.fetching.starter import fetch_starter, replaces

        services = self._services
        self._lesser = replaces
        self._fetch(lambda: fetch_starter(services.library, services.downloads, services.hubs) or "")

    def begin(self, model: CatalogueModel) -> None:
        """Ask the hub for a model of the catalogue, and fetch it."""
        from desktop.features.models.fetching.choosing import choose_catalogue_file
        from desktop.library.starters import STARTERS

        self._lesser = lambda _arrived, model: model is None or model.path.name in STARTERS
        hubs, downloads = self._services.hubs, self._services.downloads

        def work() -> str:
            found = hubs.repository(model.repository_at(hubs.source))
            chosen = choose_catalogue_file(found, model)
            return downloads.add(chosen.title, chosen.files)

        self._model_list.set_coming(
            Coming(model.name, 0.0, translate("Models", "{host} is asked").format(host=hubs.host))
        )
        self._fetch(work)

    def _fetch(self, ask: Callable[[], str]) -> None:
        def work() -> str:
            found = ask()
            if found:
                leave = self._services.downloads.subscribe(lambda _: tasks.post(self._look, self))
                self.destroyed.connect(lambda: leave())
            return found

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
        """Use it, unless a person's own model is in use; when what is being written is done."""

        def work() -> tuple[bool, str]:
            from desktop.engine.client.phase import Phase

            manager = self._services.model_manager
            path = state.arrived[0].path
            wanted = self._lesser(path.name, manager.model)
            if wanted and manager.state.phase is Phase.BUSY:
                return True, ""
            return False, self._services.library.find(str(path)).key if wanted else ""

        def done(found: tuple[bool, str]) -> None:
            wait, key = found
            if key:
                self._model_list.use(key)
            if wait and self._waiting is None:
                self._model_list.state_changed.connect(self._use_now)
            elif not wait and self._waiting is not None:
                self._model_list.state_changed.disconnect(self._use_now)
            self._waiting = state if wait else None

        tasks.run(work, done, self._fail, self, lane=_LANE)

    def _use_now(self) -> None:
        if self._waiting is not None:
            self._use(self._waiting)

    def _fail(self, error: Exception) -> None:
        self._reading = False
        log.warning("the first model: %s", error)
        self._model_list.set_coming(None)
        self._model_list.failed.emit(sentence(error))
