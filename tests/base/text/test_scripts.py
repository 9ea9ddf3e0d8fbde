"""What a Chinese letter is: Unicode's own scripts, and ten letters that eleven files once disagreed on."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

import pytest
import regex

from desktop.base.text import patterns, scripts
from desktop.base.text.scripts import CJK, CJK_TEXT, HAN, HANGUL, INDEXED, KANA
from desktop.engine.protocol.messages import Message
from desktop.engine.text.templates import _transcript
from desktop.features.chat import compare
from desktop.features.story import diff
from desktop.features.story.writing import plain_text
from desktop.features.translate.segmentation import split
from desktop.formats.documents import markdown, subtitles, tree
from desktop.formats.manuscript import read_text
from desktop.formats.manuscript.paper import lines as pdf_lines
from desktop.formats.markdown import formula_letters
from desktop.formats.markdown.text import is_chinese
from desktop.store.core import search_text
from desktop.store.stories import word_count
from desktop.ui.panes.story.editor import spelling

# The letter, and what it is.
LETTERS = {
    "灯": "han cjk cjk_text wide",
    "々": "han cjk cjk_text wide",
    "𠮷": "han cjk cjk_text wide",
    "㐀": "han cjk cjk_text wide",
    "か": "kana cjk cjk_text wide",
    "ー": "kana cjk cjk_text wide",
    "ㄅ": "cjk cjk_text wide",
    "가": "hangul wide",
    "Ａ": "cjk_text wide",
    "、": "cjk_text wide",
    # and some more
    "〇": "han cjk cjk_text wide",
    "〆": "cjk cjk_text wide",
    "ｶ": "kana cjk cjk_text",
    "㎡": "cjk_text wide",
    "。": "cjk_text wide",
    "　": "cjk_text wide",
    "🏮": "wide",
    "A": "",
    "“": "",
    "é": "",
    "α": "",
    "ก": "",
    " ": "",
}
_SHARED_KANA = "〱〲〳〴〵〼゙゚ーｰﾞﾟ"  # letters of both syllabaries, whose script is "Common"
_TONES_AND_CLOSING = "〆〪〭〫〬"


@pytest.mark.parametrize("letter", LETTERS)
def test_what_each_letter_is(letter: str) -> None:
    asked = ("han", "kana", "hangul", "cjk", "cjk_text", "wide")
    assert " ".join(name for name in asked if getattr(scripts, f"is_{name}")(letter)) == LETTERS[letter]


def test_nothing_is_no_letter() -> None:
    assert not any((scripts.is_han(""), scripts.is_kana(""), scripts.is_hangul(""), scripts.is_cjk("")))
    assert not scripts.is_cjk_text("")


@cache
def _assigned() -> str:
    """Every code point that both Unicodes know: Python's and the one of `regex`."""
    points = (chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF)
    return regex.sub(r"\p{Cn}+", "", "".join(mark for mark in points if unicodedata.category(mark) != "Cn"))


def _every(letters: str) -> set[str]:
    return set(regex.findall(letters, _assigned()))


@pytest.mark.parametrize(
    ("ours", "unicodes"),
    [
        (HAN, r"\p{Han}"),
        (KANA, rf"[\p{{Hiragana}}\p{{Katakana}}{_SHARED_KANA}]"),
        (HANGUL, r"\p{Hangul}"),
        (CJK, rf"[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}\p{{Bopomofo}}{_SHARED_KANA}{_TONES_AND_CLOSING}]"),
    ],
    ids=["han", "kana", "hangul", "cjk"],
)
def test_the_sets_are_unicodes_scripts(ours: str, unicodes: str) -> None:
    found = _every(f"[{ours}]") ^ _every(unicodes)
    assert found == set()


def test_no_letter_of_these_scripts_is_forgotten() -> None:
    """By Script_Extensions; tone marks that Latin uses, too, are no Chinese letters."""
    theirs = _every(r"[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hangul}]")
    letters = {mark for mark in theirs if unicodedata.category(mark)[0] in "LM"} - set("ˇˉˊˋ\u0305\u0323")
    assert letters <= _every(f"[{CJK}{HANGUL}]")


def test_cjk_text_is_what_the_blocks_hold() -> None:
    blocks = (
        "CJK Symbols and Punctuation", "Ideographic Description Characters", "Hiragana", "Katakana", "Kanbun",
        "CJK Strokes", "Enclosed CJK Letters and Months", "CJK Compatibility", "Vertical Forms",
        "CJK Compatibility Forms", "Halfwidth and Fullwidth Forms",
    )  # fmt: skip
    union = _every("[" + "".join(rf"\p{{Block={name}}}" for name in blocks) + "]")
    assert (_every(f"[{CJK}]") | union) - _every(r"\p{Hangul}") == _every(f"[{CJK_TEXT}]") | set("㉿") & union
    assert not _every(f"[{CJK_TEXT}]") & _every(f"[{HANGUL}]")


