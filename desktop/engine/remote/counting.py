"""How many tokens a text has, without asking: what is typed and not yet sent must not leave this machine.

An estimate by script, put right by what the server says that the prompts it read had.
"""

from __future__ import annotations

import math
import threading

from desktop.base.text.scripts import count_han

_WIDE = 0.7  # tokens for a Chinese character
_NARROW = 0.27  # for any other: about four letters to a token
_FRAME = 5  # tokens that a template puts around a message
_LEAST, _MOST = 0.4, 3.0
_WEIGHT = 0.3  # of what was read last
_WORTH_LEARNING = 40  # tokens; short prompts are mostly the template's own


class Estimate:
    """Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._factor = 1.0

    def count(self, text: str) -> int:
        """The tokens of a text, rounded up."""
        return math.ceil(_plain(text) * self._factor) if text else 0

    def of_messages(self, texts: list[str]) -> int:
        """The tokens of a prompt made of these messages."""
        return sum(self.count(text) + _FRAME for text in texts) + _FRAME

    def learn(self, texts: list[str], tokens: int) -> None:
        """The server read `tokens` for a prompt of these messages."""
        plain = sum(_plain(text) for text in texts)
        told = tokens - _FRAME * (len(texts) + 1)
        if told < _WORTH_LEARNING or plain <= 0:
            return
        with self._lock:
            seen = min(max(told / plain, _LEAST), _MOST)
            self._factor += (seen - self._factor) * _WEIGHT


def _plain(text: str) -> float:
    wide = 0 if text.isascii() else count_han(text)
    return wide * _WIDE + (len(text) - wide) * _NARROW
