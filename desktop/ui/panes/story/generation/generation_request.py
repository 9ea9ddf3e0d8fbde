"""What a person asked the model for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.features.generation.stop import Stop
from desktop.features.story.context.events import StoryEvent

if TYPE_CHECKING:
    from desktop.features.story.story import Story

Ask = Callable[["Story", Stop], Iterator[StoryEvent]]


@dataclass
class GenerationRequest:
    """What was asked for: enough to ask again."""

    name: str
    ask: Ask
    start: int  # in the document
    end: int
    old: str = ""  # what is to be replaced, as Markdown
    whole: bool = False  # it is replaced as a whole, not word by word
