"""What is asked for, checked; and where in a take's requests a token stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.base.errors import Code, LamplightError
from desktop.features.story.context.prompts import How, Step
from desktop.features.story.writing import take_tokens as tokens
from desktop.features.story.writing.take_writer import Stage
from desktop.store.stories.records import Take, TakeToken
from desktop.store.stories.word_count import count


def check_range(start: int, end: int, text: str) -> None:
    """Raises LamplightError(INVALID_VALUE) for a place outside of the text."""
    if not 0 <= start <= end <= len(text):
        raise LamplightError(Code.INVALID_VALUE, name="offset", value=f"{start}-{end}")


def how_of(name: str) -> How:
    """The way to rewrite of this name. Raises LamplightError(INVALID_VALUE)."""
    try:
        return How(name)
    except ValueError:
        raise LamplightError(Code.INVALID_VALUE, name="how", value=name) from None


def step_of(name: str) -> Step:
    """The step of this name. Raises LamplightError(INVALID_VALUE)."""
    try:
        return Step(name)
    except ValueError:
        raise LamplightError(Code.INVALID_VALUE, name="step", value=name) from None


def alternative(take: Take, index: int, alternative: int) -> TakeToken:
    """The token that is to stand at `index` instead. Raises LamplightError(INVALID_VALUE) for none of the choices."""
    if 0 <= index < len(take.tokens) and take.tokens[index].id != tokens.GIVEN:
        there = take.tokens[index]
        for text, token, probability in there.alternatives:
            if token == alternative:
                return TakeToken(text, token, probability, there.alternatives)
    raise LamplightError(Code.INVALID_VALUE, name="token", value=f"{index}: {alternative}")


def stage_of(written: list[TakeToken], index: int, stages: list[Stage]) -> tuple[int, int]:
    """The stage that the token at `index` belongs to, and where its own tokens begin, its lead and beginning not."""
    number = first = 0
    for at, token in enumerate(written[:index]):
        if token.id != tokens.GIVEN:
            continue
        if number + 1 < len(stages) and at > 0 and token.text == stages[number + 1].lead:
            number, first = number + 1, at + 1
        elif token.text == stages[number].given and first == at:
            first = at + 1
    return number, first


def joint(before: str, take: Take) -> str:
    """The space before a take that its prompt was sent without."""
    bare = before.rstrip()
    gap = before[len(bare) :]
    return gap if bare and gap and "\n" not in gap and take.text and not take.text[0].isspace() else ""


def rest(take: Take, index: int, since: int, replaced: str) -> tuple[Take, int]:
    """What of a take begins at a place of its text, and the index of its token there.

    What stands between the place and the token is given as text: the place may be inside of a token.
    Raises LamplightError(INVALID_VALUE) for a place after the token.
    """
    begins = sum(len(token.text) for token in take.tokens[:index])
    if since > begins:
        raise LamplightError(Code.INVALID_VALUE, name="since", value=f"{since}")
    between = tokens.given(take.text[since:begins])
    left = replace(
        take, text=take.text[since:], tokens=(*between, *take.tokens[index:]), replaced=replaced or take.replaced
    )
    return left, len(between)


def long_enough(stage: Stage, begun: Sequence[TakeToken]) -> Stage:
    """The wished length holds for the whole take; one begun anew near its end still gets a third of it."""
    rules = stage.rules
    if not rules.words:
        return stage
    there = count("".join(token.text for token in begun), rules.language)
    return replace(stage, rules=replace(rules, words=max(rules.words, there + rules.words // 3)))
