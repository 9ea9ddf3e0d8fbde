"""How the context of the model is filled: tokens by origin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """Where what is read comes from."""

    INSTRUCTIONS = "instructions"  # with example turns and what the model's template adds
    PINNED = "pinned"
    CONVERSATION = "conversation"
    ATTACHED = "attached"
    DRAFT = "draft"  # what stands in the composer


@dataclass(frozen=True)
class Filled:
    """How the context would be filled. All numbers are tokens of the model in use.

    `left_out` are the ids of the messages for which there is no room; `too_many` is by how much even the last message,
    with what is pinned, is too long (0: it fits). `seconds` is the time to read the `new_tokens`, 0.0 where nothing
    was measured yet.
    """

    parts: dict[Origin, int]
    reserve: int
    context: int
    new_tokens: int
    seconds: float
    left_out: tuple[int, ...] = ()
    too_many: int = 0

    @property
    def used(self) -> int:
        return sum(self.parts.values())

    @property
    def free(self) -> int:
        return max(0, self.context - self.used - self.reserve)
