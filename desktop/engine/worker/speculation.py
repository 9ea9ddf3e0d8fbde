"""Prompt lookup: what followed the last few tokens the last time they stood there is proposed as their continuation.

The method is Apoorv Saxena's "Prompt Lookup Decoding" (2023). Whatever the model would have chosen is what gets
written; a proposal only decides how many tokens are verified in one batch.

A refused proposal is dear where a batch of nine costs several single tokens, as on a processor. So a match is first
followed in silence while the reply is written plainly, which costs nothing, and proposed from only once some more of
its tokens have come true.
"""

from __future__ import annotations

_LONGEST, _SHORTEST = 5, 3  # tokens of the n-gram looked up
_SURE = 3  # tokens after the n-gram that must come true before any is proposed
_MOST = 8  # tokens proposed at once
_PAUSE = 48  # tokens to write plainly after proposals didn't pay
_WORTH = 1.05
_SMOOTHING = 0.3


class Lookup:
    """Proposes tokens for one reply, and stops for a while when that doesn't pay."""

    def __init__(self, forced: bool) -> None:
        """A `forced` one proposes every match and never pauses."""
        self._forced = forced
        self._seen: dict[tuple[int, ...], int] = {}  # n-gram -> where its continuation begins
        self._read = 0  # tokens known so far
        self._next = -1  # where the next token stands if the match followed goes on; -1 for none
        self._true = 0  # tokens of the match that came true
        self._paused_until = 0
        self._plain = 0.0  # seconds of a plain token
        self._gain = 1.5  # how many times faster proposals have been, smoothed

    def propose(self, tokens: list[int], most: int) -> list[int]:
        """What could follow `tokens`, at most `most` of them; often nothing."""
        self._follow(tokens)
        if self._next < 0 or most <= 0:
            return []
        if not self._forced and (self._true < _SURE or len(tokens) < self._paused_until or not self._plain):
            return []
        return tokens[self._next : self._next + min(_MOST, most)]

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

    def _follow(self, tokens: list[int]) -> None:
        """Take note of the tokens that are new; those taken back are learnt anew."""
        if len(tokens) < self._read:
            self._read, self._next, self._true = len(tokens) - 1, -1, 0
        for end in range(self._read + 1, len(tokens) + 1):
            self._learn(tokens, end - 1)
            if self._next >= 0 and tokens[self._next] == tokens[end - 1]:
                self._next, self._true = self._next + 1, self._true + 1
            else:
                self._next, self._true = -1, 0
        self._read = len(tokens)
        if self._next < 0:
            self._next = self._find(tokens)

    def _learn(self, tokens: list[int], end: int) -> None:
        """The n-grams before `end` have a continuation there."""
        for length in range(_SHORTEST, min(_LONGEST, end) + 1):
            self._seen[tuple(tokens[end - length : end])] = end

    def _find(self, tokens: list[int]) -> int:
        for length in range(_LONGEST, _SHORTEST - 1, -1):
            at = self._seen.get(tuple(tokens[-length:]))
            if at is not None:
                return at
        return -1
