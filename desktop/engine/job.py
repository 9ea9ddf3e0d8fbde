"""One generation under way: its tokens, its sampler, its text and its clock."""

from __future__ import annotations

import time

from desktop.engine.outcome import Ending, Outcome
from desktop.engine.protocol import Delta, Finished, Generate
from desktop.engine.sampling import Sampler
from desktop.engine.sequences import Sequence
from desktop.engine.templates import Prompt
from desktop.engine.textflow import TextFlow

_FRAME = 0.03  # seconds between the texts sent to somebody who watches
_BACKGROUND_FRAME = 0.25


class Job:
    """`tokens` is the truth, prompt and reply; `sequence` holds those that are evaluated and may be taken away."""

    def __init__(self, request: Generate, prompt: Prompt, tokens: list[int], sampler: Sampler, seed: int) -> None:
        self.request = request
        self.id = request.id
        self.background = request.background
        self.tokens = tokens
        self.prompt_tokens = len(tokens)
        self.cached = -1
        self.sampler = sampler
        self.seed = seed
        self.sequence: Sequence | None = None
        self._flow = TextFlow((*request.stop, *prompt.stops), prompt.strip_start)
        self._outbox = ""
        self._sent_at = 0.0
        self._begun = time.perf_counter()
        self._first = 0.0

    @property
    def written(self) -> int:
        """Tokens generated so far."""
        return len(self.tokens) - self.prompt_tokens

    @property
    def pending(self) -> int:
        """Tokens that are not evaluated yet; 1 means that the next one can be sampled."""
        return len(self.tokens) - (len(self.sequence.tokens) if self.sequence else 0)

    def take(self, token: int, piece: bytes, ends: bool) -> Ending | None:
        """Add a sampled token; says why the text is over, if it is."""
        if not self._first:
            self._first = time.perf_counter()
        self.tokens.append(token)
        if ends and not self.request.ignore_end:
            return Ending.END
        self._outbox += self._flow.feed(piece)
        if self._flow.stopped:
            return Ending.STOP
        return Ending.LENGTH if self.written >= self.request.max_tokens else None

    def delta(self, now: float, final: bool = False) -> Delta | None:
        """The text that has gathered, when it is time to show it."""
        if final:
            self._outbox += self._flow.finish()
        frame = _BACKGROUND_FRAME if self.background else _FRAME
        if not self._outbox or (not final and now - self._sent_at < frame):
            return None
        text, self._outbox, self._sent_at = self._outbox, "", now
        return Delta(self.id, text, self.written)

    def finished(self, outcome: Outcome) -> Finished:
        now = time.perf_counter()
        writing = now - self._first
        return Finished(
            self.id,
            outcome,
            prompt_tokens=self.prompt_tokens,
            cached_tokens=max(0, self.cached),
            completion_tokens=self.written,
            first_token_seconds=self._first - self._begun if self._first else 0.0,
            tokens_per_second=(self.written - 1) / writing if self.written > 1 and writing > 0 else 0.0,
            seed=self.seed,
        )
