"""A reply that begins with the model's reasoning: kept whole in the text, shown as a quotation, not sent again.

In the kept text the reasoning stands first, between `<think>` and `</think>`, whatever tags the model's family uses.
"""

from __future__ import annotations

OPENING, CLOSING = "<think>\n", "\n</think>\n\n"


class Joiner:
    """Frames the reasoning parts of a stream, so that the pieces joined are the kept text."""

    def __init__(self, text: str = "") -> None:
        """`text` is what stands already, when a reply is continued."""
        self._inside = text.startswith(OPENING) and CLOSING.strip() not in text

    def add(self, piece: str, *, thought: bool) -> str:
        """The piece with the mark that has to stand before it."""
        mark = "" if thought == self._inside else OPENING if thought else CLOSING
        self._inside = thought
        return mark + piece


def split(text: str) -> tuple[str, str]:
    """The reasoning and the answer of a kept text; either may be empty."""
    if not text.startswith(OPENING):
        return "", text
    thought, _, answer = text.removeprefix(OPENING).partition(CLOSING)
    return thought, answer


def quoted(text: str) -> str:
    """The text as Markdown, with the reasoning as a quotation. What grows at its end grows at its end here too."""
    thought, answer = split(text)
    if not thought:
        return answer
    quotation = "> " + thought.replace("\n", "\n> ")
    return f"{quotation}\n\n{answer}" if answer else quotation


def beginning(text: str) -> str:
    """The reasoning of a kept text as it stands there, marks included; "" where there is none."""
    return text[: len(text) - len(split(text)[1])] if text.startswith(OPENING) else ""
