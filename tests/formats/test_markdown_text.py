"""What script a text is in, and how long it is as a person counts."""

from __future__ import annotations

import pytest

from desktop.formats.markdown.text import count_words, is_chinese, readable


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("守塔人在信里为什么总写“油尚足”？", True),
        ("用 Python 写一个函数，读取 CSV 文件", True),
        ("What does 灯 mean in English, and how is it said?", False),
        ("Plain English.", False),
        ("123 ... !", False),
        ("", False),
    ],
)
def test_is_chinese(text: str, chinese: bool) -> None:
    assert is_chinese(text) is chinese


@pytest.mark.parametrize(
    ("text", "count"), [("three plain words", (3, False)), ("油尚足。", (3, True)), ("", (0, False))]
)
def test_count_words(text: str, count: tuple[int, bool]) -> None:
    assert count_words(text) == count


def test_marks_that_only_lend_a_direction_stay() -> None:
    assert readable("a\u200fb\u200e") == "a\u200fb\u200e"
