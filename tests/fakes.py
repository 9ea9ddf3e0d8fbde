"""Stand-ins for unit speed only; the real engine has its own tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from desktop.base.errors import LamplightError
from desktop.engine.client.engine import EngineState, Phase
from desktop.engine.protocol.messages import Delta, Event, Finished, Generate
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.library.models import ModelFile

MODEL = ModelFile("fake", "Fake 1B", Path("fake.gguf"), 1, "llama", "Q4_0", 1, 4096, 1, True, "MIT")


def says(*pieces: str, ending: Ending = Ending.END, **outcome: Any) -> list[Event]:
    """The events of a reply made of these pieces."""
    events: list[Event] = [Delta(1, piece, at + 1) for at, piece in enumerate(pieces)]
    finished = Finished(1, Outcome(ending, **outcome), prompt_tokens=10, completion_tokens=len(pieces), seed=7)
    return [*events, finished]


class FakeCall:
    """Plays events; `between` is called before each one."""

    def __init__(self, events: Iterable[Event], between: Callable[[], None] = lambda: None) -> None:
        self._events = list(events)
        self._between = between
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True

    def ticking(self, seconds: float) -> Iterator[Event | None]:
        for event in self._events:
            self._between()
            if self.cancelled and not isinstance(event, Finished):
                continue
            yield event if not self.cancelled else Finished(1, Outcome(Ending.CANCELLED))


class FakeHost:
    """A host whose engine answers with the events given, one list for each generation."""

    def __init__(self, *replies: list[Event], error: LamplightError | None = None) -> None:
        self._replies = list(replies)
        self._error = error
        self.asked: list[Generate] = []
        self.model = MODEL
        self.state = EngineState(Phase.STOPPED)
        self.between: Callable[[], None] = lambda: None
        self.call: FakeCall | None = None

    def resolve(self) -> ModelFile:
        return self.model

    def engine(self) -> FakeHost:
        if self._error:
            raise self._error
        return self

    def generate(self, request: Generate) -> FakeCall:
        self.asked.append(request)
        self.call = FakeCall(self._replies.pop(0), self.between)
        return self.call

    @property
    def engines(self) -> FakeHost:
        return self

    def adapters_of(self, _call: object) -> dict[str, object]:
        return {}

    def adapters_for(self, _model: object) -> dict[str, object]:
        return {}

    def model_hash(self) -> str:
        return "f00d"
