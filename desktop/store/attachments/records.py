"""Documents that are sent with messages, as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Attached:
    """A document that was sent with a message, without its text; see `Attachments`.

    `part` is what was chosen of it, "" the whole; `tokens` is what it took (0: not counted).
    """

    id: int
    name: str
    part: str
    characters: int
    tokens: int


@dataclass(frozen=True)
class Attachment:
    """A document's text as it is sent.

    `part` says what was chosen of it ("" is the whole), `tokens` what it took when it was attached (0: not counted),
    `path` where it came from, on this machine.
    """

    name: str
    text: str
    part: str = ""
    tokens: int = 0
    path: str = ""
    id: int = 0

    @property
    def head(self) -> Attached:
        """The same without the text."""
        return Attached(self.id, self.name, self.part, len(self.text), self.tokens)
