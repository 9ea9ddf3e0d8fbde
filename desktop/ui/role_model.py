"""The model of one role as the window shows it: which one it is, what it is doing, why it couldn't be loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.base.error_text import Told, sentence
from desktop.base.errors import Code
from desktop.base.i18n import translate
from desktop.engine.client.phase import Phase
from desktop.ui import tasks
from desktop.ui.engine_signals import EngineSignals

if TYPE_CHECKING:
    from desktop.features.models.model_manager import ModelManager
    from desktop.library.models import ModelFile

CHAT, PROSE, TRANSLATION = "chat", "prose", "translation"  # the values of `Role`, which is imported later


@dataclass(frozen=True)
class Shown:
    """The state of a model in a word, and the token of its dot."""

    word: str
    token: str
    hollow: bool = False
    fraction: float | None = None  # of loading


def waiting_words(manager: ModelManager) -> str:
    """Why its model isn't loaded yet, where another one holds the memory; "" otherwise."""
    if manager.state.phase is not Phase.WAITING:
        return ""
    return translate(
        "Models", "It is loaded when the other model has finished writing: both don’t fit into the memory."
    )


# A reply says it, or the place where a model would stand.
_SAID_ELSEWHERE = (
    Code.ENGINE_DIED,
    Code.CANCELLED,
    Code.ENGINE_CLOSED,
    Code.NO_MODEL,
    Code.NO_TRANSLATOR,
)


class RoleModel(QObject):
    """Nothing is known before `begin`. `changed` fires on this thread for another model or another state."""

    changed = Signal()

    def __init__(self, role: str, parent: QObject) -> None:
        super().__init__(parent)
        self.role = role
        self._manager: ModelManager | None = None

    def begin(self, manager: ModelManager) -> None:
        """Follow the role's manager."""
        self._manager = manager
        EngineSignals(manager, self).state_changed.connect(self.changed)
        self.changed.emit()

    def begin_later(self, make: Callable[[], ModelManager]) -> None:
        """Make the manager and find its model on another thread, then follow it; a second time does nothing."""
        if self._manager is not None:
            return

        def find() -> ModelManager:
            manager = make()
            manager.look()
            return manager

        tasks.run(find, self._begin_once, owner=self)

    def _begin_once(self, manager: ModelManager) -> None:
        if self._manager is None:
            self.begin(manager)

    @property
    def current(self) -> ModelFile | None:
        """The role's model."""
        return self._manager.model if self._manager is not None else None

    @property
    def follows(self) -> bool:
        """Whether nobody chose one for this role."""
        return self._manager is None or not self._manager.is_chosen

    def use(self, key: str) -> None:
        """Change to a model; it begins to load at once."""
        if self._manager is not None:
            self._manager.use(key)

    def use_default(self) -> None:
        """Take the choice back."""
        manager = self._manager
        if manager is not None:
            tasks.run(manager.use_default, owner=self)

    def default_name(self) -> str:
        """What stands in a list for no model of its own; "" where there is no such thing."""
        names = {
            PROSE: translate("Models", "The one for chat"),
            TRANSLATION: translate("Models", "The best installed"),
        }
        return names.get(self.role, "")

    def shown(self, entries: Sequence[object], *, read: bool) -> Shown:
        """What the picker says of it; `entries` are the models there are, `read` whether they are known yet."""
        if self.current is None or self._manager is None:
            none = read and not entries
            return Shown(translate("Models", "none yet") if none else "", "secondary", hollow=True)
        if self.current.host:
            return self._shown_elsewhere(self._manager, self.current.host)
        state = self._manager.state
        if state.phase is Phase.WAITING:
            return Shown(translate("Models", "waits for memory"), "secondary", hollow=True)
        if state.phase in (Phase.STARTING, Phase.LOADING):
            word = translate("Models", "loading {percent} %").format(percent=round(state.progress * 100))
            return Shown(word, "accent", fraction=state.progress)
        if state.phase is Phase.READY:
            return Shown(translate("Models", "ready"), "good")
        if state.phase is Phase.BUSY:
            return Shown(translate("Models", "writing"), "accent")
        if state.phase is Phase.DIED or self._manager.error is not None:
            return Shown(translate("Models", "stopped"), "wrong")
        return Shown(translate("Models", "not loaded"), "secondary", hollow=True)

    @staticmethod
    def _shown_elsewhere(manager: ModelManager, host: str) -> Shown:
        """For a model on another machine: where it is, always."""
        phase = manager.state.phase
        if phase in (Phase.STARTING, Phase.LOADING):
            return Shown(translate("Models", "connecting to {host}").format(host=host), "accent")
        if phase is Phase.BUSY:
            return Shown(translate("Models", "writing on {host}").format(host=host), "accent")
        if phase is Phase.DIED or manager.error is not None:
            return Shown(translate("Models", "{host} doesn’t answer").format(host=host), "wrong")
        ready = phase is Phase.READY
        word = translate("Models", "on {host}").format(host=host)
        return Shown(word, "good" if ready else "secondary", hollow=not ready)

    def waiting(self) -> str:
        """Why it isn't loaded yet, where another model holds the memory; "" otherwise."""
        return waiting_words(self._manager) if self._manager is not None else ""

    def fell_back(self) -> Told | None:
        """That it runs with other options than were wished, since with those it couldn't be loaded."""
        model = self.current
        if model is None or self._manager is None or not self._manager.state.refused:
            return None
        said = translate("Models", "{name} could not be loaded with its options; it runs with those of the settings.")
        return Told(said.format(name=model.name), str(sentence(self._manager.state.refused[0])))

    def trouble(self) -> Told | None:
        """Why it could not be loaded; None when nothing is wrong or a reply says it already."""
        error = self._manager.error if self._manager is not None else None
        if error is None or error.code in _SAID_ELSEWHERE:
            return None
        return sentence(error)
