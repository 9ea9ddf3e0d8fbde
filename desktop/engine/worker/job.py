"""One generation under way: its tokens, its sampler, its text and its clock."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from desktop.engine.cache.sequences import Sequence
from desktop.engine.model.adapters import NONE, Mix
from desktop.engine.model.model import Vocabulary
from desktop.engine.model.sampling import Sampler
from desktop.engine.protocol.messages import Delta, Event, Finished, Generate, Part, Token
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.engine.text.reasoning import ReasoningSplitter
from desktop.engine.text.stop_strings import StopStringFilter
from desktop.engine.worker.probability_record import ProbabilityRecord
from desktop.engine.worker.speculation import Lookup
from desktop.engine.worker.token_probabilities import token_info

_FRAME = 0.05  # seconds between the texts sent to somebody who watches: each wakes a process that decoding waits for
_BACKGROUND_FRAME = 0.25


class Task(ABC):
    """Something that evaluates tokens: `tokens` is the truth, `sequence` holds those that are evaluated.

    The sequence may be taken away; then it is given another one and evaluated again. `mix` are the adapters that
    work for it, from its first token to its last.
    """

    def __init__(self, id: int, background: bool, tokens: list[int], cache: bool = True, mix: Mix = NONE) -> None:
        self.id = id
        self.background = background
        self.tokens = tokens
        self.cache = cache
        self.mix = mix
        self.cached = -1  # tokens that needed no work when it first began, -1 before
        self.prompt_tokens = len(tokens)
        self.sequence: Sequence | None = None
        self.begun = time.perf_counter()

    @property
    def wanted(self) -> int:
        """From this position on the logits are read; before it, none."""
        return len(self.tokens) - 1

    @property
    def evaluated(self) -> int:
        return len(self.sequence.tokens) if self.sequence else 0

    @property
    def pending(self) -> int:
        """Tokens that are not evaluated yet."""
        return len(self.tokens) - self.evaluated

    @abstractmethod
    def last_events(self, outcome: Outcome) -> list[Event]:
        """What is told when it ends, the ending event last."""

    def close(self) -> None:  # noqa: B027 - most tasks hold nothing
        """Free what the task holds besides its sequence."""


class Job(Task):
    """A reply being written."""

    def __init__(
        self,
        request: Generate,
        tokens: list[int],
        sampler: Callable[[int], Sampler],
        seed: int,
        flow: Callable[[], StopStringFilter],
        splitter: ReasoningSplitter,
        lookup: Lookup | None = None,
        record: ProbabilityRecord | None = None,
        mix: Mix = NONE,
    ) -> None:
        """`sampler` makes one from a seed, `flow` makes a fresh text flow: a rewind needs new ones."""
        super().__init__(request.id, request.background, tokens, request.cache, mix)
        self.request = request
        self.seed = seed
        self.sampler = sampler(seed)
        self._make_sampler, self._make_flow = sampler, flow
        self._flow = flow()
        self._splitter = splitter
        self._outbox: list[tuple[Part, str]] = []
        self._infos: list[Token] = []
        self._settled = 0  # how many of them tell of text that stays
        self._sent_at = 0.0
        self._first = 0.0
        self._rewinds = 0
        self._pieces: list[bytes] = []
        self.refused: dict[int, set[int]] = {}  # position in `tokens` -> tokens that may not stand there
        self.lookup = lookup
        self.record = record
        self.speculated = self.accepted = 0

    @property
    def written(self) -> int:
        """Tokens generated so far."""
        return len(self.tokens) - self.prompt_tokens

    def refused_here(self) -> set[int] | tuple[()]:
        """What may not be the next token."""
        return self.refused.get(len(self.tokens), ()) if self.refused else ()

    def look(self, context: int, row: int, token: int, vocabulary: Vocabulary) -> Token | None:
        """What a row of logits says about the token that was chosen from it, where that was asked for."""
        if self.record is not None:
            self.record.look(context, row, token)
        wanted = self.request.alternatives
        return token_info(context, row, token, wanted, vocabulary) if wanted >= 0 else None

    def take(self, token: int, piece: bytes, ends: bool, info: Token | None = None) -> Ending | None:
        """Add a sampled token; says why the text is over, if it is."""
        if not self._first:
            self._first = time.perf_counter()
        self.tokens.append(token)
        if info is not None:
            self._infos.append(info)
        if ends and not self.request.ignore_end:
            return Ending.END
        if self.request.sampling.banned:
            self._pieces.append(piece)
        text = self._flow.feed(piece)
        if not self._flow.holding:
            self._settled = len(self._infos)
        if text:
            self._outbox += self._splitter.feed(text)
        if self.record is not None:
            self.record.add(thought=self._splitter.inside)
        if self._flow.stopped:
            return Ending.STOP
        if self._flow.banned_at >= 0:
            self._rewind()
            return None
        return Ending.LENGTH if self.written >= self.request.max_tokens else None

    def _rewind(self) -> None:
        """A banned phrase stands there: go back to its first token and refuse that one."""
        at, shown = self._flow.banned_at, self._flow.shown
        lengths = self._make_flow().replay(self._pieces, 0)
        first = next(number for number, length in enumerate(lengths) if length > at)
        position = self.prompt_tokens + first
        self.refused.setdefault(position, set()).add(self.tokens[position])
        del self.tokens[position:], self._pieces[first:]
        self.refused = {place: tokens for place, tokens in self.refused.items() if place <= position}
        del self._infos[max(0, len(self._infos) - (len(lengths) - first)) :]
        self._settled = min(self._settled, len(self._infos))
        if self.record is not None:
            self.record.forget(first)
        self._flow = self._make_flow()
        self._flow.replay(self._pieces, shown)
        self._rewinds += 1
        self.sampler.close()
        self.sampler = self._make_sampler(self.seed + self._rewinds)
        self.sampler.remember_reply(self.tokens[self.prompt_tokens :])

    def deltas(self, now: float, final: bool = False) -> list[Event]:
        """The text that has gathered, when it is time to show it."""
        if final:
            self._outbox += self._splitter.feed(self._flow.finish()) + self._splitter.finish()
            self._settled = len(self._infos)
        if not self._outbox and not (self._infos and final):
            return []
        if not final and now - self._sent_at < (_BACKGROUND_FRAME if self.background else _FRAME):
            return []
        return self._flush(now)

    def _flush(self, now: float) -> list[Event]:
        self._sent_at = now
        events: list[Event] = []
        infos, self._settled = tuple(self._infos[: self._settled]), 0
        del self._infos[: len(infos)]
        outbox, self._outbox = self._outbox or [(Part.ANSWER, "")], []
        while outbox:
            part, text = outbox.pop(0)
            while outbox and outbox[0][0] is part:
                text += outbox.pop(0)[1]
            events.append(Delta(self.id, text, self.written, part, infos))
            infos = ()
        return events

    def last_events(self, outcome: Outcome) -> list[Event]:
        recorded = [self.record.event(self.id)] if self.record is not None else []
        return [*self.deltas(0.0, final=True), *recorded, self._finished(outcome)]

    def _finished(self, outcome: Outcome) -> Finished:
        writing = time.perf_counter() - self._first
        return Finished(
            self.id,
            outcome,
            prompt_tokens=self.prompt_tokens,
            cached_tokens=max(0, self.cached),
            completion_tokens=self.written,
            first_token_seconds=self._first - self.begun if self._first else 0.0,
            tokens_per_second=(self.written - 1) / writing if self.written > 1 and writing > 0 else 0.0,
            seed=self.seed,
            speculated=self.speculated,
            accepted=self.accepted,
        )

    def close(self) -> None:
        self.sampler.close()
