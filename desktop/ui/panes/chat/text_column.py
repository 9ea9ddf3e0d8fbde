"""The centred column in which messages, the composer and the first page stand."""

from __future__ import annotations

from desktop.ui.look.theme import theme

COLUMN_EMS = 37.5
EDGE = 24  # at least this much left and right of the column


def column_in(room: int) -> tuple[int, int]:
    """Left edge and width of the centred column in a page `room` px wide, scroll bar included."""
    width = max(120, min(theme.em("chat", COLUMN_EMS), room - 2 * EDGE))
    return (room - width) // 2, width
