"""The composition root: builds every object and passes it in. Nobody else constructs services."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from desktop.base.crashes import watch
from desktop.base.errors import StoreError
from desktop.base.i18n import translator
from desktop.base.log import start_log, stop_log
from desktop.base.network.ledger import ledger
from desktop.base.paths import Paths
from desktop.base.settings import DOWNLOADS_AT_ONCE, LANGUAGE, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.features.chat.chat import Chat
    from desktop.features.models.adapters import ModelAdapters
    from desktop.features.models.engines import Engines
    from desktop.features.models.fetching.downloads import Downloads
    from desktop.features.models.fetching.hubs import Hubs
    from desktop.features.models.model_manager import ModelManager
    from desktop.features.models.remote_models import RemoteModels
    from desktop.features.translate.model.translation_model import TranslationModel
    from desktop.features.translate.translation_service import TranslationService
    from desktop.hub.transfer.download import Arrived
    from desktop.library.models import Library
    from desktop.store import Store
    from desktop.store.conversations.exchange import Thread


@dataclass
class App:
    """The services of one run, each made when it is first asked for: their libraries take a while to import.

    The store is opened by `open_store`, since that can fail in ways a person decides.
    """

    paths: Paths
    settings: Settings
    _making: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _library: Library | None = field(default=None, repr=False)
    _adapters: ModelAdapters | None = field(default=None, repr=False)
    _engines: Engines | None = field(default=None, repr=False)
    _remote_models: RemoteModels | None = field(default=None, repr=False)
    _model_manager: ModelManager | None = field(default=None, repr=False)
    _prose_manager: ModelManager | None = field(default=None, repr=False)
    _translation_model: TranslationModel | None = field(default=None, repr=False)
    _downloads: Downloads | None = field(default=None, repr=False)
    _store: Store | None = field(default=None, repr=False)
    _translation_service: TranslationService | None = field(default=None, repr=False)

    def open_store(self) -> Store:
        """Open the database once. Raises StoreError (newer, corrupt, read-only, full, locked)."""
        from desktop.store import Store

        with self._making:
            if self._store is None:
                self._store = Store.open(self.paths.database, self.paths.backups)
            return self._store

    @property
    def library(self) -> Library:
        """The models on this machine."""
        from desktop.library.models import Library

        with self._making:
            if self._library is None:
                self._library = Library(self.paths, self.settings)
            return self._library

    @property
    def engines(self) -> Engines:
        """The engines of all models."""
        from desktop.features.models.engines import Engines
        from desktop.features.models.remote_models import RemoteModels

        with self._making:
            if self._engines is None:
                self._engines = Engines(self.paths, self.settings, self.adapters)
                self._remote_models = RemoteModels(self.library, self._engines, self.settings)
            return self._engines

    @property
    def remote_models(self) -> RemoteModels:
        """The models on other machines."""
        assert self.engines is not None
        assert self._remote_models is not None
        return self._remote_models

    @property
    def adapters(self) -> ModelAdapters:
        """What changes how models write, and the shelves it stands on."""
        from desktop.base.file_hash import HashMemo, fingerprint
        from desktop.features.models.adapters import ModelAdapters
        from desktop.library.adapters.shelves import Shelves
        from desktop.library.hashing import kept_sha256

        with self._making:
            if self._adapters is None:
                file, folder = self.paths.data / "adapters.json", self.paths.data / "adapters"
                sha256 = partial(kept_sha256, kept=self.library.kept)
                self._adapters = ModelAdapters(Shelves(file, folder, sha256, HashMemo(fingerprint)))
            return self._adapters

    @property
    def model_manager(self) -> ModelManager:
        """The model for chat and its engine."""
        from desktop.features.models.model_manager import ModelManager

        with self._making:
            if self._model_manager is None:
                self._model_manager = ModelManager(self.library, self.settings, self.engines)
            return self._model_manager

    @property
    def prose_manager(self) -> ModelManager:
        """The model for stories and its engine; that for chat where none was chosen."""
        from desktop.features.models.model_manager import ModelManager
        from desktop.features.models.roles import Role

        with self._making:
            if self._prose_manager is None:
                self._prose_manager = ModelManager(
                    self.library, self.settings, self.engines, Role.PROSE, follows=self.model_manager
                )
            return self._prose_manager

    @property
    def translation_model(self) -> TranslationModel:
        """The model that translates and its engine."""
        from desktop.features.translate.model.translation_model import TranslationModel

        with self._making:
            if self._translation_model is None:
                prompts = self.paths.config / "prompts"
                self._translation_model = TranslationModel(self.library, self.settings, self.model_manager, prompts)
            return self._translation_model

    @property
    def downloads(self) -> Downloads:
        """What is fetched, and was; nothing begins before a person asks."""
        from desktop.features.models.fetching.downloads import Downloads
        from desktop.features.models.fetching.fetch_speed import FetchSpeed

        with self._making:
            if self._downloads is None:
                self._downloads = Downloads(
                    self.paths.data / "downloads",
                    lambda: self.library.folder,
                    self.hubs.options_for,
                    finished=self._take_arrived,
                    at_once=lambda: self.settings[DOWNLOADS_AT_ONCE],
                    speed=FetchSpeed(self.paths.cache / "fetch_speed.json"),
                )
            return self._downloads

    @property
    def hubs(self) -> Hubs:
        """Where models can be had from."""
        from desktop.features.models.fetching.hubs import Hubs

        return Hubs(self.settings)

    @property
    def store(self) -> Store:
        return self.open_store()

    @property
    def chat(self) -> Chat:
        from desktop.features.chat.chat import Chat

        return Chat(self.store, self.model_manager, self.settings)

    @property
    def translation_service(self) -> TranslationService:
        """The translation service."""
        from desktop.features.translate.translation_service import TranslationService
        from desktop.store.translation.jobs import Translations
        from desktop.store.translation.terms import Glossaries, Memory

        with self._making:
            if self._translation_service is None:
                self._translation_service = TranslationService(
                    Translations(self.store.database),
                    Glossaries(self.store.database),
                    Memory(self.store.database),
                    self.translation_model,
                )
            return self._translation_service

    def paper(self, threads: Sequence[Thread], stopped: Callable[[], bool] = lambda: False) -> bytes:
        """Conversations as a PDF, by the window's typesetting; no display is needed."""
        from desktop.ui.paper.pdf import write

        return write(threads, stopped)

    def restore(self, backup: Path) -> None:
        """Close the store and go back to a copy; `open_store` opens that. Raises StoreError; all is then as it was."""
        from desktop.store.core.restoring import Backups

        self._translation_service = None
        self._close_store()
        Backups(self.paths.database, self.paths.backups).restore(backup)

    def rest(self) -> None:
        """Close everything; each is made anew when it is asked for."""
        self.close()
        with self._making:
            self._library = self._adapters = self._engines = self._remote_models = None
            self._model_manager = self._prose_manager = self._translation_model = self._downloads = None

    def relocate(self, folder: Path) -> None:
        """Close everything and let the writing live in another folder. Raises StoreError, LamplightError, OSError; it
        is then where it was."""
        from desktop.features.home.moving import move_writing

        self.rest()
        ledger.flush()
        watch.stop()
        stop_log()
        try:
            self.paths = move_writing(self.paths, self.settings, folder)
        finally:
            _keep_notes(self.paths)
            watch.take_faults()

    def close(self) -> None:
        """End the engines and close the store; safe to call twice."""
        if self._downloads is not None:
            self._downloads.close()
        for manager in (self._model_manager, self._prose_manager, self._translation_model):
            if manager is not None:
                manager.close()
        if self._engines is not None:
            self._engines.close()
        self._translation_service = None
        self._close_store()
        ledger.flush()

    def _take_arrived(self, arrived: Sequence[Arrived]) -> None:
        """Let the library have a download, with the hashes that were made while it arrived."""
        for each in arrived:
            self.library.keep_sha256(each.path, each.sha256)
        self.library.add(arrived[0].path)

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None


