"""What `app.py` built, handed to the panes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from desktop.base.paths import Paths
from desktop.base.settings import Settings

if TYPE_CHECKING:
    from desktop.features.chat.chat import Chat
    from desktop.features.exchange.export import Paper
    from desktop.features.models.adapters import ModelAdapters
    from desktop.features.models.fetching.downloads import Downloads
    from desktop.features.models.fetching.hubs import Hubs
    from desktop.features.models.model_manager import ModelManager
    from desktop.features.models.remote_models import RemoteModels
    from desktop.features.services import Services as Program
    from desktop.features.translate.model.translation_model import TranslationModel
    from desktop.features.translate.translation_service import TranslationService
    from desktop.library.models import Library
    from desktop.store import Store
    from desktop.ui.leaving import Leave


Part = TypeVar("Part")


class Way(Protocol):
    """How a part is had: built now, or a stand-in that builds it at its first use (`later`)."""

    def __call__(self, make: Callable[[], Part]) -> Part: ...


def _now(make: Callable[[], Part]) -> Part:
    return make()


@dataclass(frozen=True)
class Services:
    """The parts below the window, each built once."""

    store: Store
    model_manager: ModelManager  # of the model for chat
    prose_manager: ModelManager  # of the model for stories
    translation_model: TranslationModel
    chat: Chat
    library: Library
    adapters: ModelAdapters
    settings: Settings
    paths: Paths
    translation_service: Callable[
        [], TranslationService
    ]  # built at its first call, which takes a while: not on the main thread
    downloads: Downloads
    paper: Paper | None = None  # makes a PDF
    leave: Callable[[Leave], object] = lambda what: None  # what is done once the window has closed
    hubs: Hubs = field(kw_only=True)
    remote_models: RemoteModels = field(kw_only=True)

    @classmethod
    def of(cls, program: Program, way: Way = _now, leave: Callable[[Leave], object] = lambda what: None) -> Services:
        """Those of the program, each had by `way`; the store is opened by it."""
        return cls(
            store=way(program.open_store),
            model_manager=way(lambda: program.model_manager),
            prose_manager=way(lambda: program.prose_manager),
            translation_model=way(lambda: program.translation_model),
            chat=way(lambda: program.chat),
            library=way(lambda: program.library),
            adapters=way(lambda: program.adapters),
            settings=program.settings,
            paths=program.paths,
            translation_service=lambda: program.translation_service,
            downloads=way(lambda: program.downloads),
            paper=program.paper,
            leave=leave,
            hubs=way(lambda: program.hubs),
            remote_models=way(lambda: program.remote_models),
        )
