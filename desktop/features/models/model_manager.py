"""Which model a role has: chosen from the library, loaded into an engine, loaded anew when settings change."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.base.settings import Setting, Settings
from desktop.engine.client.phase import Phase
from desktop.engine.client.state import EngineState
from desktop.features.models.engines import EngineLike, Engines
from desktop.features.models.fits import Fits
from desktop.features.models.roles import SETTINGS, Role
from desktop.library.fit.verdict import Verdict
from desktop.library.models import Library, ModelFile

log = logging.getLogger(__name__)

Default = Callable[[], ModelFile | None]


class ModelManager:
    """The model of one role and its engine. Thread-safe; listeners may be called on any thread.

    Choosing and hashing happen on a thread of its own, so that the window never waits for the disk.
    """

    def __init__(
        self,
        library: Library,
        settings: Settings,
        engines: Engines,
        role: Role = Role.CHAT,
        *,
        default: Default | None = None,
        follows: ModelManager | None = None,
    ) -> None:
        """Where none was chosen it is the model that `follows` has, else what `default` finds, else the library's."""
        self.engines = engines
        self.role = role
        self._library = library
        self._settings = settings
        self._setting = SETTINGS[role]
        self._default = default or library.default
        self._follows = follows
        self._lock = threading.RLock()
        self._listeners: list[Callable[[], None]] = []
        self._model: ModelFile | None = None
        self._lent = False  # the model before stays loaded where there is room: it comes back
        self._used: Path | None = None
        self._error: LamplightError | None = None
        self._background = ThreadPoolExecutor(1, "host")
        self._hashes: dict[str, Future[str]] = {}
        engines.subscribe(self._notify)
        settings.subscribe(self._setting_changed)
        if follows is not None:
            follows.subscribe(self._notify)

    @property
    def model(self) -> ModelFile | None:
        """The model chosen; None until `start` or `engine` resolved it, or when there is none."""
        if self._model is None and self._follows is not None and not self._settings[self._setting]:
            return self._follows.model
        return self._model

    @property
    def state(self) -> EngineState:
        model = self.model
        return self.engines.state(model) if model is not None else EngineState(Phase.STOPPED)

    @property
    def error(self) -> LamplightError | None:
        """Why the last choice could not be loaded, if it couldn't."""
        return self._error or self.state.error

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change of model or state; returns the way to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    @property
    def is_chosen(self) -> bool:
        """Whether a person chose a model for this role."""
        return bool(self._settings[self._setting])

    def look(self) -> None:
        """Find out which model it is, where there is one; nothing is loaded."""
        with contextlib.suppress(LamplightError):
            self.resolve()

    def use_default(self) -> None:
        """Take the choice back. Raises OSError."""
        self._settings.set(self._setting, "")
        self.look()
        self._notify()

    def start(self) -> None:
        """Begin to load the remembered model in the background; a failure is kept in `error`.

        One on another machine is only chosen: nothing is sent there before somebody asks.
        """
        self._background.submit(self._begin)

    def use(self, key: str) -> None:
        """Choose a model and begin to load it in the background; the choice is remembered."""
        with contextlib.suppress(RuntimeError):  # the program is being closed
            self._background.submit(self._begin, key)

    def give_back(self, key: str) -> None:
        """Like `use`, for the model before another one was lent: that one stays loaded where there is room."""
        with contextlib.suppress(RuntimeError):  # the program is being closed
            self._background.submit(self._begin, key, True, True)

    def choose(self, key: str, *, remember: bool = True) -> None:
        """Like `use`, at once; without `remember` the next start begins with the model before.

        Raises ModelFileError when there is no such model; the one in use stays then.
        """
        self._library.find(key)
        if self._model is None or self._model.key != key:
            self._begin(key, remember)

    def resolve(self) -> ModelFile:
        """The role's model, chosen now where nobody did; nothing is loaded. Raises ModelFileError (NO_MODEL)."""
        with self._lock:
            return self._model or self._choose()

    def select(self, model: ModelFile | None) -> ModelFile:
        """Take this model, or for None what the settings say, without loading it. Raises ModelFileError."""
        with self._lock:
            self._model, self._error = model, None
            return self.resolve()

    def engine(self) -> EngineLike:
        """The engine of the chosen model, its loading begun. Raises ModelFileError (NO_MODEL, or what is wrong)."""
        with self._lock:
            model = self.resolve()
            role = self._follows.role if self._follows is not None and self._model is None else self.role
            if model.path != self._used and not self._lent and role is self.role:
                self.engines.assign(role, model)
            self._used = model.path
            self._hash(model)
            return self.engines.engine(model, role)

    def engine_state(self) -> str:
        """Every engine's requests, sequences and cells as lines of text, without anyone's words; also in the log."""
        state = self.engines.dump()
        log.info("%s", state)
        return state

    def model_hash(self) -> str:
        """SHA-256 of the chosen model's file; waits where it is still being computed, "" when it can't be read."""
        with self._lock:
            model = self.model
            future = self._hash(model) if model else None
        try:
            return future.result() if future else ""
        except LamplightError as error:
            log.warning("model not hashed: %s", error)
            return ""

    @property
    def fits(self) -> Fits:
        """Whether models run here, how fast they are."""
        return self.engines.fits

    def fit(self, model: ModelFile, context: int | None = None) -> Verdict | None:
        """Whether `model` fits, with `context` tokens or as many as it would get; None where it has no file that tells.

        What the models that are loaded would give back counts as free.
        """
        request = self.engines.wanted(model)
        if context is not None:
            most = model.trained_context or context
            request = dataclasses.replace(request, context=min(context, most))
        try:
            return self.fits.verdict(model.files, request) if model.size else None
        except ModelFileError as error:
            log.warning("no verdict: %s", error)
            return None

    def unload(self) -> None:
        """End the engine's process; the next reply loads the model again."""
        model = self.model
        if model is not None:
            self.engines.unload(model)

    def close(self) -> None:
        """End the background work for good; the engines are closed by whoever made them."""
        self._background.shutdown(wait=False, cancel_futures=True)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _begin(self, key: str | None = None, remember: bool = True, keep_other: bool = False) -> None:
        try:
            with self._lock:
                self._error = None
                if key is not None:
                    self._model = self._library.find(key)
                    self._lent = keep_other or not remember
                    self._used = None
                if key is not None or not self.resolve().host:
                    self.engine()
            if key is not None and remember:
                self._settings.set(self._setting, key)
        except (LamplightError, OSError) as error:
            log.warning("model not loaded: %s", error)
            self._error = error if isinstance(error, LamplightError) else None
        self._notify()

    def _choose(self) -> ModelFile:
        """The remembered model, or the best there is when it has gone."""
        wanted = self._settings[self._setting]
        found: ModelFile | None = None
        if wanted:
            try:
                found = self._library.find(wanted)
            except LamplightError as error:
                log.warning("the remembered model has gone: %s", error)
        elif self._follows is not None:
            return self._follows.resolve()  # also when that is another one later
        self._model = found or self._default()
        if self._model is None:
            raise ModelFileError(Code.NO_MODEL)
        return self._model

    def _setting_changed(self, setting: Setting) -> None:
        """Another model was chosen, or none any more: the next question finds out."""
        if setting is not self._setting or setting.key not in _CHOSEN_ANEW:
            return
        with self._lock:
            wanted = self._settings[self._setting]
            if self._model is not None and self._model.key != wanted:
                self._model = None
        self._notify()

    def _hash(self, model: ModelFile) -> Future[str]:
        if model.key not in self._hashes:
            future: Future[str] = Future()
            self._hashes[model.key] = future
            threading.Thread(target=self._compute_hash, args=(model, future), daemon=True, name="hash").start()
        return self._hashes[model.key]

    def _compute_hash(self, model: ModelFile, future: Future[str]) -> None:
        try:
            future.set_result(self._library.sha256(model))
        except LamplightError as error:
            future.set_exception(error)

    def _notify(self) -> None:
        for listener in list(self._listeners):
            listener()


_CHOSEN_ANEW = {setting.key for role, setting in SETTINGS.items() if role is not Role.CHAT}