def test_what_is_indexed_never_changes() -> None:
    """The words of every stored text were made with it. A new set needs a migration that builds the index anew."""
    assert hashlib.sha256(INDEXED.encode()).hexdigest().startswith("32e35cd3ae51435d")


def test_what_is_indexed_are_letters_and_all_that_china_writes() -> None:
    indexed, letters = _every(f"[{INDEXED}]"), _every(f"[{CJK}{HANGUL}]")
    assert indexed < letters
    assert set("灯々𠮷㐀かーㄅ가") <= indexed
    for encoding in ("gb2312", "gbk", "big5"):
        written = {letter for letter in letters if _can_encode(letter, encoding)}
        assert len(written) > 6_000
        assert written <= indexed


def _can_encode(letter: str, encoding: str) -> bool:
    try:
        return bool(letter.encode(encoding))
    except UnicodeEncodeError:
        return False


def test_counting_and_measuring() -> None:
    assert scripts.count_han("灯下 and 𠮷々, not か or 가") == 4
    assert (scripts.has_han("lamp 灯"), scripts.has_han("か가A")) == (True, False)
    assert scripts.columns("灯下 A가Ａe\u0301") == 4 + 1 + 1 + 2 + 2 + 1
    assert "ＡＢ！～".translate(scripts.HALF_WIDTH) == "AB!~"


CALLERS: dict[str, tuple[Callable[[str], bool], str]] = {
    "whole words": (patterns._stands_alone, "cjk marks"),
    "a word of its own": (lambda letter: word_count.count(letter * 3, "en") == 3, "cjk"),
    "counted in Chinese": (lambda letter: word_count.count(letter * 3, "zh") == 3, "cjk marks"),
    "compared one by one": (lambda letter: len(compare._WORD.findall(letter * 3)) == 3, "cjk marks"),
    "changed one by one": (lambda letter: len(diff._PIECE.findall(letter * 3)) == 3, "cjk marks"),
    "Chinese to read": (is_chinese, "han"),
    "a Chinese manuscript": (lambda letter: read_text.language_of(letter) == "zh", "han"),
    "a Chinese story": (lambda letter: plain_text.language_of(letter) == "zh", "han"),
    "a Chinese transcript": (lambda letter: _transcript((Message("user", letter),), "").text.startswith("以"), "han"),
    "no space between lines": (lambda letter: subtitles._joined(f"{letter}\n{letter}") == letter * 2, "cjk_text"),
    "no space in Markdown": (lambda letter: markdown._one_line(f"{letter}\n{letter}") == letter * 2, "cjk_text"),
    "no space in a web page": (
        lambda letter: tree._CHINESE_BREAK.search(f"{letter}\n{letter}") is not None,
        "cjk_text",
    ),
    "no space between segments": (lambda letter: split._between(letter, letter, False) == "", "cjk_text"),
    "weighs three": (lambda letter: split._weight(letter, 0, 1) == 3, "cjk_text"),
    "set by characters": (lambda letter: pdf_lines._WIDE.match(letter) is not None, "cjk_text"),
    "drawn in formulas": (lambda letter: formula_letters.LETTERS.match(letter) is not None, "cjk_text"),
    "never misspelt": (lambda letter: spelling._NO_LATIN.search(letter) is not None, "cjk hangul"),
    "indexed in pairs": (
        lambda letter: search_text.index_words(letter * 2).split() == [letter * 2, letter],
        "cjk hangul",
    ),
}


@pytest.mark.parametrize("caller", CALLERS)
def test_every_caller_means_one_of_these(caller: str) -> None:
    """The ten letters, asked through those that ask; "marks" are 、 alone."""
    asks, meaning = CALLERS[caller]
    for letter in "灯々𠮷㐀かーㄅ가Ａ、":
        meant = set(meaning.split()) & set(LETTERS[letter].split()) or ("marks" in meaning and letter == "、")
        assert asks(letter) is bool(meant), letter


def _loaded() -> Iterator[str]:
    code = "import sys, desktop.base.text.scripts; print(*sys.modules)"
    yield from subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_it_costs_nothing_to_import() -> None:
    assert not {"regex", "desktop.base.text.patterns"} & set(_loaded())
