"""Finding a command by a few letters of its name: in the current language, in English, or by pinyin initials."""

from __future__ import annotations

from bisect import bisect_right

# The first Chinese character of each initial in GB 2312, whose first level (0xB0A1 to 0xD7F9) is sorted by pinyin.
_BOUNDS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_STARTS = [start for start, _ in _BOUNDS]
_LAST = 0xD7F9

_WHOLE, _PREFIX, _INSIDE, _WORDS, _SCATTERED = 0, 1, 2, 3, 4


def rank(wanted: str, names: tuple[str, ...]) -> tuple[int, int] | None:
    """How well `wanted` fits the best of `names`, lower is better; None where it doesn't."""
    wanted = " ".join(wanted.lower().split())
    found = [fit for name in names if (fit := _fit(wanted, name.lower())) is not None]
    return min(found, default=None)


def initials(text: str) -> str:
    """The pinyin initials of the Chinese characters in `text`, other letters as they are: 新建对话 is `xjdh`."""
    return "".join(_initial(character) for character in text if character.isalnum()).lower()


def _initial(character: str) -> str:
    try:
        encoded = character.encode("gb2312")
    except UnicodeEncodeError:
        return character
    if len(encoded) != 2:
        return character
    code = int.from_bytes(encoded, "big")
    if not _STARTS[0] <= code <= _LAST:
        return character
    return _BOUNDS[bisect_right(_STARTS, code) - 1][1]


def _fit(wanted: str, name: str) -> tuple[int, int] | None:
    if not wanted or name == wanted:
        return (_WHOLE, 0)
    if name.startswith(wanted):
        return (_PREFIX, len(name))
    at = name.find(wanted)
    if at >= 0:
        return (_INSIDE, at)
    words = wanted.split()
    if len(words) > 1 and all(word in name for word in words):
        return (_WORDS, len(name))
    spread = _scattered(wanted.replace(" ", ""), name)
    return None if spread is None else (_SCATTERED, spread)


def _scattered(wanted: str, name: str) -> int | None:
    """The letters in their order, each at the start of a word or right after the one before; by the gaps between."""
    at, gaps = -1, 0
    for letter in wanted:
        place = name.find(letter, at + 1)
        while place > at + 1 and not (place == 0 or not name[place - 1].isalnum()):
            place = name.find(letter, place + 1)
        if place < 0:
            return None
        gaps += place - at - 1
        at = place
    return gaps
