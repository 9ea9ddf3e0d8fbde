"""The models as the window shows them: the library's list, read off the main thread, and what is done to it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.base.error_text import Told, sentence
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.engine.client.phase import Phase
from desktop.ui import tasks
from desktop.ui.model_look import ModelLook
from desktop.ui.role_model import CHAT, PROSE, TRANSLATION, RoleModel, Shown

if TYPE_CHECKING:
    from desktop.engine.protocol.devices import Attempt
    from desktop.features.models.engines import LoadedModel
    from desktop.library.fit.rates_store import Ran
    from desktop.library.fit.verdict import Verdict
    from desktop.library.models import ModelFile, Place, Problem, Snapshot
    from desktop.ui.services import Services

log = logging.getLogger(__name__)

_LANE = "library"
_JUDGED = 10  # models that get a verdict in every look, beside those that are shown: what the picker lists


@dataclass(frozen=True)
class Entry:
    """One model and whether it fits the memory now; None where it has no file that tells."""

    model: ModelFile
    fit: Verdict | None


@dataclass(frozen=True)
class Places:
    """Where models live, every folder that is looked into, and those of other programs that are left out."""

    home: Path = Path()
    looked_into: tuple[Place, ...] = ()
    left_out: tuple[Place, ...] = ()


@dataclass(frozen=True)
class _Found:
    entries: list[Entry]
    files: dict[str, ModelFile]
    problems: tuple[Problem, ...]
    places: Places
    complete: bool
    tried: frozenset[Path]  # models that have a verdict, or can't have one


@dataclass(frozen=True)
class Coming:
    """A model that is being fetched to begin with: its name, how much is there (0 to 1), and that in words."""

    name: str
    fraction: float
    said: str


class ModelList(QObject):
    """The list of models. `changed` fires for the list, `judged` for verdicts that came later, `state_changed` for the
    model in use; all on this thread.

    Nothing is known before `begin`.
    """

    changed = Signal()
    judged = Signal()
    state_changed = Signal()
    added = Signal(object, bool)  # ModelFile, whether it is being loaded
    removed = Signal(object, object)  # ModelFile, key of the model in use before or ""
    failed = Signal(object)  # Told
    moved = Signal(object)  # Told: the model is not on the devices it was meant for; once for each time

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._library = services.library
        self._model_manager = services.model_manager
        self._settings = services.settings
        self.entries: list[Entry] = []  # models that write
        self.silent: list[Entry] = []  # models that compare texts and write none
        self.files: dict[str, ModelFile] = {}  # models that write, by their file's name in small letters
        self.problems: tuple[Problem, ...] = ()
        self.places = Places()
        self._shown: frozenset[Path] = frozenset()  # models whose verdicts are seen
        self._tried: frozenset[Path] = frozenset()
        self._lists = 0  # how many were read
        self._attempts: tuple[Attempt, ...] = ()
        self.read = False  # whether the list has been read at all
        self.roles = {role: RoleModel(role, self) for role in (CHAT, PROSE, TRANSLATION)}
        self.coming: Coming | None = None
        self._look: ModelLook[_Found] | None = None

    def begin(self) -> None:
        """Follow the host, and read the list."""
        self.roles[CHAT].begin(self._model_manager)
        self.roles[PROSE].begin(self._services.prose_manager)
        self.roles[CHAT].changed.connect(self.state_changed)
        self._look = ModelLook(self._library, self._begin_look, self)
        self._look.found.connect(self._take)
        self._look.failed.connect(self._fail)
        self.roles[CHAT].changed.connect(self._tell_moved)
        self.refresh()

    def close(self) -> None:
        """Look no more: the window closes."""
        if self._look is not None:
            self._look.close()

    @property
    def current(self) -> ModelFile | None:
        """The model in use."""
        return self.roles[CHAT].current

    @property
    def looking(self) -> bool:
        """Whether the disk is being looked at."""
        return self._look is not None and self._look.running

    def refresh(self, *, overtake: bool = False) -> None:
        """Look at the disk again; with `overtake` at once, since what is being found is out of date."""
        if self._look is not None:
            self._look.start(overtake=overtake)

    def set_coming(self, coming: Coming | None) -> None:
        """A first model is on its way, or isn't any longer."""
        if coming != self.coming:
            self.coming = coming
            self.state_changed.emit()

    def use(self, key: str) -> None:
        """Change to a model; it begins to load at once."""
        self._model_manager.use(key)

    def follow_translation(self) -> None:
        """Know the model that translates, too: what finds it is imported when somebody needs it."""
        services = self._services
        self.roles[TRANSLATION].begin_later(lambda: services.translation_model.manager)

    def loaded(self) -> list[LoadedModel]:
        """The models in memory, and what each holds."""
        loaded = self._model_manager.engines.loaded() if self.read else []
        return [one for one in loaded if not one.model.host]

    def unload_model(self, model: ModelFile) -> None:
        """Give the memory of one back."""
        tasks.run(lambda: self._model_manager.engines.unload(model), failed=self._fail, owner=self)

    def measure(self) -> None:
        """Measure this machine where nobody did, unless it is busy writing; a second on a thread of its own."""
        if self._model_manager.fits.rates is None and self._model_manager.state.phase is not Phase.BUSY:
            tasks.run(self._model_manager.fits.measured, lambda _: self.refresh(), self._fail, self, lane="measure")

    def ran(self, model: ModelFile) -> Ran | None:
        """How fast a model was here the last times."""
        return self._model_manager.fits.ran(model.path)

    def take_context(self, model: ModelFile, tokens: int) -> None:
        """Have a model use so many tokens of context from now on, and change to it."""
        options = self._model_manager.engines.options

        def work() -> None:
            options.set(model.path, replace(options.of(model.path), context=tokens))

        def done(_: object) -> None:
            self.use(model.key)
            self.refresh()

        tasks.run(work, done, self._fail, self, lane=_LANE)

    def try_anyway(self, model: ModelFile) -> None:
        """Change to a model that has no room by the arithmetic."""
        self._model_manager.engines.try_anyway(model)
        self.use(model.key)

    def unload(self) -> None:
        """Give the memory back."""
        tasks.run(self._model_manager.unload, failed=self._fail, owner=self)

    def add(self, path: Path) -> None:
        """Add a file and load it, unless a reply is being written with another model."""

        def done(model: ModelFile) -> None:
            load = self._model_manager.state.phase is not Phase.BUSY
            if load:
                self.use(model.key)
            self.refresh(overtake=True)
            self.added.emit(model, load)

        tasks.run(lambda: self._library.add(path), done, self._fail, self, lane=_LANE)

    def add_named(self, name: str) -> None:
        """Add the file of this path."""
        self.add(Path(name))

    def remove(self, key: str) -> None:
        """Take a model off the list; another one is used when it was in use. The file stays."""
        in_use = self.current.key if self.current else ""

        def work() -> tuple[ModelFile, ModelFile | None]:
            removed = self._library.remove(key)
            return removed, self._library.default()

        def done(result: tuple[ModelFile, ModelFile | None]) -> None:
            removed, other = result
            if in_use == key:
                self._model_manager.unload() if other is None else self.use(other.key)
            self.refresh(overtake=True)
            self.removed.emit(removed, in_use)

        tasks.run(work, done, self._fail, self, lane=_LANE)

    def put_back(self, model: ModelFile, in_use: str) -> None:
        """Undo a removal."""

        def done(again: ModelFile) -> None:
            if in_use == model.key:
                self.use(again.key)
            self.refresh(overtake=True)

        tasks.run(lambda: self._library.add(model.path), done, self._fail, self, lane=_LANE)

    def shown(self) -> Shown:
        """What the picker says of the model in use."""
        return self.shown_of(CHAT)

    def shown_of(self, role: str) -> Shown:
        """What the picker says of a role's model."""
        if self.roles[role].current is None and self.coming is not None:
            word = translate("Models", "arriving, {percent} %").format(percent=int(self.coming.fraction * 100))
            return Shown(word, "accent", fraction=self.coming.fraction)
        return self.roles[role].shown(self.entries, read=self.read)

    def trouble(self) -> Told | None:
        """Why the model in use could not be loaded; None when nothing is wrong or a reply says it already."""
        return self.roles[CHAT].trouble()

    def context(self, model: ModelFile) -> int:
        """Tokens of context the model would get."""
        from desktop.features.models.load_request import context_of  # with the engine's messages

        return context_of(model, self._settings)

    def judge(self, models: Sequence[ModelFile]) -> None:
        """Have the verdicts of these models, which are shown now: at once, and in every look from now on. Those that
        were shown before need none any more.
        """
        self._shown = frozenset(model.path for model in models)
        wanted = [model for model in models if model.path not in self._tried]
        if not wanted:
            return
        self._tried |= self._shown  # one that can't have a verdict isn't asked about for ever
        lists = self._lists

        def done(verdicts: dict[Path, Verdict | None]) -> None:
            if lists != self._lists:
                return  # the list that was read meanwhile has newer ones

            def judged(entry: Entry) -> Entry:
                found = verdicts.get(entry.model.path)
                return replace(entry, fit=found) if found is not None else entry

            self.entries = [judged(entry) for entry in self.entries]
            self.silent = [judged(entry) for entry in self.silent]
            self.judged.emit()

        tasks.run(lambda: {model.path: self._fit(model) for model in wanted}, done, self._fail, self, lane="judge")

    def add_folder(self, folder: Path) -> None:
        """Look into a folder, too."""
        self._change(lambda: self._library.add_folder(folder))

    def remove_folder(self, folder: Path) -> None:
        """Look into a folder no more."""
        self._change(lambda: self._library.remove_folder(folder))

    def _change(self, work: Callable[[], object]) -> None:
        tasks.run(work, lambda _: self.refresh(overtake=True), self._fail, self, lane=_LANE)

    def _begin_look(self) -> Callable[[Snapshot], _Found | None]:
        """What makes a list of the snapshots of one look: in it each model is judged once."""
        return partial(self._describe, {})

    def _describe(self, verdicts: dict[Path, Verdict | None], snapshot: Snapshot) -> _Found | None:
        """On another thread: what is in memory and on the disk is asked there. None for less than is known already."""
        if not snapshot.complete and self.read:
            return None
        shown, current = self._shown, self.current
        for place, model in enumerate(snapshot.models):
            seen = place < _JUDGED or model.path in shown or (current is not None and model.path == current.path)
            if seen and model.path not in verdicts:
                verdicts[model.path] = self._fit(model)
        entries = [Entry(model, verdicts.get(model.path)) for model in snapshot.models]
        self._model_manager.fits.shapes.save()
        library = self._library
        places = Places(library.folder, tuple(library.places()), tuple(library.others_left_out()))
        files = {model.path.name.casefold(): model for model in reversed(snapshot.models) if not model.embeds}
        return _Found(entries, files, snapshot.problems, places, snapshot.complete, frozenset(verdicts))

    def _fit(self, model: ModelFile) -> Verdict | None:
        """None where the file has gone meanwhile, or tells of sizes that no model has: the others have theirs."""
        try:
            return self._model_manager.fit(model)
        except (LamplightError, ArithmeticError, ValueError, LookupError) as error:
            log.warning("no verdict on %s: %s", model.key, error)
            return None

    def _tell_moved(self) -> None:
        loaded = self._model_manager.state.loaded
        if loaded is None or loaded.attempts == self._attempts:
            return
        self._attempts = loaded.attempts
        if loaded.attempts:
            from desktop.features.models.placement.hardware_text import fallback_text

            self.moved.emit(Told(fallback_text(loaded), loaded.attempts[-1].cause))

    def _take(self, found: _Found) -> None:
        self.entries = [entry for entry in found.entries if not entry.model.embeds]
        self.silent = [entry for entry in found.entries if entry.model.embeds]
        self.files, self.problems, self.places = found.files, found.problems, found.places
        self._lists, self._tried = self._lists + 1, found.tried
        self.read = self.read or found.complete or bool(found.entries)
        self.changed.emit()
        self.state_changed.emit()

    def _fail(self, error: Exception) -> None:
        log.warning("models: %s", error)
        self.failed.emit(sentence(error))
