"""Titles from first messages."""

from __future__ import annotations

import pytest

from desktop.features.chat.titles import title_from


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hello there", "Hello there"),
        ("\n\n## **What** the `Board` wanted\nmore", "What the Board wanted"),
        ("- - -\n> quoted", "quoted"),
        ("守塔人在信里为什么总写“油尚足”？", "守塔人在信里为什么总写“油尚足”？"),
        ("   ", ""),
        ("a\u0000b\u202ec", "abc"),
    ],
)
def test_title(text: str, title: str) -> None:
    assert title_from(text) == title


def test_long_titles_are_cut_at_a_word_or_a_character() -> None:
    english = title_from("Please explain to me in plain words how the tides work and why the moon matters so much")
    assert english == "Please explain to me in plain words how the tides work and…"
    assert title_from("灯" * 100) == "灯" * 30 + "…"
    assert len(title_from("x" * 100_000)) == 61
