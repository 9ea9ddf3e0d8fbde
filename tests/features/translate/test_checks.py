"""What a program can see is wrong with a translation, and what isn't wrong."""

from __future__ import annotations

import pytest

from desktop.features.translate.quality.checks import Problem, check, literals, needs_translation, repeats, severity
from desktop.features.translate.quality.numbers import chinese_numeral, lost_numbers
from desktop.features.translate.segmentation.languages import LANGUAGES

P = Problem


@pytest.mark.parametrize(
    ("pair", "source", "target", "problems"),
    [
        ("en zh", "The weather is nice today.", "今天天气很好。", []),
        ("en zh", "The weather is nice today.", "", [P.EMPTY]),
        ("en zh", "The weather is nice today.", "⟦1⟧ ", [P.EMPTY]),
        ("en zh", "The weather is nice today.", "The weather is nice today.", [P.COPIED]),
        ("en zh", "The weather is nice today.", "The weather 很好 today is nice", [P.WRONG_LANGUAGE]),
        ("en zh", "The cat sat on the mat, and 12 dogs looked.", "12 dogs looked.", [P.WRONG_LANGUAGE, P.TOO_SHORT]),
        ("en zh", "The weather is nice today.", "今日は天気がいいですね。", [P.WRONG_LANGUAGE]),
        ("en zh", "Python", "Python", []),
        ("en zh", "Microsoft Visual Studio", "Microsoft Visual Studio", []),
        ("en zh", "Install Python 3.11 with pip.", "用 pip 安装 Python 3.11。", []),
        ("en zh", "A rather long sentence that says a number of things about lamps.", "灯。", [P.TOO_SHORT]),
        ("en zh", "A lamp.", "一盏灯，它在夜里照亮了整个房间，也照亮了我们的心，谁也不会忘记它。", [P.TOO_LONG]),
        ("en zh", "He went home again.", "他回家回家回家回家回家回家了。", [P.REPEATS]),
        ("en zh", "See https://a.b/c?d=1.", "见 https://a.b/c?d=1。", []),
        ("en zh", "See https://a.b/c?d=1 for it.", "见 https://a.b/c。", [P.LOST_ADDRESS]),
        ("en zh", "Write to me@x.org today.", "今天写信给我。", [P.LOST_ADDRESS]),
        ("en zh", "Open %s and {name} in <b>bold</b>.", "用<b>粗体</b>打开 %s 和 {name}。", []),
        ("en zh", "Open %s and {name} now.", "现在打开 %s 和名字。", [P.LOST_PLACEHOLDER]),
        ("en zh", "Open the door now.", "现在打开 %s。", [P.LOST_PLACEHOLDER]),
        ("en zh", "Give 50% of it away.", "送出其中的50%。", []),
        ("en zh", "We sold 1,000,000 lamps in 2025.", "我们在2025年卖出100万盏灯。", []),
        ("en zh", "We sold 1,200 lamps.", "我们卖出了灯。", [P.LOST_NUMBER]),
        ("en zh", "Press ⟦1⟧Enter⟦/1⟧ now.", "现在按回车。", [P.LOST_MARKS]),
        ("en zh", "Press ⟦1⟧Enter⟦/1⟧ now.", "现在按⟦1⟧回车⟦/1⟧。", []),
        ("zh en", "他有12只猫。", "He has twelve cats.", []),
        ("zh en", "他有12只猫。", "He has 十二 cats 猫猫.", [P.WRONG_LANGUAGE]),
        ("zh en", "我们去了公园。", "我们去了公园。", [P.COPIED]),
        (
            "en de",
            "The weather is very nice today and we went out.",
            "Das Wetter ist heute sehr schön und wir gingen aus.",
            [],
        ),
        (
            "en de",
            "The weather is very nice today and we went out.",
            "The weather was very nice today so we did go out.",
            [P.WRONG_LANGUAGE],
        ),
        ("zh zh-Hant", "汉字", "漢字", []),
        ("en ja", "It is Tokyo.", "それは東京です。", []),
        ("en ru", "It is Moscow.", "Это Москва.", []),
    ],
)
def test_check(pair: str, source: str, target: str, problems: list[Problem]) -> None:
    one, other = (LANGUAGES[tag] for tag in pair.split())
    assert check(source, target, one, other) == problems


def test_a_cut_answer_is_a_problem() -> None:
    assert check("A lamp.", "一盏灯。", LANGUAGES["en"], LANGUAGES["zh"], cut=True) == [P.CUT]


def test_the_worse_of_two_is_known() -> None:
    assert severity([]) < severity([P.UNSURE]) < severity([P.LOST_NUMBER]) < severity([P.REPEATS]) < severity([P.EMPTY])


@pytest.mark.parametrize("text", ["https://a.b/c", "%s: {0}", "12 / 3.5", "—", "me@x.org"])
def test_nothing_to_translate(text: str) -> None:
    assert not needs_translation(text)


def test_literals_in_order() -> None:
    assert literals("See {name} at https://a.b/c. Or %d.") == ["{name}", "https://a.b/c", "%d"]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("1,234,567 and 3.14", "1234567 和 3.14"),
        ("2 million", "200万"),
        ("1.5 billion people", "15亿人"),
        ("100万", "one million"),
        ("9:30", "九点半"),
        ("3月5日", "March 5"),
        ("the 3rd year", "第三年"),
        ("in 1999", "一九九九年"),
        ("105 ways", "一百零五种"),
        ("1.234,5 Euro", "1,234.5 euros"),
        ("version 2.5.1", "2.5.1 版"),
        ("１２ 个", "12"),
        ("21", "twenty-one"),
        ("2 of them", "两个"),
    ],
)
def test_numbers_in_other_forms(said: str, written: str) -> None:
    assert lost_numbers(said, written) == []


@pytest.mark.parametrize(
    ("said", "written"), [("12", "13"), ("1,234", "1,235"), ("2.5", "2.6"), ("3 cats and 4 dogs", "4只狗")]
)
def test_lost_numbers(said: str, written: str) -> None:
    assert lost_numbers(said, written)


def test_chinese_numerals() -> None:
    assert [chinese_numeral(n) for n in (0, 10, 12, 20, 105, 110, 1001, 10_500, 100_000)] == [
        "零", "十", "十二", "二十", "一百零五", "一百一十", "一千零一", "一万零五百", "十万",
    ]  # fmt: skip


def test_repetition_of_the_text_itself_is_none() -> None:
    assert not repeats("ha ha ha, he said, and went on to the next room.")
    assert not repeats("----------------------------------")
    assert repeats("一一一一一一一一一一一一")
    assert repeats("the end of the day. " * 4)
