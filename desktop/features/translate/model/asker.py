"""Asking the engine from many threads at once, and stopping all of it with one word."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from desktop.base.errors import LamplightError
from desktop.engine.client.engine import RequestHandle
from desktop.engine.protocol.adapters import Adapter
from desktop.engine.protocol.messages import Delta, Finished, Generate, LoadProgress, Score, Scored, Token
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.features.generation.status import LOST, NOT_ASKED, failed
from desktop.features.models.engines import EngineLike


@dataclass(frozen=True)
class Answer:
    """What the model wrote, with which adapters, and how it ended; log-probabilities are natural, per token, None where
    unknown.
    """

    text: str
    outcome: Outcome
    tokens: int = 0
    logprob: float | None = None
    least_logprob: float | None = None
    infos: tuple[Token, ...] = ()
    adapters: tuple[Adapter, ...] = ()

    @property
    def cut(self) -> bool:
        return self.outcome.ending in (Ending.LENGTH, Ending.CONTEXT_FULL)

    @property
    def cancelled(self) -> bool:
        return self.outcome.ending is Ending.CANCELLED

    @property
    def broken(self) -> bool:
        """Whether the engine failed or died, which another prompt won't change."""
        return self.outcome.ending in (Ending.FAILED, Ending.DIED)


class Asker:
    """One job's door to the engine. Thread-safe; `cancel` ends what is under way and refuses what comes later."""

    def __init__(self, engine: Callable[[], EngineLike], on_loading: Callable[[float], None] | None = None) -> None:
        self._engine = engine
        self._on_loading = on_loading
        self._lock = threading.Lock()
        self._calls: set[RequestHandle] = set()
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    def cancel(self) -> None:
        """Stop everything now."""
        with self._lock:
            self._cancelled = True
            calls = list(self._calls)
        for call in calls:
            call.cancel()

    def ask(self, request: Generate, on_text: Callable[[str], None] | None = None) -> Answer:
        """The answer to a request; `on_text` gets the text so far as it grows. Failures are in the outcome."""
        try:
            call = self._begin(request)
        except LamplightError as error:
            return Answer("", failed(error).outcome)
        if call is None:
            return Answer("", NOT_ASKED.outcome)
        try:
            return self._collect(call, on_text)
        finally:
            with self._lock:
                self._calls.discard(call)

    def score(self, text: str, prompt: str) -> float | None:
        """The mean log-probability of a text's tokens after a prompt; None when the engine can't say."""
        tokens = self.tokens(Score(text=text, prompt=prompt, background=True))
        known = [token.logprob for token in tokens if token.logprob is not None]
        return sum(known) / len(known) if known else None

    def tokens(self, request: Score) -> tuple[Token, ...]:
        """A text's tokens with what the model thought of each; none when the engine can't say."""
        try:
            call = self._begin(request)
            if call is None:
                return ()
            try:
                return next((event.tokens for event in call.events() if isinstance(event, Scored)), ())
            finally:
                with self._lock:
                    self._calls.discard(call)
        except LamplightError:
            return ()

    def _begin(self, request: Generate | Score) -> RequestHandle | None:
        engine = self._engine()
        with self._lock:
            if self._cancelled:
                return None
            call = engine.ask(request) if isinstance(request, Score) else engine.generate(request)
            self._calls.add(call)
            return call

    def _collect(self, call: RequestHandle, on_text: Callable[[str], None] | None) -> Answer:
        text = ""
        infos: list[Token] = []
        for event in call.events():
            if isinstance(event, Delta):
                text += event.text
                infos += event.infos
                if on_text and event.text:
                    on_text(text)
            elif isinstance(event, LoadProgress) and self._on_loading:
                self._on_loading(event.fraction)
            elif isinstance(event, Finished):
                known = [info.logprob for info in infos if info.logprob is not None]
                mean, least = (sum(known) / len(known), min(known)) if known else (None, None)
                adapters = getattr(call.request, "adapters", None) or ()
                return Answer(text, event.outcome, event.completion_tokens, mean, least, tuple(infos), adapters)
        return Answer(text, LOST.outcome)
