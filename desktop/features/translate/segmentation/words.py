"""Where words begin and end: Latin ones by their letters, Chinese ones by jieba's dictionary (rjieba)."""

from __future__ import annotations

import functools

from desktop.base.text.scripts import is_cjk_text
from desktop.features.translate.segmentation.languages import LANGUAGES, convert_chinese

_WINDOW = 40  # characters at each side that decide where a Chinese word ends


def word_at(text: str, at: int) -> tuple[int, int]:
    """Start and end of the word at an offset; a sign that is no letter stands alone."""
    if at >= len(text):
        return len(text), len(text)
    if not text[at].isalnum():
        return at, at + 1
    if is_cjk_text(text[at]):
        return _chinese_at(text, at)
    start = end = at
    while start > 0 and _is_latin(text[start - 1]):
        start -= 1
    while end < len(text) and _is_latin(text[end]):
        end += 1
    return start, end


def words(text: str) -> list[tuple[int, int]]:
    """Starts and ends of all words, signs and spaces left out."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        if not text[at].isalnum():
            at += 1
            continue
        if is_cjk_text(text[at]):
            end = at
            while end < len(text) and is_cjk_text(text[end]) and text[end].isalnum():
                end += 1
            found += [(at + start, at + stop) for start, stop in _cut(text[at:end])]
            at = end
        else:
            start, at = word_at(text, at)
            found.append((start, at))
    return found


def first_word(text: str) -> str:
    """The word a text begins with."""
    start, end = word_at(text, 0) if text else (0, 0)
    return text[start:end]


def _is_latin(sign: str) -> bool:
    return sign.isalnum() and not is_cjk_text(sign)


def _chinese_at(text: str, at: int) -> tuple[int, int]:
    start, end = at, at
    while start > 0 and at - start < _WINDOW and is_cjk_text(text[start - 1]) and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and end - at < _WINDOW and is_cjk_text(text[end]) and text[end].isalnum():
        end += 1
    for first, last in _cut(text[start:end]):
        if start + first <= at < start + last:
            return start + first, start + last
    return at, at + 1


@functools.lru_cache(512)
def _cut(text: str) -> tuple[tuple[int, int], ...]:
    """The words of a run of Chinese characters. The dictionary's are Simplified; Traditional is looked up as that."""
    import rjieba

    simplified = convert_chinese(text, LANGUAGES["zh"])
    known = simplified if len(simplified) == len(text) else text
    return tuple((start, end) for _, start, end in rjieba.tokenize(known, "default", True))
