"""The Markdown subset, marks as they are typed, keys of entries, without a window."""

from __future__ import annotations

import pytest

from desktop.ui.panes.story.editor.quotes import CORNER, CURLY, STRAIGHT, typed
from desktop.ui.panes.story.scene_text import GAP, Kind, Paragraph, Run, markdown, parse, placed
from desktop.ui.panes.story.side_panel.entry_popup import split_keys


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "a *b* c",
        "**x** and ***y***",
        "two\nlines",
        "> a quotation\n> of two lines",
        "# Head\n\ntext\n\n***\n\nmore",
        "",
        "a\n\n\n\nb",
        "她说：“四十。”",
    ],
)
def test_what_is_read_is_written_again(text: str) -> None:
    assert GAP.join(markdown(found) for found in parse(text)) == text


@pytest.mark.parametrize("text", ["2 * 3 * 4", "*", "# ", "> ", "***", "a\\*b", "foo**bar"])
def test_letters_that_look_like_marks_stay_letters(text: str) -> None:
    paragraph = Paragraph((Run(text),))
    assert parse(markdown(paragraph)) == [paragraph]


def test_kinds() -> None:
    kinds = [found.kind for found in parse("# H\n\n> q\n\n***\n\n* * *\n\ntext")]
    assert kinds == [Kind.HEADING, Kind.QUOTE, Kind.BREAK, Kind.BREAK, Kind.TEXT]


def test_every_character_knows_its_place() -> None:
    paragraph = parse("> a *b* \\*c")[0]
    text, offsets = placed(paragraph)
    assert [text[at] for at in offsets] == list(paragraph.text)


@pytest.mark.parametrize(
    ("letter", "before", "style", "chinese", "expected"),
    [
        ('"', "", CURLY, False, ("“", 0)),
        ('"', "he said", CURLY, False, ("”", 0)),
        ('"', "他说：", CURLY, True, ("“", 0)),
        ('"', "“好", CURLY, True, ("”", 0)),
        ('"', "他说：", CORNER, True, ("「", 0)),
        ("'", "don", CURLY, False, ("’", 0)),
        ("-", "so -", CURLY, False, ("—", 1)),
        (".", "so..", CURLY, False, ("…", 2)),
        (".", "so..", CURLY, True, ("……", 2)),
    ],
)
def test_typed_marks(letter: str, before: str, style: str, chinese: bool, expected: tuple[str, int]) -> None:
    found = typed(letter, before, style, chinese=chinese)
    assert found is not None
    assert (found.text, found.take) == expected


def test_straight_marks_stay() -> None:
    assert typed('"', "", STRAIGHT, chinese=False) is None
    assert typed("-", "-", STRAIGHT, chinese=False) is None


def test_keys_of_an_entry() -> None:
    assert split_keys("Ines, she，父亲、/a{1,2},b/i") == ["Ines", "she", "父亲", "/a{1,2},b/i"]
