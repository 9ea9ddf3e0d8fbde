"""From token bytes to the text that may be shown: whole characters only, and never a part of a stop string."""

from __future__ import annotations

import codecs


class StopStringFilter:
    """Takes the bytes of each token and gives back what is safe to show.

    Bytes of an unfinished character wait for the rest. The end of the text waits as long as it could be the beginning
    of a stop string or of a banned phrase. Once a stop string is complete, `stopped` holds it and nothing from it on
    is ever given out; once a banned phrase is, in upper or lower case, `banned_at` says where in the text (in
    characters) it begins.
    With `strip_start` the white space a base model begins with is left out.
    """

    def __init__(self, stops: tuple[str, ...] = (), strip_start: bool = False, banned: tuple[str, ...] = ()) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._stops = tuple(stop for stop in stops if stop)
        self._banned = tuple(_lower(phrase) for phrase in banned if phrase)
        self._strip_start = strip_start
        self._held = ""
        self._edges: list[int] = []  # where tokens begin in the text held: a rewind takes back whole tokens
        self.shown = 0  # characters given out
        self.stopped = ""
        self.banned_at = -1

    @property
    def holding(self) -> bool:
        """Whether text waits because it may have to be taken back."""
        return bool(self._held)

    def feed(self, data: bytes) -> str:
        """The text that can be shown after these bytes."""
        text = self._decode(data)
        if self._strip_start:
            text = text.lstrip()
            self._strip_start = not text
        if not self._stops and not self._banned:
            self.shown += len(text)
            return text
        self._edges.append(len(self._held))
        self._held += text
        lower = _lower(self._held) if self._banned else ""
        stop_at, stop = _first(self._held, self._stops)
        banned_at, banned = _first(lower, self._banned)
        if stop and (not banned or stop_at <= banned_at):
            self.stopped = stop
            return self._give(stop_at, forget=True)
        if banned:
            self.banned_at = self.shown + banned_at
            return self._give(self._edge(banned_at))
        waiting = max(_beginning(self._held, self._stops), _beginning(lower, self._banned))
        return self._give(self._edge(len(self._held) - waiting))

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

    def _edge(self, count: int) -> int:
        """`count`, or the beginning of the token there where its text may have to be taken back."""
        if not self._banned or count == len(self._held):
            return count
        return max((edge for edge in self._edges if edge <= count), default=0)

    def _give(self, count: int, forget: bool = False) -> str:
        given = self._held[:count]
        self._edges = [edge - count for edge in self._edges if edge > count]
        self._held = "" if forget else self._held[count:]
        self.shown += len(given)
        return given


def _lower(text: str) -> str:
    """Lower case, character by character, so that places stay the same."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


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
