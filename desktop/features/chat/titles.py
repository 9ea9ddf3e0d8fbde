"""A conversation's title, made from its first message."""

from __future__ import annotations

import re
import unicodedata

from desktop.base.text.scripts import columns

_LENGTH = 60


def title_from(text: str) -> str:
    """The first line that says something, without Markdown marks, at most 60 columns (a Chinese character is two)."""
    for line in text.splitlines():
        plain = re.sub(r"^[\s>#*\-+`]+|[*_`]+", "", line)
        plain = " ".join("".join(mark for mark in plain if unicodedata.category(mark)[0] != "C").split())
        if plain:
            return _shorten(plain)
    return ""


def _shorten(text: str) -> str:
    width = 0
    for at, mark in enumerate(text):
        width += columns(mark)
        if width > _LENGTH:
            cut = text[:at]
            space = cut.rfind(" ")
            return (cut[:space] if space > len(cut) // 2 else cut).rstrip(" ,;:，；：、") + "…"
    return text
