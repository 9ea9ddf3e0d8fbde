"""Which words are only in one of two texts."""

from __future__ import annotations

import pytest

from desktop.features.chat.compare import Span, compare


def _words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("left", "right", "gone", "new"),
    [
        ("the same", "the same", [], []),
        ("a red lamp", "a green lamp", ["red"], ["green"]),
        ("a lamp", "a small, old lamp", [], ["small, old"]),
        ("灯塔在夜里发光", "灯塔在雾里发光", ["夜"], ["雾"]),
        ("𠮷野家的灯", "𠮷野家的𠀋灯", [], ["𠀋"]),
        ("don't go", "don't stop", ["go"], ["stop"]),
        ("one two", "two", ["one"], []),
        ("", "all new", [], ["all new"]),
        ("only  spaces", "only spaces", [], []),
    ],
)
def test_words_that_differ(left: str, right: str, gone: list[str], new: list[str]) -> None:
    found = compare(left, right)
    assert _words(left, found.left) == gone
    assert _words(right, found.right) == new


def test_very_long_texts_are_compared_by_lines_and_in_time() -> None:
    lines = [f"line {number} with some words" for number in range(4000)]
    left, right = "\n".join(lines), "\n".join([*lines[:2000], "another line", *lines[2000:]])
    found = compare(left, right)
    assert found.left == ()
    assert _words(right, found.right) == ["another line"]
    assert found.same > 0.99
