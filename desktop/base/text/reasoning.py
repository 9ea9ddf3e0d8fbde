"""A reply's reasoning and its answer, and the one text in which both are kept.

In the kept text the reasoning stands first, between `<think>` and `</think>`, whatever marks the model's family writes:
so it stands in every database and export there is. Everywhere else the two are apart; only this module knows the marks.
"""

from __future__ import annotations

OPENING, CLOSING = "<think>\n", "\n</think>\n\n"


def split(kept: str) -> tuple[str, str]:
    """The reasoning and the answer of a kept text; either may be empty."""
    if not kept.startswith(OPENING):
        return "", kept
    thought, _, answer = kept.removeprefix(OPENING).partition(CLOSING)
    return thought, answer


def beginning(kept: str) -> str:
    """What stands in a kept text before the answer: the reasoning and its marks; "" where there is none."""
    return kept[: len(kept) - len(split(kept)[1])] if kept.startswith(OPENING) else ""


class ReplyText:
    """The two texts of a reply while they grow."""

    def __init__(self, kept: str = "") -> None:
        """`kept` is what stands already, when a reply is continued."""
        self.thought, self.answer = split(kept)
        self._thinks = kept.startswith(OPENING)
        self._closed = CLOSING in kept

    @property
    def kept(self) -> str:
        """Both as one text."""
        if not self._thinks:
            return self.answer
        return OPENING + self.thought + (CLOSING if self._closed else "") + self.answer

    def add(self, piece: str, *, thought: bool) -> str:
        """Take what is new of either; returns the piece after the mark that stands before it in the kept text."""
        if not thought:
            mark = CLOSING if self._thinks and not self._closed else ""
            self._closed = self._closed or self._thinks
            self.answer += piece
            return mark + piece
        mark = "" if self._thinks or self.answer else OPENING
        self._thinks, self._closed = True, bool(self.answer)
        self.thought += piece
        return mark + piece
