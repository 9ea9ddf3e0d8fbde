"""What is a Chinese letter: the one place where that is said. Callers ask by meaning and name no code points.

The sets are those of Unicode's scripts, written as what stands between the brackets of a class, so that they can be
put into larger expressions, and for `re`: importing `regex` takes 50 ms, a third of what an empty window costs, and
its `\\p{Han}` is half as fast. The tests hold every set against `regex`, for every code point of Unicode.

    han       Chinese characters, wherever they are used, with the marks that stand for one (々〇)
    kana      Japanese syllables, their lengthening mark (ー) and their half-width forms
    hangul    Korean syllables and their parts; Korean puts spaces between words
    cjk       the letters that are written without spaces between words: han, kana, bopomofo (ㄅ)
    cjk text  these and what is set with them: 、 。 「 （ Ａ ㎡; no space belongs beside any
    wide      what takes two columns (Unicode's East Asian Width), Hangul and emoji included
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Planes 2 and 3 are Unicode's for ideographs alone, so that coming extensions are in it.
HAN = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00016fe2\U00016fe3\U00016ff0-\U00016fff\U00020000-\U0003ffff"
)
KANA = (
    "\u3031-\u3035\u303c\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u32d0-\u32fe\u3300-\u3357"
    "\uff66-\uff9f\U0001aff0-\U0001b16f\U0001f200"
)
_BOPOMOFO = "\u02ea\u02eb\u3105-\u312f\u31a0-\u31bf"
HANGUL = "\u1100-\u11ff\u302e\u302f\u3131-\u318e\u3200-\u321e\u3260-\u327e\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
CJK = f"{HAN}{KANA}{_BOPOMOFO}\u3006\u302a-\u302d"
CJK_TEXT = (
    f"{CJK}\u2ff0-\u3004\u3008-\u3020\u3030\u3036\u3037\u303d-\u303f\u309b\u309c\u30a0\u30fb\u3190-\u319f\u31c0-\u31ef"
    "\u3220-\u325f\u327f-\u32cf\u32ff\u3358-\u33ff\ufe10-\ufe1f\ufe30-\ufe4f\uff01-\uff65\uffe0-\uffef"
)

# CJK and Hangul as the search index cuts them into pairs. It stays as it was when the first index was made (without
# extensions E to J, radicals and half-width forms, which are words there): stored texts were cut with it, and the words
# of a text that is deleted are computed again to take them out of the index.
INDEXED = (
    "\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fcc\uac00-\ud7a3\uf900-\ufad9\U00020000-\U0002b81d"
)
# str.translate: the full-width forms of ASCII as ASCII.
HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}


@cache
def _one_of(letters: str) -> re.Pattern[str]:
    return re.compile(f"[{letters}]")


def is_han(character: str) -> bool:
    """Whether it is a Chinese character (the first one of a longer text); False for ""."""
    return _one_of(HAN).match(character) is not None


def is_kana(character: str) -> bool:
    """Whether it is a Japanese syllable or what lengthens one."""
    return _one_of(KANA).match(character) is not None


def is_hangul(character: str) -> bool:
    """Whether it is a Korean syllable or a part of one."""
    return _one_of(HANGUL).match(character) is not None


def is_cjk(character: str) -> bool:
    """Whether it is a letter of a script that puts no spaces between words."""
    return _one_of(CJK).match(character) is not None


def is_cjk_text(character: str) -> bool:
    """Whether it is such a letter or a mark or form that is set with them: no space belongs beside it."""
    return _one_of(CJK_TEXT).match(character) is not None


def is_wide(character: str) -> bool:
    """Whether one character takes two columns."""
    return unicodedata.east_asian_width(character) in "WF"


def is_half_width(character: str) -> bool:
    """Whether it is a form that East Asian encodings had for one column, e.g. ｶ."""
    return unicodedata.east_asian_width(character) == "H"


def count_han(text: str) -> int:
    """How many Chinese characters a text has."""
    return len(_one_of(HAN).findall(text))


def has_han(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return _one_of(HAN).search(text) is not None


def columns(text: str) -> int:
    """The width of a text in a terminal's columns: Chinese characters take two, combining marks none."""
    return sum(0 if unicodedata.combining(mark) else 2 if is_wide(mark) else 1 for mark in text)
