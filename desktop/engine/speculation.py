"""Prompt lookup: what followed the last few tokens the last time they stood there is proposed as their continuation.

The method is Apoorv Saxena's "Prompt Lookup Decoding" (2023). Whatever the model would have chosen is what gets
written; a proposal only decides how many tokens are verified in one batch.
"""

from __future__ import annotations

_LONGEST, _SHORTEST = 5, 3  # tokens of the n-gram looked up
_MOST = 8  # tokens proposed at once
_PAUSE = 48  # tokens to write plainly after proposals didn't pay
_WORTH = 1.05
_SMOOTHING = 0.3


class Lookup:
    """Proposes tokens for one reply, and stops for a while when that doesn't pay."""

    def __init__(self, forced: bool) -> None:
        """A `forced` one never pauses."""
        self._forced = forced
        self._seen: dict[tuple[int, ...], int] = {}  # n-gram -> where its continuation begins
        self._indexed = 0
        self._paused_until = 0
        self._plain = 0.0  # seconds of a plain token
        self._gain = 1.5  # how many times faster proposals have been, smoothed

    def propose(self, tokens: list[int], most: int) -> list[int]:
        """What could follow `tokens`, at most `most` of them; often nothing."""
        self._index(tokens)
        if len(tokens) < self._paused_until or (not self._plain and not self._forced):
            return []
        for length in range(_LONGEST, _SHORTEST - 1, -1):
            at = self._seen.get(tuple(tokens[-length:]))
            if at is not None:
                return tokens[at : at + min(_MOST, most)]
        return []

    def plain(self, seconds: float) -> None:
        """A token was written without proposals."""
        self._plain = seconds if not self._plain else self._plain + _SMOOTHING * (seconds - self._plain)

    def verified(self, seconds: float, gained: int, at: int) -> None:
        """A proposal gave `gained` tokens; the reply is `at` tokens long now."""
        if not self._plain:
            return
        self._gain += _SMOOTHING * (gained * self._plain / max(seconds, 1e-9) - self._gain)
        if self._gain < _WORTH and not self._forced:
            self._paused_until, self._gain = at + _PAUSE, _WORTH

    def _index(self, tokens: list[int]) -> None:
        """Learn the n-grams that have a continuation by now; tokens taken back are learnt anew."""
        start = min(self._indexed, len(tokens) - 1)
        for end in range(max(start, _SHORTEST), len(tokens)):
            for length in range(_SHORTEST, _LONGEST + 1):
                if end >= length:
                    self._seen[tuple(tokens[end - length : end])] = end
        self._indexed = len(tokens)
