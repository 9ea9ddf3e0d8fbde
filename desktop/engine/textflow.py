"""From token bytes to the text that may be shown: whole characters only, and never a part of a stop string."""

from __future__ import annotations

import codecs


class TextFlow:
    """Takes the bytes of each token and gives back what is safe to show.

    Bytes of an unfinished character wait for the rest. The end of the text waits as long as it could be the beginning
    of a stop string; once one is complete, `stopped` holds it and nothing from it on is ever given out.
    With `strip_start` the white space a base model begins with is left out.
    """

    def __init__(self, stops: tuple[str, ...] = (), strip_start: bool = False) -> None:
        self._strip_start = strip_start
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._stops = tuple(stop for stop in stops if stop)
        self._held = ""
        self.stopped = ""

    def feed(self, data: bytes) -> str:
        """The text that can be shown after these bytes."""
        text = self._decode(data)
        if self._strip_start:
            text = text.lstrip()
            self._strip_start = not text
        if not self._stops:
            return text
        self._held += text
        at, stop = self._first_stop()
        if stop:
            shown, self._held, self.stopped = self._held[:at], "", stop
            return shown
        keep = self._beginning_of_a_stop()
        shown, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return shown

    def finish(self) -> str:
        """What was held back and turned out to be harmless; the bytes of half a character are dropped."""
        shown, self._held = self._held, ""
        return shown

    def _first_stop(self) -> tuple[int, str]:
        found = [(self._held.find(stop), stop) for stop in self._stops]
        return min(((at, stop) for at, stop in found if at >= 0), default=(-1, ""))

    def _beginning_of_a_stop(self) -> int:
        """How many characters at the end of the held text could begin a stop string."""
        longest = 0
        for stop in self._stops:
            for length in range(min(len(stop) - 1, len(self._held)), longest, -1):
                if self._held.endswith(stop[:length]):
                    longest = length
                    break
        return longest
