"""What is told while a model is loaded, reads and writes, whoever asked it: chat, a story or a translation."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.engine.protocol.messages import Event, LoadProgress, PromptProgress


@dataclass(frozen=True)
class Loading:
    """The model is being read, 0 to 1."""

    fraction: float


@dataclass(frozen=True)
class Reading:
    """Tokens of the prompt evaluated so far, of which `cached` needed no work."""

    done: int
    total: int
    cached: int


@dataclass(frozen=True)
class Wrote:
    """A new piece of a text as it will be kept, and the number of tokens so far."""

    text: str
    tokens: int


def progress_of(event: Event | None) -> Loading | Reading | None:
    """What an event of the engine's says of the time before the first word; None for the others."""
    match event:
        case LoadProgress(fraction=fraction):
            return Loading(fraction)
        case PromptProgress(done=done, total=total, cached=cached):
            return Reading(done, total, cached)
    return None
