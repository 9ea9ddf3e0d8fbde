"""Marks: shown to a model, read back, checked, and put where they belong when a model lost them."""

from __future__ import annotations

import random

import pytest

from desktop.formats.markdown.inline import Builder, parse, plain, read_back, repair, same_marks, show


def test_marks_are_shown_and_read_back() -> None:
    source = "Press ⟦1⟧Enter⟦/1⟧ now⟦2/⟧."
    assert show(source) == "Press <1>Enter</1> now<2/>."
    assert show(source, "s{}") == "Press <s1>Enter</s1> now<s2/>."
    assert read_back("现在按< 1 >回车键＜/1＞<2>。", source) == "现在按⟦1⟧回车键⟦/1⟧⟦2/⟧。"
    assert read_back("a <7> b", source) == "a <7> b"


def test_a_text_that_holds_marks_itself_survives() -> None:
    builder = Builder()
    builder.text("see ⟦1⟧ there")
    assert plain(builder.result()) == "see  there"
    assert builder.opens == {1: "⟦1⟧"}


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("⟦1⟧All of it.⟦/1⟧", "全部。", "⟦1⟧全部。⟦/1⟧"),
        ("⟦1⟧All of it⟦/1⟧.", "全部。", "⟦1⟧全部⟦/1⟧。"),
        ("Use ⟦1⟧Python⟦/1⟧ here.", "在这里使用 Python。", "在这里使用 ⟦1⟧Python⟦/1⟧。"),
        ("It is so.⟦1/⟧", "是这样。", "是这样。⟦1/⟧"),
        ("⟦1/⟧It is so.", "是这样。", "⟦1/⟧是这样。"),
        ("It is so⟦1/⟧.", "是这样。", "是这样⟦1/⟧。"),
        ("Since 1999⟦1/⟧ it works.", "自1999年以来一直有效。", "自1999⟦1/⟧年以来一直有效。"),
        ("⟦1⟧Open here", "从这里", "⟦1⟧从这里"),
        ("to here⟦/1⟧.", "到这里。", "到这里⟦/1⟧。"),
        ("⟦1⟧⟦2⟧a⟦/2⟧⟦/1⟧", "b", "⟦1⟧⟦2⟧b⟦/2⟧⟦/1⟧"),
        ("x ⟦1⟧y⟦/1⟧", "⟦1⟧⟦1⟧p⟦/1⟧ y", "p ⟦1⟧y⟦/1⟧"),
    ],
)
def test_lost_marks_find_their_place(source: str, target: str, expected: str) -> None:
    assert repair(source, target) == expected


def test_the_translation_of_the_inside_says_where_a_mark_goes() -> None:
    source = "Click ⟦1⟧Save⟦/1⟧ to keep your changes."
    assert repair(source, "要保留更改，请点击保存。", {1: "保存"}) == "要保留更改，请点击⟦1⟧保存⟦/1⟧。"


def test_right_marks_are_left_alone() -> None:
    target = "要保留更改，请点击⟦1⟧保存⟦/1⟧。"
    assert repair("Click ⟦1⟧Save⟦/1⟧ to keep your changes.", target) == target


def test_words_and_numbers_are_not_cut() -> None:
    found = repair("一二⟦1⟧三四五⟦/1⟧六七", "international cooperation 12345678")
    for word in ("international", "cooperation", "12345678"):
        assert word in found


def test_a_repaired_text_always_has_the_sources_marks_and_its_own_words() -> None:
    random_ = random.Random(7)
    pieces = ["⟦1⟧", "⟦/1⟧", "⟦2⟧", "⟦/2⟧", "⟦3/⟧", "词", "word ", "12", "。", " "]
    for _ in range(3000):
        inner = f"a ⟦2⟧{random_.choice(['b', 'cc dd', '三'])}⟦/2⟧ e"
        source = f"{random_.choice(['', 'x '])}⟦1⟧{inner}⟦/1⟧{random_.choice(['⟦3/⟧', ' y⟦3/⟧.', '⟦3/⟧ z'])}"
        target = "".join(random_.choices(pieces, k=random_.randint(1, 12)))
        found = repair(source, target)
        assert same_marks(source, found), (source, target, found)
        assert plain(found) == plain(target)
        assert len(parse(found)[1]) == 5


def test_labels_are_read_and_stay() -> None:
    source = "Press ⟦1/Ctrl+C⟧ or ⟦2/Ctrl+C⟧ to stop."
    assert plain(source) == "Press Ctrl+C or Ctrl+C to stop."
    assert show(source) == plain(source)
    assert parse(source)[0] == "Press  or  to stop."
    assert repair(source, "按 Ctrl+C 或 Ctrl+C 停止。") == "按 ⟦1/Ctrl+C⟧ 或 ⟦2/Ctrl+C⟧ 停止。"
    assert same_marks(source, repair(source, "停止。"))
    builder = Builder()
    builder.alone("`a\nb`", "a\nb")
    builder.alone("x", "y" * 100)
    assert builder.result() == "⟦1/a b⟧⟦2/⟧"
    assert builder.write("了⟦1/a b⟧⟦2/⟧") == "了`a\nb`x"
