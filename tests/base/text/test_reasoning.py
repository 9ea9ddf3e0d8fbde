"""A reply's reasoning and answer: kept as one text, apart everywhere else."""

from __future__ import annotations

import pytest

from desktop.base.text.reasoning import ReplyText, beginning, split


def test_joined_pieces_come_apart_again() -> None:
    reply = ReplyText()
    text = "".join(reply.add(piece, thought=thought) for piece, thought in (("a", True), ("\nb", True), ("c", False)))
    assert split(text) == ("a\nb", "c")
    assert (reply.thought, reply.answer, reply.kept) == ("a\nb", "c", text)


def test_a_continued_thought_is_not_opened_twice() -> None:
    begun = ReplyText().add("a", thought=True)
    reply = ReplyText(begun)
    assert split(begun + reply.add("b", thought=True) + reply.add("c", thought=False)) == ("ab", "c")
    assert reply.kept == "<think>\nab\n</think>\n\nc"
    assert ReplyText("plain").add("x", thought=False) == "x"


@pytest.mark.parametrize(
    "kept", ["", "plain", "<think>\n", "<think>\nhm", "<think>\nhm\n</think>\n\n", "<think>\nhm\n</think>\n\nYes"]
)
def test_what_stands_already_is_kept_as_it_stands(kept: str) -> None:
    reply = ReplyText(kept)
    assert reply.kept == kept
    assert reply.add("!", thought=False).endswith("!")
    assert split(reply.kept) == (split(kept)[0], split(kept)[1] + "!")


def test_a_model_that_thinks_again_before_it_answers_has_one_thought() -> None:
    reply = ReplyText("<think>\nhm\n</think>\n\n")
    for piece, thought in ((" so", True), ("Yes", False)):
        reply.add(piece, thought=thought)
    assert (reply.thought, reply.answer) == split(reply.kept) == ("hm so", "Yes")


def test_a_thought_after_the_answer_goes_before_it() -> None:
    reply = ReplyText("Yes")
    reply.add("hm", thought=True)
    reply.add("!", thought=False)
    assert split(reply.kept) == ("hm", "Yes!")


@pytest.mark.parametrize("text", ["", "plain", "a <think>\nlater\n</think>\n\n tag", "<think>no"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert split(text) == ("", text)
    assert ReplyText(text).kept == text


def test_what_grows_at_its_end_grows_at_its_end() -> None:
    pieces = [(mark, True) for mark in "first\n\nsecond\n"] + [(mark, False) for mark in "The answer\nis 42."]
    reply, text = ReplyText(), ""
    for piece, thought in pieces:
        before = reply.kept
        text += reply.add(piece, thought=thought)
        assert reply.kept == text
        assert text.startswith(before)
    assert text.endswith("is 42.")


def test_the_beginning_and_the_answer_are_the_text() -> None:
    text = "<think>\nhm\n</think>\n\nYes"
    assert beginning(text) + "Yes" == text
    assert beginning("Yes") == ""
    assert beginning("<think>\nhm") == "<think>\nhm"