def build(paths: Paths | None = None) -> App:
    """All services over these folders (the environment's when None), in the language of the settings.

    Raises OSError when the folders can't be made, StoreError(WRITING_AWAY) where a chosen one isn't there.
    """
    paths = paths or Paths.from_environment()
    _keep_notes(paths)
    settings = Settings(paths.settings_file)
    translator.use(settings[LANGUAGE])
    return App(paths, settings)


def _keep_notes(paths: Paths) -> None:
    """Make the folders, and let the log, reports of crashes and the uses of the network be written there."""
    paths.ensure()
    start_log(paths.app_log)
    watch.begin(paths.crashes)
    ledger.keep_in(paths.network_uses)


def run_window(
    paths: Paths | None = None,
    *,
    translating: bool = False,
    starter: bool = False,
    welcome: bool = True,
    files: Sequence[Path] = (),
) -> int:
    """Open the window and return the exit status when it closes; with `translating` the clipboard's text is shown
    translated, too; with `starter` the starter model is fetched; `files` are opened. Folders that can't be made are
    told in a window.

    Where nothing was ever started, the first page comes before, unless `welcome` is False.
    """
    from desktop.ui.main import run, run_failed, run_first

    paths = paths or Paths.from_environment()
    first = run_first(paths) if welcome and not translating and paths.untouched else None
    if first is not None:
        if first.choice is None:
            return 0
        paths = first.choice.paths
    while True:
        try:
            if first is not None:
                first.keep()
            app = build(paths)
        except (OSError, StoreError) as error:
            again = run_failed(error, paths)
            if again is None:
                return 1
            paths = again
        else:
            return run(app, translating=translating, starter=starter, files=files, first=first)
