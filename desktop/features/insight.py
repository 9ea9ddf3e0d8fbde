"""What the model thinks of a text: how probable each token is, what else could have stood there, the perplexity.

A reply is read again after the messages it answers, as the model read them when it wrote; a text of a person's own is
read alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.settings import Settings
from desktop.engine.protocol import Alternative, PromptProgress, Score, Scored, Token
from desktop.features.attachments import with_documents
from desktop.features.host import Host
from desktop.features.stop import Stop
from desktop.features.turns import turns, way_of_reply
from desktop.formats.thought import beginning, split

if TYPE_CHECKING:
    from desktop.store import Store

_ALTERNATIVES = 12  # asked for, of which some can't be shown
_SHOWN = 6
_LEAST = 0.001
_BROKEN = "\ufffd"
_CONTROL = re.compile(r"<[|\w/▁]+>|\[/?[A-Z_]+\]")
STEPS = (0.5, 0.2, 0.05)  # below these a token is shaded, ever darker


@dataclass(frozen=True)
class Other:
    """Another token for a place; `present` is the one that stands there."""

    token: int
    text: str
    probability: float
    present: bool = False


@dataclass(frozen=True)
class Piece:
    """A part of the text that is whole characters: mostly one token, several where they share a character.

    `start` and `end` are offsets in the text, `at` the index of its first token. The probability is None where
    nothing stands before it, or where the text and the tokens can't be brought together.
    """

    start: int
    end: int
    at: int
    probability: float | None
    others: tuple[Other, ...] = ()

    @property
    def step(self) -> int:
        """0 for a likely piece, to 3 for an unlikely one."""
        probability = 1.0 if self.probability is None else self.probability
        return sum(probability < limit for limit in STEPS)


@dataclass(frozen=True)
class Insight:
    """A text and what the model thinks of it. `thought` is reasoning that stood before a reply's text, with its marks.

    `perplexity` is exp of the mean negative log-probability of the tokens: 1 for a text the model knew, higher the
    more it was surprised.
    """

    text: str
    pieces: tuple[Piece, ...]
    tokens: tuple[int, ...]
    perplexity: float
    thought: str = ""
    model_name: str = ""

    def piece_at(self, offset: int) -> int:
        """The index of the piece at an offset of the text; -1 where there is none."""
        low, high = 0, len(self.pieces)
        while low < high:
            middle = (low + high) // 2
            if self.pieces[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.pieces) and self.pieces[low].start <= offset else -1


@dataclass(frozen=True)
class Progress:
    """Of the text this fraction has been read, 0 to 1."""

    fraction: float


class Insights:
    """Asks the model in use. Each call is a generator: progress, then an Insight. Stopped, it ends without one.

    Raises ModelFileError(NO_MODEL), EngineError (CONTEXT_FULL for a text that is longer than the context).
    """

    def __init__(self, store: Store, host: Host, settings: Settings) -> None:
        self._store = store
        self._host = host
        self._settings = settings

    def reply(self, message_id: int, stop: Stop) -> Iterator[Progress | Insight]:
        """Of a kept reply."""
        message = self._store.message(message_id)
        chosen, path = way_of_reply(self._store, self._settings, message)
        thought, text = beginning(message.text), split(message.text)[1]
        read = turns(chosen, with_documents(self._store, path))
        score = Score(text, alternatives=_ALTERNATIVES, messages=read, prefill=thought)
        yield from self._read(score, stop, thought)

    def text(self, text: str, stop: Stop) -> Iterator[Progress | Insight]:
        """Of any text, read from its beginning."""
        yield from self._read(Score(text, alternatives=_ALTERNATIVES), stop, "")

    def _read(self, score: Score, stop: Stop, thought: str) -> Iterator[Progress | Insight]:
        if not score.text.strip() or stop.is_set:
            return
        engine = self._host.engine()
        model = self._host.model
        call = engine.ask(score)
        with stop.stopping(call.cancel):
            for event in call.events():
                if isinstance(event, PromptProgress) and event.total:
                    yield Progress(event.done / event.total)
            if call.cancelled:
                return
            scored = call.answer()
        assert isinstance(scored, Scored)
        yield read(score.text, scored.tokens, thought, model.name if model else "")


def read(text: str, tokens: Sequence[Token], thought: str = "", model_name: str = "") -> Insight:
    """Bring a text and its scored tokens together."""
    known = [token.logprob for token in tokens if token.logprob is not None]
    perplexity = math.exp(-sum(known) / len(known)) if known else 1.0
    numbers = tuple(token.token for token in tokens)
    return Insight(text, tuple(_pieces(text, tokens)), numbers, perplexity, thought, model_name)


def _pieces(text: str, tokens: Sequence[Token]) -> Iterator[Piece]:
    place, at = 0, 0
    while at < len(tokens) and place < len(text):
        shown = tokens[at].text
        if at == 0 and not text.startswith(shown):
            shown = shown.removeprefix(" ")  # some vocabularies begin every text with a space
        if shown and text.startswith(shown, place):
            yield _piece(tokens, at, at + 1, place, place + len(shown))
            place, at = place + len(shown), at + 1
            continue
        after, end = _joined_again(text, place, tokens, at)
        if end > place:
            yield _piece(tokens, at, after, place, end)
        place, at = end, after


def _joined_again(text: str, place: int, tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Tokens that hold parts of characters: the index of the next whole one, and where the text goes on with it."""
    after = at + 1
    while after < len(tokens) and _BROKEN in tokens[after].text:
        after += 1
    if after == len(tokens):
        return after, len(text)
    whole = "".join(token.text for token in tokens[after : after + 3] if _BROKEN not in token.text)
    for wanted in (whole, tokens[after].text):
        found = text.find(wanted, place + 1)
        if found >= 0:
            return after, found
    return len(tokens), len(text)


def _piece(tokens: Sequence[Token], first: int, last: int, start: int, end: int) -> Piece:
    logprobs = [token.logprob for token in tokens[first:last]]
    probability = None if None in logprobs else math.exp(sum(value for value in logprobs if value is not None))
    others = tuple(_others(tokens[first])) if last == first + 1 else ()
    return Piece(start, end, first, probability, others)


def _others(token: Token) -> Iterator[Other]:
    """The likeliest that can be shown, and the one that stands there, likeliest first."""
    if token.probability is None:
        return
    usable = [other for other in token.alternatives if _usable(other) and other.token != token.token][: _SHOWN - 1]
    found = [Other(other.token, other.text, other.probability) for other in usable]
    found.append(Other(token.token, token.text, token.probability, present=True))
    yield from sorted(found, key=lambda other: -other.probability)


def _usable(other: Alternative) -> bool:
    whole = _BROKEN not in other.text and bool(other.text) and not _CONTROL.fullmatch(other.text.strip())
    return whole and other.probability >= _LEAST
