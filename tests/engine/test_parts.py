"""Reasoning and answer are told apart however the text is cut."""

from __future__ import annotations

import itertools
import random

import pytest

from desktop.engine.parts import Splitter, begins_inside, tags_of
from desktop.engine.protocol import Part

TEXT = "<think>\nIs 2 < 3? Yes.</think>\n\nThe answer: <b> is 2 < 3."


def _split(text: str, splitter: Splitter, cuts: list[int]) -> dict[Part, str]:
    found = {Part.ANSWER: "", Part.THINK: ""}
    for left, right in itertools.pairwise([0, *sorted(cuts), len(text)]):
        for part, piece in splitter.feed(text[left:right]):
            found[part] += piece
    for part, piece in splitter.finish():
        found[part] += piece
    return found


@pytest.mark.parametrize("seed", range(20))
def test_any_cut(seed: int) -> None:
    dice = random.Random(seed)
    cuts = [dice.randrange(len(TEXT)) for _ in range(dice.randrange(20))]
    found = _split(TEXT, Splitter(("<think>", "</think>")), cuts)
    assert found[Part.THINK] == "Is 2 < 3? Yes."
    assert found[Part.ANSWER] == "The answer: <b> is 2 < 3."


def test_a_prompt_that_opens_the_reasoning() -> None:
    tags = ("<think>", "</think>")
    assert begins_inside("User: x\nAssistant: <think>\n", tags)
    assert not begins_inside("<think>a</think>\nAssistant:", tags)
    found = _split("First I look.</think>Done.", Splitter(tags, inside=True), [])
    assert found == {Part.THINK: "First I look.", Part.ANSWER: "Done."}


def test_without_tags_all_is_answer() -> None:
    assert Splitter(None).feed("<think>a</think>") == [(Part.ANSWER, "<think>a</think>")]


def test_an_unfinished_tag_is_text_in_the_end() -> None:
    assert _split("a <thi", Splitter(("<think>", "</think>")), [3])[Part.ANSWER] == "a <thi"


def test_which_templates_reason() -> None:
    assert tags_of("{% if '</think>' in content %}") == ("<think>", "</think>")
    assert tags_of("{{ messages }}") is None
