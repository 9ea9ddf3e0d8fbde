"""What a reply repeats of its own beginning, cut off: a model that is asked to go on in words often does."""

from __future__ import annotations

_LONGEST = 400  # characters at the end of what stands that are looked for
_SHORTEST = 8  # a shorter repetition may be meant


class OverlapFilter:
    """Holds back the beginning of a text while it could repeat the end of `before`."""

    def __init__(self, before: str) -> None:
        self._tail = before[-_LONGEST:]
        self._held = ""
        self._open = len(self._tail) >= _SHORTEST

    def feed(self, text: str) -> str:
        """What can be shown."""
        if not self._open:
            return text
        self._held += text
        begun = self._held.lstrip()
        if len(begun) < _LONGEST and self._may_repeat(begun):
            return ""
        return self._give()

    def finish(self) -> str:
        """What was held back."""
        return self._give() if self._open else ""

    def _may_repeat(self, begun: str) -> bool:
        """Whether the text so far stands somewhere in the tail, so that more of it may follow."""
        return not begun or begun in self._tail

    def _give(self) -> str:
        self._open = False
        held, self._held = self._held, ""
        begun = held.lstrip()
        for length in range(min(len(begun), len(self._tail)), _SHORTEST - 1, -1):
            if self._tail.endswith(begun[:length]):
                return begun[length:]
        return held
