"""Chinese and Japanese letters in formulas, for which the font of the formulas has no shapes.

While a formula is laid out a sign of about the same size stands for each of them, known by a colour of its own; in the
picture it gives way to the letter, as text that the fonts of the reader's machine draw.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from desktop.base.text.scripts import CJK_TEXT

LETTERS = re.compile(f"[{CJK_TEXT}]")
_STAND_IN = "\u2644"  # 0.99 em wide, as high and deep as a Chinese character
_WIDTH = 0.993
_COLOURS = 0x010000  # the first letter's, counted on from there
_MOST = 400
_ELEMENT = re.compile(r"<(mi|mo|mn|mtext|ms)\b([^<>]*)>([^<]*)</\1>")
_SHAPE = re.compile(r'<path d="([^"]*)" fill="#(01[0-9a-f]{4})" ?/>')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_GAP = '</{name}><mspace width="0.25em"/><{name}{with}>'
_FAMILIES = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, sans-serif"


def with_stand_ins(markup: str) -> tuple[str, list[str]]:
    """MathML with a sign in the place of each letter, and the letters."""
    letters: list[str] = []

    def stand_in(match: re.Match[str]) -> str:
        letters.append(match[0])
        return f'</{{name}}><mtext mathcolor="#{_COLOURS + len(letters) - 1:06x}">{_STAND_IN}</mtext><{{name}}{{with}}>'

    def element(match: re.Match[str]) -> str:
        name, attributes, text = match.groups()
        if not LETTERS.search(text):
            return match[0]
        inside = LETTERS.sub(stand_in, text).replace("&#x000A0;", _GAP)  # a space takes the colour of what it follows
        inside = inside.replace("{name}", name).replace("{with}", attributes)
        whole = f"<{name}{attributes}>{inside}</{name}>"
        return "<mrow>" + whole.replace(f"<{name}{attributes}></{name}>", "") + "</mrow>"

    return _ELEMENT.sub(element, markup), letters


def with_letters(svg: str, letters: list[str]) -> str | None:
    """The picture with its letters in the place of the signs; None when a sign is missing."""
    placed: set[int] = set()

    def letter(match: re.Match[str]) -> str:
        number = int(match[2], 16) - _COLOURS
        if not 0 <= number < len(letters):
            return match[0]
        placed.add(number)
        left, right, bottom = _box(match[1])
        own_left, own_right, own_bottom = _own_box()
        scale = (right - left) / (own_right - own_left)
        return (
            f'<text x="{left - own_left * scale:.1f}" y="{bottom - own_bottom * scale:.1f}" fill="black" '
            f'font-family="{_FAMILIES}" font-size="{100 * _WIDTH * scale:.1f}">{escape(letters[number])}</text>'
        )

    drawn = _SHAPE.sub(letter, svg)
    return drawn if len(placed) == len(letters) <= _MOST else None


def _box(path: str) -> tuple[float, float, float]:
    numbers = [float(number) for number in _NUMBER.findall(path)]
    return min(numbers[::2]), max(numbers[::2]), max(numbers[1::2])


@lru_cache(maxsize=1)
def _own_box() -> tuple[float, float, float]:
    """The sign's own left, right and lower edge, drawn at 100 px from the origin."""
    from ziamath.zmath import Math

    markup = f'<math><mtext mathcolor="#{_COLOURS:06x}">{_STAND_IN}</mtext></math>'
    found = _SHAPE.search(Math(markup, size=100, margin=0).svg())
    assert found is not None
    return _box(found[1])
