"""What the model found obvious in one's own prose, and what it stumbled over."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.engine.protocol.messages import Score, Scored
from desktop.features.generation.stop import Stop
from desktop.features.story.context.model_session import StoryModel
from desktop.features.story.writing.take_tokens import spans

_ALTERNATIVES = 5
_CHUNK = 1_500  # characters scored at once, so that the map grows as one looks
_BEFORE_SHARE = 0.5  # of the context: what is read before them
_SECONDS = 600.0


@dataclass(frozen=True)
class Surprise:
    """A token of the text: characters `start` to `end`, its probability, and what was expected instead.

    `bits` is how surprising it was: -log2 of the probability; None for the first token, before which there is nothing.
    """

    start: int
    end: int
    text: str
    probability: float | None
    bits: float | None
    alternatives: tuple[tuple[str, float], ...] = ()


def surprises(story_model: StoryModel, text: str, stop: Stop) -> Iterator[Surprise]:
    """The tokens of a text in reading order; ends early when it is stopped. The model must be ready.

    Raises EngineError.
    """
    at = 0
    most = int(story_model.context * _BEFORE_SHARE)
    while at < len(text) and not stop.is_set:
        end = _edge(text, at)
        chunk = text[at:end]
        before = _before(story_model, text, at, most)
        if chunk:
            call = story_model.engine.ask(Score(text=chunk, prompt=before, alternatives=_ALTERNATIVES))
            with stop.stopping(call.cancel):
                list(call.events())
            if call.cancelled:
                return
            scored = call.answer(_SECONDS)
            assert isinstance(scored, Scored)
            yield from _read(chunk, at, scored)
        at = end


def _edge(text: str, at: int) -> int:
    """The end of a chunk: a paragraph's, a sentence's or a word's; the white space belongs to what follows."""
    if len(text) - at <= _CHUNK:
        return len(text)
    for mark in ("\n\n", "。", ". ", " "):
        found = text.rfind(mark, at + _CHUNK // 2, at + _CHUNK)
        if found > 0:
            return found + (1 if mark in ("。", ". ") else 0)
    return at + _CHUNK


def _before(story_model: StoryModel, text: str, at: int, most: int) -> str:
    """What precedes a chunk, from a place that stays for many chunks, so that the engine has read it already."""
    start = 0
    while start < at and story_model.count(text[start:at]) > most:
        start = start + max(_CHUNK, (at - start) // 2)
    return text[min(start, at) : at]


def _read(chunk: str, offset: int, scored: Scored) -> Iterator[Surprise]:
    for token, (start, end) in zip(scored.tokens, spans(chunk, scored.tokens), strict=True):
        if start == end:
            continue
        bits = None if token.logprob is None else -token.logprob / math.log(2)
        others = tuple((other.text, other.probability) for other in token.alternatives if "\ufffd" not in other.text)
        yield Surprise(offset + start, offset + end, chunk[start:end], token.probability, bits, others)
