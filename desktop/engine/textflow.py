"""From token bytes to the text that may be shown: whole characters only, and never a part of a stop string."""

from __future__ import annotations

import codecs


class TextFlow:
    """Takes the bytes of each token and gives back what is safe to show.

    Bytes of an unfinished character wait for the rest. The end of the text waits as long as it could be the beginning
    of a stop string or of a banned phrase. Once a stop string is complete, `stopped` holds it and nothing from it on
    is ever given out; once a banned phrase is, `banned_at` says where in the text (in characters) it begins.
    With `strip_start` the white space a base model begins with is left out.
    """

    def __init__(self, stops: tuple[str, ...] = (), strip_start: bool = False, banned: tuple[str, ...] = ()) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._stops = tuple(stop for stop in stops if stop)
        self._banned = banned
        self._watched = self._stops + banned
        self._strip_start = strip_start
        self._held = ""
        self.shown = 0  # characters given out
        self.stopped = ""
        self.banned_at = -1

    def feed(self, data: bytes) -> str:
        """The text that can be shown after these bytes."""
        text = self._decode(data)
        if self._strip_start:
            text = text.lstrip()
            self._strip_start = not text
        if not self._watched:
            self.shown += len(text)
            return text
        self._held += text
        at, found = _first(self._held, self._watched)
        if found in self._stops:
            self.stopped = found
            return self._give(at, forget=True)
        if found:
            self.banned_at = self.shown + at
            return self._give(at)
        return self._give(len(self._held) - _beginning(self._held, self._watched))

    def finish(self) -> str:
        """What was held back and turned out to be harmless; the bytes of half a character are dropped."""
        return self._give(len(self._held))

    def replay(self, pieces: list[bytes], shown: int) -> list[int]:
        """Start a fresh flow with tokens that were fed to another; `shown` characters are out already.

        Returns the length of the text after each token.
        """
        lengths = []
        for piece in pieces:
            self.feed(piece)
            lengths.append(self.shown + len(self._held))
        self._held = self._held[max(0, shown - self.shown) :]
        self.shown = max(self.shown, shown)
        return lengths

    def _give(self, count: int, forget: bool = False) -> str:
        given = self._held[:count]
        self._held = "" if forget else self._held[count:]
        self.shown += len(given)
        return given


def _first(text: str, watched: tuple[str, ...]) -> tuple[int, str]:
    """The first of the watched strings in the text, the longest where two begin together."""
    found = [(text.find(word), -len(word), word) for word in watched]
    at, _, word = min(((at, length, word) for at, length, word in found if at >= 0), default=(-1, 0, ""))
    return at, word


def _beginning(text: str, watched: tuple[str, ...]) -> int:
    """How many characters at the end of the text could begin one of the watched strings."""
    longest = 0
    for word in watched:
        for length in range(min(len(word) - 1, len(text)), longest, -1):
            if text.endswith(word[:length]):
                longest = length
                break
    return longest
