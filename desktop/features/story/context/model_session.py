"""The model as stories ask it: which prompts it takes, how many tokens a text has, what a request costs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Code, EngineError, ModelFileError
from desktop.engine.protocol.messages import Cost, Generate, LoadProgress, Measure, Tokenize
from desktop.features.generation.stop import Stop
from desktop.features.models.model_manager import ModelManager
from desktop.features.story.context.events import Loading
from desktop.features.story.context.prompts import Family, family_of

if TYPE_CHECKING:
    from desktop.features.models.engines import EngineLike
    from desktop.library.models import ModelFile

_REMEMBERED = 2_000  # counts of texts; a manuscript's blocks are asked about again and again
_SECONDS = 120.0  # a count waits behind one batch of a prompt being read
_TICK = 0.5


class StoryModel:
    """A host's engine, with what was counted already."""

    def __init__(self, model_manager: ModelManager, own_prompts: Path | None = None) -> None:
        """`own_prompts` is the folder of a person's own prompt files."""
        self.model_manager = model_manager
        self._own = own_prompts
        self._counts: OrderedDict[tuple[str, str], int] = OrderedDict()

    @property
    def engine(self) -> EngineLike:
        """Raises ModelFileError(NO_MODEL, or what is wrong with the file)."""
        return self.model_manager.engine()

    @property
    def model(self) -> ModelFile:
        """The model in use. Raises ModelFileError(NO_MODEL)."""
        self.model_manager.engine()
        if self.model_manager.model is None:
            raise ModelFileError(Code.NO_MODEL)
        return self.model_manager.model

    @property
    def family(self) -> Family:
        """How the model in use is asked."""
        return family_of(self.model, self._own)

    @property
    def context(self) -> int:
        """Tokens that the loaded model can hold."""
        loaded = self.model_manager.state.loaded
        return loaded.context if loaded else 4096

    def ready(self, stop: Stop) -> Iterator[Loading]:
        """Wait until the model answers. Raises LamplightError when it can't be loaded, or was stopped (CANCELLED)."""
        if stop.is_set:
            raise EngineError(Code.CANCELLED)
        call = self.engine.ask(Tokenize("."))
        with stop.stopping(call.cancel):
            for event in call.ticking(_TICK):
                if isinstance(event, LoadProgress):
                    yield Loading(event.fraction)
            call.answer(_SECONDS)

    def count(self, text: str) -> int:
        """The tokens of a text. Raises EngineError."""
        self.learn([text])
        return self._counts.get((self.model.key, text), 0)

    def learn(self, texts: Sequence[str]) -> None:
        """Count all of these in one request, so that `count` knows them. Raises EngineError."""
        fresh = self._uncounted(texts)
        if fresh:
            answer = self.engine.ask(Measure(Generate(prompt="."), fresh)).answer(_SECONDS)
            assert isinstance(answer, Cost)
            self._remember(fresh, answer.counts)

    def cost(self, request: Generate, texts: Sequence[str] = ()) -> Cost:
        """What a request would cost; `texts` are counted with it. Raises EngineError (also TEMPLATE_FAILED)."""
        fresh = self._uncounted(texts)
        answer = self.engine.ask(Measure(request, fresh)).answer(_SECONDS)
        assert isinstance(answer, Cost)
        self._remember(fresh, answer.counts)
        return answer

    def _uncounted(self, texts: Sequence[str]) -> tuple[str, ...]:
        key = self.model.key
        fresh: list[str] = []
        for text in dict.fromkeys(texts):
            if (key, text) in self._counts:
                self._counts.move_to_end((key, text))
            elif text:
                fresh.append(text)
        return tuple(fresh)

    def _remember(self, texts: Sequence[str], counts: Sequence[int]) -> None:
        key = self.model.key
        self._counts.update(zip(((key, text) for text in texts), counts, strict=True))
        while len(self._counts) > max(_REMEMBERED, len(texts)):
            self._counts.popitem(last=False)
