"""From a press on Download to a download that runs: the hub is asked for the file, its first megabytes tell whether it
fits, and only a doubt stops on the way to ask.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.base.errors import Code, LamplightError
from desktop.ui import tasks

if TYPE_CHECKING:
    from desktop.features.models.fetching.choosing import Chosen
    from desktop.hub.catalogue import CatalogueModel
    from desktop.library.fit.verdict import Verdict
    from desktop.ui.services import Services

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Looked:
    """What a look at the source found: the files, and whether they fit; None where the file doesn't tell."""

    chosen: Chosen
    verdict: Verdict | None


class Fetcher(QObject):
    """`looked` fires when a source was asked, `begun` when a download runs, `failed` when neither came about; all on
    this thread, with the key that was given.
    """

    looked = Signal(str, object)  # Looked
    begun = Signal(str, str)  # the download's identifier
    failed = Signal(str, object)  # LamplightError or another exception

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services

    def look_up(self, key: str, model: CatalogueModel) -> None:
        """Ask the hub for a model of the catalogue; nothing is fetched but the beginning of its file."""
        from desktop.features.models.fetching.choosing import choose_catalogue_file

        hubs = self._services.hubs

        def work() -> Looked:
            found = hubs.repository(model.repository_at(hubs.source))
            return self._judge(choose_catalogue_file(found, model))

        self._run(key, work)

    def judge(self, key: str, chosen: Chosen) -> None:
        """Read the beginning of files that were found by a search."""
        self._run(key, lambda: self._judge(chosen))

    def begin(self, key: str, chosen: Chosen) -> None:
        """Fetch them."""
        downloads = self._services.downloads
        tasks.run(
            lambda: downloads.add(chosen.title, chosen.files),
            lambda identifier: self.begun.emit(key, identifier),
            lambda error: self.failed.emit(key, error),
            self,
            lane="downloads",
        )

    # -- inside ----------------------------------------------------------------------------------------------------

    def _run(self, key: str, work: Callable[[], Looked]) -> None:
        tasks.run(work, lambda found: self.looked.emit(key, found), lambda error: self.failed.emit(key, error), self)

    def _judge(self, chosen: Chosen) -> Looked:
        """A file that can't be read beforehand can still be fetched: only a refusal of the hub is one of the whole."""
        from desktop.features.models.exact import exact_verdict

        models = [file for file in chosen.files if "mmproj" not in file.name.lower()]
        try:
            headers = self._services.hubs.headers(models)
            size = sum(file.size for file in models)
            return Looked(
                chosen, exact_verdict(headers, self._services.settings, size, self._services.model_manager.fits)
            )
        except LamplightError as error:
            if error.code in (Code.HUB_GATED, Code.HUB_TOKEN_NEEDED, Code.HUB_FORBIDDEN, Code.HUB_ANSWER):
                raise
            log.warning("a model was not judged beforehand: %s", error.code)
            return Looked(chosen, None)
