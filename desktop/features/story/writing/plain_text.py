"""A text that goes on without a project: for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from desktop.base.text.scripts import is_han
from desktop.engine.protocol.messages import Delta, Finished, Generate, LoadProgress, PromptProgress
from desktop.features.generation.stop import Stop
from desktop.features.story import sampling_presets as sampling_presets
from desktop.features.story.context.context import Contexts, Place
from desktop.features.story.context.events import Loading, Prepared, Reading, Sent
from desktop.features.story.context.model_session import StoryModel
from desktop.features.story.writing.output_rules import Rules
from desktop.features.story.writing.take_writer import Answer
from desktop.store.stories.records import Project, StorySettings

_LOOKED_AT = 4_000


@dataclass(frozen=True)
class Piece:
    """A new piece of the continuation."""

    text: str


@dataclass(frozen=True)
class Done:
    """The whole continuation and how the engine ended; `complete`: it is as long as wished, or the model ended it."""

    text: str
    finished: Finished
    seed: int
    complete: bool
    sent: Sent


def language_of(text: str) -> str:
    """ "zh" for a text that is Chinese for the most part, else "en"."""
    letters = [character for character in text[-_LOOKED_AT:] if character.isalpha()]
    chinese = sum(map(is_han, letters))
    return "zh" if chinese * 3 > len(letters) else "en"


def write_on(
    story_model: StoryModel, text: str, settings: StorySettings, stop: Stop, *, words: int, seed: int | None = None
) -> Iterator[Loading | Prepared | Reading | Piece | Done]:
    """Continue a text for about so many words (characters of Chinese). The same seed gives the same text.

    Nothing is kept. Raises LamplightError; how the engine ended is in `Done`.
    """
    language = language_of(text)
    now = datetime.now(UTC)
    project = Project(0, "", language, settings, 0, "", now, now)
    yield from story_model.ready(stop)
    contexts = Contexts(None, story_model)
    most = sampling_presets.most_tokens(words, language)
    sent = contexts.build(Place(project, None, text, most))
    yield Prepared(sent)
    family = story_model.family
    chosen = sampling_presets.sampling(settings, seed)
    chosen = replace(chosen, banned=(*chosen.banned, *family.banned(language, text[-_LOOKED_AT:])))
    room = max(16, sent.available - sent.used - 1)
    request = replace(
        sent.request,
        sampling=chosen,
        max_tokens=min(most, room),
        stop=tuple(family.language(language)["stop"]),
        cache=seed is None,  # what was evaluated in other pieces is rounded differently
    )
    rules = Rules(language, words, after_space=text[-1:].isspace())
    yield from _follow(story_model, Answer(rules), request, stop, sent)


def _follow(
    story_model: StoryModel, answer: Answer, request: Generate, stop: Stop, sent: Sent
) -> Iterator[Reading | Piece | Loading | Done]:
    call = story_model.engine.generate(request)
    shown = ""
    with stop.stopping(call.cancel):
        for event in call.events():
            match event:
                case LoadProgress():
                    yield Loading(event.fraction)
                case PromptProgress():
                    yield Reading(event.done, event.total, event.cached)
                case Delta():
                    answer.feed(event)
                    if answer.done:
                        call.cancel()
                    text = answer.text
                    if text.startswith(shown) and text != shown:
                        yield Piece(text[len(shown) :])
                        shown = text
                case Finished():
                    text, _ = answer.finish()
                    complete = answer.done or event.outcome.complete
                    yield Done(text, event, request.sampling.seed, complete, sent)
