"""The centred column in which messages, the composer and the first page stand."""

from __future__ import annotations

from desktop.ui.look.theme import theme

COLUMN_EMS = 37.5
EDGE = 24  # at least this much left and right of the column
LIFT = 2  # Qt sets a line at the foot of its fixed height: text is placed this much higher


def column_in(room: int) -> tuple[int, int]:
    """Left edge and width of the centred column in a page `room` px wide, scroll bar included."""
    width = max(120, min(theme.em("chat", COLUMN_EMS), room - 2 * EDGE))
    return (room - width) // 2, width


def estimate(text: str, width: int) -> int:
    """How high `text` will be in `width` px, from its length alone: good enough to place a scroll bar."""
    em = theme.em("chat", 1)
    wide = len(text[:400].encode(errors="replace")) > 2 * len(text[:400])  # a Chinese character is three bytes
    per_line = max(1, int(width / (em if wide else em * 0.5)))
    lines = len(text) // per_line + text.count("\n") + 1
    return lines * theme.line("chat", chinese=wide)
