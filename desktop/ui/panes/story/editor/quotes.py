"""Marks that suit the language as they are typed: quotation marks, dashes, the ellipsis."""

from __future__ import annotations

from dataclasses import dataclass

STRAIGHT, CURLY, CORNER = "straight", "curly", "corner"
STYLES = (CURLY, CORNER, STRAIGHT)

_PAIRS = {CURLY: ("“", "”", "‘", "’"), CORNER: ("「", "」", "『", "』")}
_OPENS_AFTER = " \t\n\u00a0\u2028\u3000([{—–-“‘「『（《"


@dataclass(frozen=True)
class Typed:
    """What stands instead of what was typed: `take` characters before the caret go, `text` comes."""

    text: str
    take: int = 0


def typed(letter: str, before: str, style: str, *, chinese: bool) -> Typed | None:
    """What a typed mark becomes after `before`; None when it stays as it is."""
    if letter == '"' and style in _PAIRS:
        return Typed(_side(before, *_PAIRS[style][:2], chinese))
    if letter == "'" and style in _PAIRS:
        if chinese and style == CORNER:
            return Typed(_side(before, _PAIRS[style][2], _PAIRS[style][3], chinese))
        return Typed(_side(before, "‘", "’", chinese=False) if not _open(before, "‘", "’") else "’")
    if style == STRAIGHT:
        return None
    if letter == "-" and before.endswith("-"):
        return Typed("——" if chinese else "—", 1)
    if letter == "." and before.endswith("..") and not before.endswith("..."):
        return Typed("……" if chinese else "…", 2)
    return None


def _side(before: str, opening: str, closing: str, chinese: bool) -> str:
    """Opening at the start of a word; in Chinese, which has no spaces, closing when one is open."""
    if chinese:
        return closing if _open(before, opening, closing) else opening
    return opening if not before or before[-1] in _OPENS_AFTER else closing


def _open(before: str, opening: str, closing: str) -> bool:
    return before.rfind(opening) > before.rfind(closing)
