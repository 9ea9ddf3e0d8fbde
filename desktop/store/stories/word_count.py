"""How long a text is: characters of Chinese, words of what puts spaces between them."""

from __future__ import annotations

import re

# Han with its extensions, kana, bopomofo, full-width forms and the marks of Chinese punctuation.
_IDEOGRAPHS = "\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_MARKS = "\u3001-\u3004\u3008-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
# Quotes, dash and ellipsis have the same code points in English, where they don't count.
_SHARED_MARKS = "\u2014\u2018\u2019\u201c\u201d\u2026\u00b7"
_WORD = rf"[^\W_{_IDEOGRAPHS}]+(?:(?:['\u2019\u2010\u2011-]|[.,](?=\d))[^\W_{_IDEOGRAPHS}]+)*"

_ENGLISH = re.compile(rf"[{_IDEOGRAPHS}]|{_WORD}")
_CHINESE = re.compile(rf"[{_IDEOGRAPHS}{_MARKS}{_SHARED_MARKS}]|{_WORD}")


def count(text: str, language: str) -> int:
    """The length of a text as its language counts it.

    Chinese and Japanese by the custom of their word processors: every character and punctuation mark is one, every run
    of Latin letters or digits one. Other languages: words; "well-known", "don't" and "3.14" are one each, a Chinese
    character among them one. Marks of Markdown never count.
    """
    pattern = _CHINESE if language.partition("-")[0].lower() in ("zh", "ja", "yue") else _ENGLISH
    return sum(1 for _ in pattern.finditer(text))
