"""Reasoning in a reply: framed, taken apart, quoted."""

from __future__ import annotations

import pytest

from desktop.formats.thought import Joiner, beginning, quoted, split


def test_joined_pieces_come_apart_again() -> None:
    joiner = Joiner()
    text = "".join(joiner.add(piece, thought=thought) for piece, thought in (("a", True), ("\nb", True), ("c", False)))
    assert split(text) == ("a\nb", "c")
    assert quoted(text) == "> a\n> b\n\nc"


def test_a_continued_thought_is_not_opened_twice() -> None:
    begun = Joiner().add("a", thought=True)
    joiner = Joiner(begun)
    assert split(begun + joiner.add("b", thought=True) + joiner.add("c", thought=False)) == ("ab", "c")
    assert Joiner("plain").add("x", thought=False) == "x"


@pytest.mark.parametrize("text", ["", "plain", "a <think>\nlater\n</think>\n\n tag", "<think>no"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert split(text) == ("", text)
    assert quoted(text) == text


def test_what_grows_at_its_end_grows_at_its_end() -> None:
    pieces = [(mark, True) for mark in "first\n\nsecond\n"] + [(mark, False) for mark in "The answer\nis 42."]
    joiner, text, before = Joiner(), "", ""
    for piece, thought in pieces:
        text += joiner.add(piece, thought=thought)
        assert quoted(text).startswith(before)
        before = quoted(text)
    assert before.endswith("is 42.")


def test_the_beginning_and_the_answer_are_the_text() -> None:
    text = "<think>\nhm\n</think>\n\nYes"
    assert beginning(text) + "Yes" == text
    assert beginning("Yes") == ""
    assert beginning("<think>\nhm") == "<think>\nhm"
