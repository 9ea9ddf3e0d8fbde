"""Which model is in use: chosen from the library, loaded into an engine process, loaded anew when settings change."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.base.paths import Paths
from desktop.base.settings import MODEL, Settings
from desktop.engine.client.engine import Engine, EngineState, Phase
from desktop.engine.protocol.limits import STATEFUL_SEQUENCES
from desktop.engine.protocol.messages import Load
from desktop.features.models.hardware import Hardware
from desktop.features.models.load_request import context_of, load_request
from desktop.library.memory import Fit, fit
from desktop.library.models import Library, ModelFile

log = logging.getLogger(__name__)


class ModelManager:
    """The model in use and its engine. Thread-safe; listeners may be called on any thread.

    Choosing and hashing happen on a thread of its own, so that the window never waits for the disk.
    """

    def __init__(self, library: Library, settings: Settings, paths: Paths) -> None:
        self._library = library
        self._settings = settings
        self.hardware = Hardware(paths, settings)
        self._engine = Engine(
            paths.engine_log,
            on_state=self._on_state,
            states_dir=paths.engine_states,
            placer=self.hardware.placer,
        )
        self._lock = threading.RLock()
        self._listeners: list[Callable[[], None]] = []
        self._model: ModelFile | None = None
        self._loaded: Load | None = None
        self._error: LamplightError | None = None
        self._background = ThreadPoolExecutor(1, "host")
        self._hashes: dict[str, Future[str]] = {}

    @property
    def model(self) -> ModelFile | None:
        """The model chosen; None until `start` or `engine` resolved it, or when there is none."""
        return self._model

    @property
    def state(self) -> EngineState:
        return self._engine.state

    @property
    def error(self) -> LamplightError | None:
        """Why the last choice could not be loaded, if it couldn't."""
        return self._error or self._engine.state.error

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change of model or state; returns the way to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def start(self) -> None:
        """Begin to load the remembered model in the background; a failure is kept in `error`."""
        self._background.submit(self._begin)

    def use(self, key: str) -> None:
        """Choose a model and begin to load it in the background; the choice is remembered."""
        with contextlib.suppress(RuntimeError):  # the program is being closed
            self._background.submit(self._begin, key)

    def choose(self, key: str, *, remember: bool = True) -> None:
        """Like `use`, at once; without `remember` the next start begins with the model before.

        Raises ModelFileError when there is no such model; the one in use stays then.
        """
        self._library.find(key)
        if self._model is None or self._model.key != key:
            self._begin(key, remember)

    def engine(self) -> Engine:
        """The engine of the chosen model, its loading begun. Raises ModelFileError (NO_MODEL, or what is wrong)."""
        with self._lock:
            model = self._model or self._choose()
            wanted = load_request(model, self._settings)
            if wanted != self._loaded or self._engine.state.phase is Phase.STOPPED:
                self._loaded = wanted
                self._engine.load(wanted)
                self._hash(model)
            return self._engine

    def engine_state(self) -> str:
        """The engine's requests, sequences and cells as lines of text, without a word of anyone's; also in the log."""
        state = str(self._engine.dump())
        log.info("%s", state)
        return state

    def model_hash(self) -> str:
        """SHA-256 of the chosen model's file; waits where it is still being computed, "" when it can't be read."""
        with self._lock:
            model = self._model
            future = self._hash(model) if model else None
        try:
            return future.result() if future else ""
        except LamplightError as error:
            log.warning("model not hashed: %s", error)
            return ""

    def fit(self, model: ModelFile) -> Fit:
        """Whether `model` fits the memory, counting what the model in use would give back."""
        loaded = self.state.loaded
        returned = loaded.memory_bytes if loaded else 0
        states = model.state_bytes * STATEFUL_SEQUENCES
        return fit(model.size + states, model.kv_bytes_per_token, context_of(model, self._settings), returned)

    def unload(self) -> None:
        """End the engine's process; the next reply loads the model again."""
        with self._lock:
            self._loaded = None
            self._engine.unload()

    def close(self) -> None:
        """End the engine and the background work for good."""
        self._background.shutdown(wait=False, cancel_futures=True)
        self._engine.close()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _begin(self, key: str | None = None, remember: bool = True) -> None:
        try:
            with self._lock:
                self._error = None
                if key is not None:
                    self._model = self._library.find(key)
                self.engine()
            if key is not None and remember:
                self._settings.set(MODEL, key)
        except (LamplightError, OSError) as error:
            log.warning("model not loaded: %s", error)
            self._error = error if isinstance(error, LamplightError) else None
        self._notify()

    def _choose(self) -> ModelFile:
        """The remembered model, or the best there is when it has gone."""
        wanted = self._settings[MODEL]
        found: ModelFile | None = None
        if wanted:
            try:
                found = self._library.find(wanted)
            except LamplightError as error:
                log.warning("the remembered model has gone: %s", error)
        self._model = found or self._library.default()
        if self._model is None:
            raise ModelFileError(Code.NO_MODEL)
        return self._model

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

    def _on_state(self, _state: EngineState) -> None:
        self._notify()

    def _notify(self) -> None:
        for listener in list(self._listeners):
            listener()
