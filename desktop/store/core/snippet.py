"""A line out of a text that was found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Snippet:
    """A line out of a text, and where in it the hits are (start and end, in characters)."""

    text: str
    hits: tuple[tuple[int, int], ...] = ()
