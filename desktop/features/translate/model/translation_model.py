"""Which model translates, and its engine: the one that is loaded for chat where it can, else one of its own."""

from __future__ import annotations

import threading

from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.base.paths import Paths
from desktop.base.settings import MODEL, TRANSLATE_MODEL, Setting, Settings
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Load
from desktop.features.models.load_request import load_request
from desktop.features.models.model_manager import ModelManager
from desktop.features.translate.model.prompts import Family, can_translate, family_of, rank
from desktop.library.models import Library, ModelFile


class TranslationModel:
    """Thread-safe. `choose` holds until another choice; the engine is loaded when it is first asked for."""

    def __init__(self, library: Library, settings: Settings, model_manager: ModelManager, paths: Paths) -> None:
        self._library = library
        self._settings = settings
        self._model_manager = model_manager
        self._paths = paths
        self._lock = threading.RLock()
        self._model: ModelFile | None = None
        self._engine: Engine | None = None
        self._loaded: Load | None = None
        settings.subscribe(self._heard)

    @property
    def model(self) -> ModelFile:
        """The model that translates. Raises ModelFileError(NO_MODEL) when none that can is installed."""
        with self._lock:
            return self._model or self.choose()

    @property
    def family(self) -> Family:
        """How it is asked; the user's own prompt files count."""
        return family_of(self.model, self._paths.config / "prompts")

    def choose(self, name: str = "") -> ModelFile:
        """Take the model of this name, or the best there is for "".

        Raises ModelFileError (MODEL_UNKNOWN, NO_MODEL).
        """
        with self._lock:
            self._model = self._library.find(name) if name else self._best()
            return self._model

    def prefer(self, key: str) -> ModelFile:
        """Take this model from now on, in later runs too. Raises ModelFileError(MODEL_UNKNOWN), OSError."""
        model = self._library.find(key)
        self._settings.set(TRANSLATE_MODEL, model.key)
        return self.choose()

    def _heard(self, setting: Setting) -> None:
        if setting is TRANSLATE_MODEL:
            with self._lock:
                self._model = None  # the next question chooses anew

    def better(self) -> list[ModelFile]:
        """Installed models that would translate better than the one in use, the best first."""
        place = rank(self.model)
        models = (model for model in self._library.models() if can_translate(model))
        return sorted((model for model in models if rank(model) < place), key=rank)

    def engine(self) -> Engine:
        """The engine with the model loaded, or its loading begun."""
        with self._lock:
            model = self.model
            if self._is_model_managers(model):
                return self._model_manager.engine()
            wanted = load_request(model, self._settings)
            if self._engine is None:
                log_file = self._paths.engine_log.with_name("engine-translate.log")
                self._engine = Engine(log_file, placer=self._model_manager.hardware.placer)
            if self._loaded != wanted:
                self._loaded = wanted
                self._engine.load(wanted)
            return self._engine

    def unload(self) -> None:
        """Give the memory of an engine of its own back; the next sentence loads it again."""
        with self._lock:
            if self._engine is not None:
                self._engine.unload()

    def close(self) -> None:
        """End an engine of its own for good."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
                self._engine = None

    def _best(self) -> ModelFile:
        wanted: str = self._settings[TRANSLATE_MODEL]
        if wanted:
            try:
                return self._library.find(wanted)
            except LamplightError:
                pass  # it was removed; the best of the others does
        able = sorted((model for model in self._library.models() if can_translate(model)), key=rank)
        if not able:
            raise ModelFileError(Code.NO_MODEL)
        chat = self._settings[MODEL]
        made_for_it = rank(able[0])[0] < rank(able[-1])[0]
        if chat and not made_for_it:
            return next((model for model in able if model.key == chat), able[0])
        return able[0]

    def _is_model_managers(self, model: ModelFile) -> bool:
        return self._model_manager.model is not None and self._model_manager.model.path == model.path
