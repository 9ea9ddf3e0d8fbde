"""What the model thinks of a text: how probable each token is, what else could have stood there, the perplexity.

A reply is read again after the messages it answers, as the model read them when it wrote; a text of a person's own is
read alone.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.base.settings import Settings
from desktop.base.text.reasoning import beginning, split
from desktop.engine.protocol.messages import Alternative, PromptProgress, Recorded, Score, Scored, Token
from desktop.features.chat.attachments import with_documents
from desktop.features.chat.reply_options import options_of_reply, turns
from desktop.features.generation.stop import Stop
from desktop.features.models.model_manager import ModelManager
from desktop.store.conversations.reply_tokens import ReplyTokens, WrittenToken

if TYPE_CHECKING:
    from desktop.store import Message, Store

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
    tokens: tuple[Token, ...]
    perplexity: float
    thought: str = ""
    model_name: str = ""
    model_file: str = ""

    @property
    def whole(self) -> bool:
        """Whether every part of the text is told of, and by its own tokens."""
        ends = [0, *(piece.end for piece in self.pieces)]
        firsts = [*(piece.at for piece in self.pieces), len(self.tokens)]
        return ends[-1] == len(self.text) and all(
            piece.start == end and _is_text_of(self.tokens[piece.at : after], self.text[piece.start : piece.end])
            for piece, end, after in zip(self.pieces, ends, firsts[1:], strict=False)
        )

    def before(self, piece: Piece, other: Other) -> tuple[Token, ...]:
        """The tokens up to a piece, and another one in its place."""
        there = self.tokens[piece.at]
        logprob = math.log(max(other.probability, 1e-9))
        chosen = Token(other.token, other.text, other.probability, logprob, None, there.alternatives)
        return (*self.tokens[: piece.at], chosen)

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
    """What was kept while a reply was written, else what the model in use thinks.

    Each call is a generator: progress, then an Insight. Stopped, it ends without one.

    Raises ModelFileError(NO_MODEL), EngineError (CONTEXT_FULL for a text that is longer than the context).
    """

    def __init__(self, store: Store, model_manager: ModelManager, settings: Settings) -> None:
        self._store = store
        self._model_manager = model_manager
        self._settings = settings

    def reply(self, message_id: int, stop: Stop) -> Iterator[Progress | Insight]:
        """Of a kept reply: at once where it was written here, without any model."""
        message = self._store.message(message_id)
        kept = None if stop.is_set else recorded(self._store, message)
        if kept is not None:
            yield kept
            return
        chosen, path = options_of_reply(self._store, self._settings, message)
        thought, text = beginning(message.text), message.answer
        read = turns(chosen, with_documents(self._store, path))
        score = Score(text, alternatives=_ALTERNATIVES, messages=read, prefill=thought)
        yield from self._read(score, stop, thought)

    def text(self, text: str, stop: Stop) -> Iterator[Progress | Insight]:
        """Of any text, read from its beginning."""
        yield from self._read(Score(text, alternatives=_ALTERNATIVES), stop, "")

    def _read(self, score: Score, stop: Stop, thought: str) -> Iterator[Progress | Insight]:
        if not score.text.strip() or stop.is_set:
            return
        engine = self._model_manager.engine()
        model = self._model_manager.model
        call = engine.ask(score)
        with stop.stopping(call.cancel):
            for event in call.events():
                if isinstance(event, PromptProgress) and event.total:
                    yield Progress(event.done / event.total)
            if call.cancelled:
                return
            scored = call.answer()
        assert isinstance(scored, Scored)
        found = read(score.text, scored.tokens, thought)
        yield replace(found, model_name=model.name, model_file=model.reference) if model else found


def recorded(store: Store, message: Message) -> Insight | None:
    """What was kept of a reply while it was written; None where it isn't known, or not of all of its text."""
    tokens = written(store, message.id)
    if not tokens or message.reply is None:
        return None
    found = read(message.answer, tokens, beginning(message.text))
    found = replace(found, model_name=message.reply.model_name, model_file=message.reply.model_file)
    return found if found.whole else None


def tokens_of(recorded: Recorded) -> list[Token]:
    """The tokens the engine told of, as they cross the pipe."""
    return [
        Token(
            token,
            text,
            math.exp(logprob),
            logprob,
            None,
            tuple(Alternative(other, word, share) for word, other, share in others),
        )
        for text, token, logprob, others in json.loads(recorded.rows)
    ]


def written(store: Store, message_id: int) -> list[Token]:
    """The tokens of a reply that were kept."""
    return [
        Token(
            token.id,
            token.text,
            math.exp(token.logprob),
            token.logprob,
            None,
            tuple(Alternative(other, text, share) for text, other, share in token.others),
        )
        for token in ReplyTokens(store.database).of(message_id)
    ]


def keep(store: Store, message_id: int, text: str, tokens: Sequence[Token]) -> None:
    """Keep what the tokens of a reply were, where they make up its text."""
    answer, after_thought = split(text)[1], bool(beginning(text))
    first = next((at for at, token in enumerate(tokens) if _begins(answer, token.text, after_thought)), len(tokens))
    found = read(answer, tokens[first:])
    if found.pieces and found.whole:
        ReplyTokens(store.database).keep(message_id, [_row(token) for token in found.tokens])


def _begins(answer: str, text: str, after_thought: bool) -> bool:
    """Whether an answer begins with a token: not with the end of a tag, nor with the empty lines after it."""
    bare = text.lstrip()
    if not bare:
        return not after_thought
    return bare.startswith(_BROKEN) or answer.startswith((text, bare)) or bare.startswith(answer)


def _is_text_of(tokens: Sequence[Token], text: str) -> bool:
    """Whether a piece can be its tokens': parts of characters are no more characters than tokens' signs for them."""
    joined = "".join(token.text for token in tokens)
    return text in joined or (_BROKEN in joined and len(text) <= len(joined))


def _row(token: Token) -> WrittenToken:
    others = tuple((other.text, other.token, other.probability) for other in token.alternatives)
    return WrittenToken(token.text, token.token, token.logprob or 0.0, others)


def read(text: str, tokens: Sequence[Token], thought: str = "") -> Insight:
    """Bring a text and its tokens together; tokens after its end are left out."""
    pieces = tuple(_pieces(text, tokens))
    if pieces and _BROKEN not in tokens[pieces[-1].at].text:
        tokens = tokens[: pieces[-1].at + 1]
    known = [token.logprob for token in tokens if token.logprob is not None]
    perplexity = math.exp(-sum(known) / len(known)) if known else 1.0
    return Insight(text, pieces, tuple(tokens), perplexity, thought)


def _pieces(text: str, tokens: Sequence[Token]) -> Iterator[Piece]:
    place, at = 0, 0
    while at < len(tokens) and place < len(text):
        shown = tokens[at].text
        if place == 0 and not text.startswith(shown):
            shown = shown.lstrip()  # some vocabularies begin every text with a space, some models with empty lines
            if not shown:
                at += 1
                continue
        if shown and text.startswith(shown, place):
            yield _piece(tokens, at, at + 1, place, place + len(shown))
            place, at = place + len(shown), at + 1
            continue
        if shown.startswith(text[place:]):  # a stop string begins within it
            yield _piece(tokens, at, at + 1, place, len(text))
            return
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
