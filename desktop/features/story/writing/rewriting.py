"""A selection written anew: clearer, shorter, in another tone, as dialogue, corrected, translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from desktop.base.errors import Code, LamplightError
from desktop.engine.protocol.messages import Generate, Sampling
from desktop.features.story.context.context import settings_lines
from desktop.features.story.context.model_session import StoryModel
from desktop.features.story.context.prompts import How
from desktop.features.story.sampling_presets import GREEDY, PROSE, is_chinese
from desktop.features.story.writing.output_rules import Rules
from desktop.features.story.writing.take_writer import Stage
from desktop.features.translate.model.prompts import Task, family_of
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.features.translate.segmentation.split import split
from desktop.store.stories.records import Project

_PARAGRAPHS = re.compile(r"\n\s*\n")
_AT_ONCE = 600  # tokens of a passage rewritten in one request: small models lose the thread of longer ones
_WHOLE = frozenset({How.EXPAND, How.DIALOGUE})  # notes belong together
# Tokens of the answer for each one of the passage, and on top of them.
_ROOM = {
    How.CORRECT: (1.5, 32),
    How.CLEARER: (1.6, 64),
    How.SHORTER: (1.1, 32),
    How.TONE: (2.2, 96),
    How.POINT_OF_VIEW: (2.0, 64),
    How.SHOW: (3.0, 128),
    How.LONGER: (4.0, 192),
    How.SENSES: (4.0, 192),
    How.EXPAND: (6.0, 256),
    How.DIALOGUE: (6.0, 256),
}
_NEEDS = frozenset({How.TONE, How.POINT_OF_VIEW})


def stages(
    story_model: StoryModel, project: Project, passage: str, how: How, instruction: str, sampling: Sampling
) -> list[Stage]:
    """The requests that rewrite a passage, together the whole of it. The model must be ready.

    Raises LamplightError(INVALID_VALUE) for an empty passage, a missing instruction or an unknown language.
    """
    if not passage.strip():
        raise LamplightError(Code.INVALID_VALUE, name="passage", value="")
    if how in _NEEDS and not instruction.strip():
        raise LamplightError(Code.INVALID_VALUE, name=how.value, value="")
    if how is How.TRANSLATE:
        return _translating(story_model, project, passage, instruction)
    family, language = story_model.family, project.language
    about = ""
    if family.chat and how in (How.EXPAND, How.DIALOGUE, How.LONGER, How.SENSES):
        about = "".join(line for _, line in settings_lines(project, dict(family.language(language)["context"])))
    made: list[Stage] = []
    for chunk in _chunks(story_model, passage, how, by_paragraph=not family.chat):
        asked = family.rewrite(how, chunk, language, instruction.strip(), about)
        stop = asked.stop if family.chat or how in _WHOLE else (*asked.stop, "\n")
        factor, more = _ROOM[how]
        request = replace(
            asked.request(),
            stop=tuple(dict.fromkeys(stop)),
            sampling=_sampling(how, sampling),
            max_tokens=int(story_model.count(chunk) * factor) + more,
        )
        rules = Rules(language, answer=True, source=chunk, lines=not family.chat and how in _WHOLE)
        made.append(Stage(request, rules, lead="\n\n" if made else ""))
    return made


def _sampling(how: How, wished: Sampling) -> Sampling:
    """A passage repeats its source: no penalty for that. What keeps the meaning is written carefully."""
    if how is How.CORRECT:
        return replace(GREEDY, banned=wished.banned)
    plain = replace(wished, dry_multiplier=0.0, repeat_penalty=1.0, xtc_probability=0.0)
    if how in (How.CLEARER, How.SHORTER, How.POINT_OF_VIEW):
        careful = PROSE["careful"]
        return replace(plain, temperature=careful.temperature, top_p=careful.top_p, min_p=careful.min_p)
    return plain


def _chunks(story_model: StoryModel, passage: str, how: How, by_paragraph: bool) -> Iterator[str]:
    """The passage in pieces that fit a request, cut between paragraphs where that is possible."""
    if how in _WHOLE:
        most = story_model.context // 3
        by_paragraph = False
    else:
        most = min(_AT_ONCE, story_model.context // 5)
    gathered = ""
    for paragraph in _pieces(story_model, passage, most):
        longer = f"{gathered}\n\n{paragraph}" if gathered else paragraph
        if gathered and (by_paragraph or story_model.count(longer) > most):
            yield gathered
            longer = paragraph
        gathered = longer
    if gathered:
        yield gathered


def _pieces(story_model: StoryModel, passage: str, most: int) -> Iterator[str]:
    """Paragraphs; one that is too long by itself in sentences."""
    for paragraph in _PARAGRAPHS.split(passage.strip()):
        if not paragraph.strip():
            continue
        if len(paragraph) <= most or story_model.count(paragraph) <= most:
            yield paragraph
            continue
        piece = ""
        for part in split(paragraph).parts:
            if piece and len(piece) + len(part.text) > most * 2:
                yield piece.strip()
                piece = ""
            piece += part.text + part.gap
        if piece.strip():
            yield piece.strip()


def _translating(story_model: StoryModel, project: Project, passage: str, target: str) -> list[Stage]:
    source = project.language.partition("-")[0].lower()
    target = target.strip() or ("en" if is_chinese(source) else "zh")
    known = {tag.lower(): tag for tag in LANGUAGES}
    tag, own = known.get(target.lower()), known.get(source, "en")
    if tag is None:
        raise LamplightError(Code.LANGUAGE_UNKNOWN, name=target, known=", ".join(sorted(LANGUAGES)))
    if tag.partition("-")[0] == own:  # a passage in the language itself comes from elsewhere
        own = "zh" if tag.startswith("en") else "en"
    family = family_of(story_model.model)
    made: list[Stage] = []
    for paragraph in _PARAGRAPHS.split(passage.strip()):
        parts = [part.text for part in split(paragraph, own).parts] if family.kind == "few_shot" else [paragraph]
        for number, text in enumerate(parts):
            request: Generate = family.request(
                Task(" ".join(text.split()), LANGUAGES[own], LANGUAGES[tag]), background=False
            )
            lead = "" if not made else "\n\n" if number == 0 else " " if LANGUAGES[tag].spaced else ""
            made.append(Stage(replace(request, drop_turns=False), Rules(tag, answer=True, source=text), lead=lead))
    return made
