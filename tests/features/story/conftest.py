"""A store with a story in it, and an engine that answers with what a test gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from desktop.engine.client.engine import EngineState, Phase
from desktop.engine.protocol.messages import (
    Alternative,
    Cost,
    Delta,
    Event,
    Finished,
    Generate,
    Measure,
    Token,
    Tokenize,
    Tokens,
)
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.features.models.model_manager import ModelManager
from desktop.features.story.story import Story
from desktop.library.models import ModelFile
from desktop.store import Store
from desktop.store.stories.records import Node, NodeKind, Project, StorySettings
from desktop.store.stories.stories import Stories
from tests.fakes import MODEL, FakeCall

TEXT = "The lamp had gone out at nine. Mara climbed the stairs.\n\nAt the top the wind met her."
_WORD = re.compile(r"\s?\w+|\W")


def words(text: str) -> list[str]:
    """A text in the fake model's tokens."""
    return _WORD.findall(text)


def tells(text: str, ending: Ending = Ending.END, at_once: int = 3, seed: int = 7, **outcome: Any) -> list[Event]:
    """The events of an answer, with the probability of each token and one alternative."""
    infos = [
        Token(100 + at, piece, 0.5, -0.69, 1.0, (Alternative(100 + at, piece, 0.5), Alternative(7, " else", 0.25)))
        for at, piece in enumerate(words(text))
    ]
    events: list[Event] = []
    for at in range(0, len(infos), at_once):
        some = tuple(infos[at : at + at_once])
        events.append(Delta(1, "".join(info.text for info in some), at + len(some), infos=some))
    return [*events, Finished(1, Outcome(ending, **outcome), completion_tokens=len(infos), seed=seed)]


class TellingCall(FakeCall):
    """A fake call that also has a request and an answer."""

    def __init__(self, request: Any, events: list[Event]) -> None:
        super().__init__(events)
        self.request = request

    def events(self) -> Iterator[Event]:
        for event in self.ticking(1.0):
            if event is not None:
                yield event

    def answer(self, timeout: float | None = None) -> Event:
        return self._events[-1]


class FakeEngine:
    """Counts words for tokens; generates what it was given, in turn."""

    def __init__(self, *replies: list[Event], model: ModelFile = MODEL) -> None:
        self.replies = list(replies)
        self.asked: list[Generate] = []
        self.model = model
        self.state = EngineState(Phase.READY)
        self.calls: list[TellingCall] = []
        self.measured: list[Measure] = []

    def engine(self) -> FakeEngine:
        return self

    @property
    def engines(self) -> FakeEngine:
        return self

    def adapters_for(self, _model: object) -> dict[str, object]:
        return {}

    def model_hash(self) -> str:
        return "f00d"

    def ask(self, request: Any) -> TellingCall:
        if isinstance(request, Tokenize):
            found = words(request.text)
            return TellingCall(request, [Tokens(1, tuple(range(len(found))), tuple(found))])
        assert isinstance(request, Measure)
        asked = request.generate
        text = asked.prompt + asked.prefill + "".join(turn.content for turn in asked.messages)
        counts = tuple(len(words(counted)) for counted in request.count)
        self.measured.append(request)
        return TellingCall(request, [Cost(1, len(words(text)), 0, 0.0, 4096, fits=True, counts=counts)])

    def generate(self, request: Generate) -> TellingCall:
        self.asked.append(request)
        self.calls.append(TellingCall(request, self.replies.pop(0)))
        return self.calls[-1]

    def branches(self, request: Generate, count: int) -> list[TellingCall]:
        sampling = request.sampling
        return [
            self.generate(replace(request, sampling=replace(sampling, seed=sampling.seed + number)))
            for number in range(count)
        ]


@dataclass
class StoryKit:
    """A project with a chapter and a scene."""

    stories: Stories
    project: Project
    chapter: Node
    scene: Node

    def story(self, engine: FakeEngine) -> Story:
        """The feature over an engine."""
        return Story(self.stories, cast(ModelManager, engine))

    def change(self, **settings: Any) -> None:
        """Change the project's settings."""
        project = self.stories.project(self.project.id)
        self.stories.update_project(project.id, settings=replace(project.settings, **settings))


BASE = replace(MODEL, name="Base 1B", has_template=False)


@pytest.fixture
def kit(store: Store) -> StoryKit:
    stories = Stories(store.database)
    project = stories.create_project("The Keeper", "en", StorySettings(genre="gothic", length_words=8))
    chapter = stories.add_node(project.id, NodeKind.CHAPTER, "The Lamp")
    scene = stories.add_node(project.id, NodeKind.SCENE, "The Window", chapter.id)
    stories.save_text(scene.id, TEXT, 0)
    return StoryKit(stories, project, chapter, scene)
