"""How fast this machine reads and writes with this model, from what it just did."""

from __future__ import annotations

_SMOOTHING = 0.3
_LEAST_BATCH = 16  # tokens; smaller batches say little about reading


class Speed:
    """Smoothed tokens per second; 0.0 while nothing was measured."""

    def __init__(self) -> None:
        self.reading = 0.0
        self.writing = 0.0

    def batch(self, tokens: int, seconds: float) -> None:
        """A batch of a prompt was evaluated."""
        if tokens >= _LEAST_BATCH and seconds > 0:
            self.reading = _smooth(self.reading, tokens / seconds)

    def wrote(self, tokens: int, seconds: float) -> None:
        """A single reply got so many tokens."""
        if tokens and seconds > 0:
            self.writing = _smooth(self.writing, tokens / seconds)

    def seconds_to_read(self, tokens: int) -> float:
        return tokens / self.reading if self.reading else 0.0


def _smooth(before: float, now: float) -> float:
    return now if not before else before + _SMOOTHING * (now - before)
