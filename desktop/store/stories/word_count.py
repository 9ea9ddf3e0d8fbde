"""How long a text is: characters of Chinese, words of what puts spaces between them."""

from __future__ import annotations

import re

from desktop.base.text.scripts import CJK, CJK_TEXT

# Quotes, dash and ellipsis have the same code points in English, where they don't count.
_SHARED_MARKS = "\u2014\u2018\u2019\u201c\u201d\u2026\u00b7"
_WORD = rf"[^\W_{CJK}]+(?:(?:['\u2019\u2010\u2011-]|[.,](?=\d))[^\W_{CJK}]+)*"

_ENGLISH = re.compile(rf"[{CJK}]|{_WORD}")
_CHINESE = re.compile(rf"[{CJK}{_SHARED_MARKS}]|{_WORD}|(?!\s)[{CJK_TEXT}]")


def count(text: str, language: str) -> int:
    """The length of a text as its language counts it.

    Chinese and Japanese by the custom of their word processors: every character and punctuation mark is one, every run
    of Latin letters or digits one. Other languages: words; "well-known", "don't" and "3.14" are one each, a Chinese
    character among them one. Marks of Markdown never count.
    """
    pattern = _CHINESE if language.partition("-")[0].lower() in ("zh", "ja", "yue") else _ENGLISH
    return sum(1 for _ in pattern.finditer(text))
