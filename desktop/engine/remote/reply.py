"""One reply from a server: its pieces as the events that the engine's own replies have, and when it is over."""

from __future__ import annotations

import json
import time

from desktop.base.errors import EngineError
from desktop.base.text.reasoning import split
from desktop.engine.protocol.messages import Delta, Event, Finished, Generate, Part, Recorded, Token
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.engine.remote.chunks import Chunk
from desktop.engine.remote.overlap import OverlapFilter
from desktop.engine.text.reasoning import THINK, ReasoningSplitter
from desktop.engine.text.stop_strings import StopStringFilter

_LEAST = 0.001  # of the probability of an alternative that is worth keeping
_FINISH = {"length": Ending.LENGTH, "max_tokens": Ending.LENGTH}
_SLACK = 64  # pieces more than tokens asked for: some servers send empty ones
_TOKEN_BYTES = 256  # of text for each token asked for: far more than any vocabulary has


class Reply:
    """Turns pieces into events. `ended` says why there is nothing more to read, None while there is."""

    def __init__(self, request: Generate, seed: int, *, by_words: bool) -> None:
        self.request = request
        self.seed = seed
        self.ended: Ending | None = None
        self.ended_by: EngineError | None = None
        self.endless = False
        self.estimated_prompt = 0  # tokens, where the server doesn't tell
        self.asked = time.monotonic()
        self.first = 0.0
        self._flow = StopStringFilter(request.stop)
        answered = bool(split(request.prefill)[1])
        self._splitter = ReasoningSplitter(THINK if request.messages else None, answered=answered)
        self._overlap = OverlapFilter(split(request.prefill)[1] if by_words else "")
        self._rows: list[Token] = []
        self._pieces = self._tokens = self._characters = 0
        self._prompt = self._cached = self._completion = 0
        self._finish = ""

    @property
    def shown(self) -> bool:
        """Whether text has come."""
        return bool(self.first)

    @property
    def whole(self) -> bool:
        """Whether the server said why it ended."""
        return self.ended is not None or bool(self._finish)

    @property
    def prompt_tokens(self) -> int:
        return self._prompt

    def feed(self, chunk: Chunk) -> list[Event]:
        """The events of a piece."""
        self._prompt = chunk.prompt_tokens or self._prompt
        self._cached = chunk.cached_tokens or self._cached
        self._completion = chunk.completion_tokens or self._completion
        self._finish = chunk.finish or self._finish
        events: list[Event] = []
        if not (chunk.text or chunk.thought):
            return events
        self.first = self.first or time.monotonic()
        self._pieces += 1
        self._tokens += max(1, len(chunk.tokens))
        self._characters += len(chunk.text) + len(chunk.thought)
        if chunk.thought:
            events.append(Delta(self.request.id, chunk.thought, self._tokens, Part.THINK))
        if chunk.text:
            events += self._shown(chunk.text, chunk.tokens)
        most = self.request.max_tokens
        if self.ended is None and (self._pieces > most + _SLACK or self._characters > most * _TOKEN_BYTES + 4096):
            self.ended, self.endless = Ending.LENGTH, True
        return events

    def _shown(self, text: str, tokens: tuple[Token, ...]) -> list[Event]:
        flowed = self._flow.feed(text.encode("utf-8", "replace"))
        parts = self._splitter.feed(flowed) if flowed else []
        if not self._splitter.inside and not (parts and parts[-1][0] is Part.THINK):
            self._rows += tokens
        if self._flow.stopped:
            self.ended = Ending.STOP
        return self._deltas(parts, tokens)

    def _deltas(self, parts: list[tuple[Part, str]], tokens: tuple[Token, ...]) -> list[Event]:
        events: list[Event] = []
        infos = tokens if self.request.alternatives >= 0 else ()
        for part, piece in parts:
            shown = piece if part is Part.THINK else self._overlap.feed(piece)
            if shown or infos:
                events.append(Delta(self.request.id, shown, self._tokens, part, infos))
                infos = ()
        if infos:
            events.append(Delta(self.request.id, "", self._tokens, Part.ANSWER, infos))
        return events

    def last_events(self, outcome: Outcome | None = None) -> list[Event]:
        """What was held back, the record where one was asked for, and the ending."""
        rest = [] if self.ended is Ending.STOP else self._splitter.feed(self._flow.finish())
        events = self._deltas([*rest, *self._splitter.finish()], ())
        held = self._overlap.finish()
        if held:
            events.append(Delta(self.request.id, held, self._tokens))
        if self.request.record >= 0 and self._rows:
            events.append(Recorded(self.request.id, self._record()))
        return [*events, self._finished(outcome or Outcome(self.ended or _FINISH.get(self._finish, Ending.END)))]

    def _record(self) -> str:
        most = self.request.record
        rows = [
            (
                token.text,
                token.token,
                round(token.logprob or 0.0, 4),
                [
                    (other.text, other.token, float(f"{other.probability:.4g}"))
                    for other in token.alternatives[:most]
                    if other.probability >= _LEAST
                ],
            )
            for token in self._rows
        ]
        return json.dumps(rows, separators=(",", ":"))

    def _finished(self, outcome: Outcome) -> Finished:
        written = self._completion or self._tokens
        writing = time.monotonic() - self.first if self.first else 0.0
        return Finished(
            self.request.id,
            outcome,
            prompt_tokens=self._prompt or self.estimated_prompt,
            cached_tokens=self._cached,
            completion_tokens=written,
            first_token_seconds=self.first - self.asked if self.first else 0.0,
            tokens_per_second=(written - 1) / writing if written > 1 and writing > 0 else 0.0,
            seed=self.seed,
        )
