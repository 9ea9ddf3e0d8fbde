"""Segments of both scripts; and always: lead, parts and gaps add up to the text."""

from __future__ import annotations

import random

import pytest

from desktop.features.translate.segmentation.split import LONGEST, Split, join, split
from desktop.formats.markdown.inline import parse

CASES = [
    ("en", ["Dr. Smith went to Washington.", "He arrived at 3.14 p.m. on Jan. 5.", "It was cold."]),
    ("en", ['"Really?" she asked.', '"Yes!"', "He laughed.", "“Let's go,” I said."]),
    ("en", ["1. First item.", "2. Second item.", "See https://example.com/a.b?c=d!e for more.", "Next."]),
    ("en", ["The U.S. Government said so.", "He lives in the U.S.", "He likes it there."]),
    ("en", ["J. R. R. Tolkien wrote it.", "It is vitamin C.", "The end."]),
    ("en", ["Wait... what?", "He paused...", "Then he left."]),
    ("en", ["He said (it was late.)", "Then he left.", "Done.[1]", "Next one."]),
    ("en", ["No. 5 is alive.", "He said no.", "The end."]),
    ("en", ["It costs $5.50!", "Wow?!", "Write to a.b@example.com.", "Thanks."]),
    ("en", ["See Fig. 3 and pp. 4-5, e.g. the tables, etc.", "However, it works."]),
    ("en", ["Version 2.5.1 of setup.exe is out.", "(See below.)", "[Note.]", "End."]),
    ("en", ["One line\nstill the same sentence."]),
    ("en", ["A heading without a stop", "A paragraph after a blank line."]),
    ("en", ["Mr. and Mrs. Brown met Prof. Lee at St. Mary's.", "They talked."]),
    ("zh", ["他说：“你好！”", "然后走了……天黑了。", "真的吗？！", "是的。"]),
    ("zh", ["“走吧！”他说。", "我们就走了。", "“你好。", "我是小王。”", "大家笑了。"]),
    ("zh", ["圆周率是3.14。", "网址是https://a.cn/b.html。", "结束"]),
    ("zh", ["（见下文。）", "他说“好的。”，然后走了。", "『完了。』", "下一句！"]),
    ("zh", ["我用Python 3.11。", "他说OK!", "然后走了。"]),
    ("zh", ["1．第一点。", "2．第二点。", "一、总则。"]),
    ("zh", ["他停下来……", "天黑了。"]),
    ("ja", ["東京は首都です。", "そうですか？", "はい。"]),
    ("de", ["Am 3. Oktober war es kalt.", "Das ist z. B. so.", "Gut."]),
    ("hi", ["यह एक वाक्य है।", "यह दूसरा है।"]),
]


@pytest.mark.parametrize(("language", "sentences"), CASES, ids=[case[1][0][:20] for case in CASES])
def test_sentences(language: str, sentences: list[str]) -> None:
    separator = "\n\n" if "A heading" in sentences[0] else "" if language in ("zh", "ja") else " "
    if sentences[0] == "他停下来……":
        separator = "\n\n"
    assert [part.text for part in split(separator.join(sentences), language).parts] == sentences


def whole(found: Split) -> str:
    return found.lead + "".join(part.text + part.gap for part in found.parts)


def test_nothing_is_lost_whatever_the_text() -> None:
    random_ = random.Random(4)
    alphabet = [
        "a",
        "Dr",
        ".",
        "。",
        "！",
        "”",
        '"',
        "“",
        " ",
        "\n",
        "…",
        "3",
        "Ok",
        "他",
        "说",
        "?",
        ")",
        "[1]",
        "⟦1⟧",
        "⟦/1⟧",
    ]
    for _ in range(3000):
        text = "".join(random_.choices(alphabet, k=random_.randint(0, 40)))
        found = split(text, random_.choice(["en", "zh", "de"]))
        assert parse(whole(found))[0] == parse(text)[0]
        assert sorted(map(str, parse(whole(found))[1])) == sorted(map(str, parse(text)[1]))
        assert all(parse(part.text)[0].strip() for part in found.parts)


def test_marks_stay_with_their_sentence() -> None:
    parts = split("⟦1⟧Bold sentence.⟦/1⟧ ⟦2⟧Next⟦/2⟧ one.⟦3/⟧ Third.").parts
    assert [part.text for part in parts] == ["⟦1⟧Bold sentence.⟦/1⟧", "⟦2⟧Next⟦/2⟧ one.⟦3/⟧", "Third."]
    parts = split("你好。⟦1⟧再见。⟦/1⟧谢谢。", "zh").parts
    assert [part.text for part in parts] == ["你好。", "⟦1⟧再见。⟦/1⟧", "谢谢。"]


def test_a_blank_text_has_no_segments() -> None:
    assert split("  \n ").parts == ()
    assert split("").lead == ""


def test_joining_follows_the_target_language() -> None:
    chinese = split("你好。再见。\n谢谢。", "zh")
    assert join(chinese, ["Hello.", "Goodbye.", "Thanks."], spaced=True) == "Hello. Goodbye.\nThanks."
    english = split("Hello.  Goodbye. ")
    assert join(english, ["你好。", "再见。"], spaced=False) == "你好。再见。 "


@pytest.mark.parametrize("text", ["这是一行" * 3000, "word " * 3000, "a" * 20000, "一，" * 3000])
def test_an_endless_sentence_is_divided_within_the_limit(text: str) -> None:
    found = split(text)
    assert whole(found) == text
    assert len(found.parts) > 5
    assert all(len(part.text) <= LONGEST for part in found.parts)


@pytest.mark.slow
def test_time_grows_with_the_length_only() -> None:
    """Each of these took minutes with a rule that looked back to the sentence's beginning."""
    for text in ("word. " * 100_000, '."' * 100_000, "。” " * 100_000, ". " * 100_000):
        assert whole(split(text)) == text
