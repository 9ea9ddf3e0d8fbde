"""What the window and the command line need of the composition root, which stands above them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.base.paths import Paths
    from desktop.base.settings import Settings
    from desktop.features.chat.chat import Chat
    from desktop.features.models.adapters import ModelAdapters
    from desktop.features.models.fetching.downloads import Downloads
    from desktop.features.models.fetching.hubs import Hubs
    from desktop.features.models.model_manager import ModelManager
    from desktop.features.models.remote_models import RemoteModels
    from desktop.features.translate.model.translation_model import TranslationModel
    from desktop.features.translate.translation_service import TranslationService
    from desktop.library.models import Library
    from desktop.store import Store
    from desktop.store.conversations.exchange import Thread


class Services(Protocol):
    """The services of one run; the store is opened by `open_store`, since a person may have to decide then."""

    @property
    def paths(self) -> Paths: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def library(self) -> Library: ...
    @property
    def adapters(self) -> ModelAdapters: ...
    @property
    def model_manager(self) -> ModelManager: ...
    @property
    def prose_manager(self) -> ModelManager: ...
    @property
    def translation_model(self) -> TranslationModel: ...
    @property
    def downloads(self) -> Downloads: ...
    @property
    def remote_models(self) -> RemoteModels: ...
    @property
    def hubs(self) -> Hubs: ...
    @property
    def chat(self) -> Chat: ...
    @property
    def store(self) -> Store: ...
    @property
    def translation_service(self) -> TranslationService: ...

    def paper(self, threads: Sequence[Thread], stopped: Callable[[], bool]) -> bytes:
        """Conversations as a PDF, which takes the window's typesetting."""
        ...

    def restore(self, backup: Path) -> None:
        """Close the store and go back to a copy; `open_store` opens that. Raises StoreError."""
        ...

    def rest(self) -> None:
        """Close everything; each is made anew when it is asked for."""
        ...

    def relocate(self, folder: Path) -> None:
        """Close everything and let the writing live in another folder. Raises StoreError, LamplightError, OSError;
        it is then where it was."""
        ...

    def open_store(self) -> Store:
        """Raises StoreError."""
        ...

    def close(self) -> None: ...
