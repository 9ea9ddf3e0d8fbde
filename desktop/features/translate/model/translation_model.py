"""Which model translates, and its engine: the best that is installed, unless a person chose one."""

from __future__ import annotations

from pathlib import Path

from desktop.base.errors import Code, ModelFileError
from desktop.base.settings import MODEL, TRANSLATE_MODEL, Settings
from desktop.features.models.engines import EngineLike
from desktop.features.models.model_manager import ModelManager
from desktop.features.models.roles import Role
from desktop.features.translate.model.prompts import Family, can_translate, family_of, rank
from desktop.library.models import Library, ModelFile


class TranslationModel:
    """Thread-safe. `choose` holds until another choice; the engine is loaded when it is first asked for."""

    def __init__(self, library: Library, settings: Settings, chat: ModelManager, prompts: Path) -> None:
        """`prompts` is the folder of a person's own prompt files."""
        self._library = library
        self._settings = settings
        self._prompts = prompts
        self.manager = ModelManager(library, settings, chat.engines, Role.TRANSLATION, default=self._best)

    @property
    def model(self) -> ModelFile:
        """The model that translates. Raises ModelFileError(NO_TRANSLATOR, NO_MODEL) when none that can is installed."""
        return self.manager.resolve()

    @property
    def family(self) -> Family:
        """How it is asked; the user's own prompt files count."""
        return family_of(self.model, self._prompts)

    def choose(self, name: str = "") -> ModelFile:
        """Take the model of this name, or the best there is for "".

        Raises ModelFileError (MODEL_UNKNOWN, NO_TRANSLATOR, NO_MODEL).
        """
        return self.manager.select(self._library.find(name) if name else None)

    def prefer(self, key: str) -> ModelFile:
        """Take this model from now on, in later runs too. Raises ModelFileError(MODEL_UNKNOWN), OSError."""
        model = self._library.find(key)
        self._settings.set(TRANSLATE_MODEL, model.key)
        return self.choose()

    def better(self) -> list[ModelFile]:
        """Models of the last look that would translate better than the one in use, the best first.

        How large one on another machine is isn't known: it was chosen, and nothing is said to be better.
        """
        if self.model.host:
            return []
        place = rank(self.model)
        models = (model for model in self._library.known() if can_translate(model) and not model.host)
        return sorted((model for model in models if rank(model) < place), key=rank)

    def engine(self) -> EngineLike:
        """The engine with the model loaded, or its loading begun."""
        return self.manager.engine()

    def close(self) -> None:
        """End the background work for good."""
        self.manager.close()

    def _best(self) -> ModelFile:
        installed = self._library.models()
        models = [model for model in installed if can_translate(model)]
        chosen = next((model for model in models if model.host and model.key == self._settings[MODEL]), None)
        if chosen is not None:
            return chosen  # no text goes to another machine that wasn't chosen for something
        able = sorted((model for model in models if not model.host), key=rank)
        if not able:
            raise ModelFileError(Code.NO_TRANSLATOR if installed else Code.NO_MODEL)
        chat = self._settings[MODEL]
        made_for_it = rank(able[0])[0] < rank(able[-1])[0]
        if chat and not made_for_it:
            return next((model for model in able if model.key == chat), able[0])
        return able[0]
