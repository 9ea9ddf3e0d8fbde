"""How a process or a generation ended, as data; `base.error_text` makes the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ending(StrEnum):
    """Why a generation stopped."""

    END = "end"  # the model said it is done
    STOP = "stop"  # a stop string was reached
    LENGTH = "length"  # the token limit was reached
    CANCELLED = "cancelled"
    CONTEXT_FULL = "context_full"
    FAILED = "failed"  # the engine refused or failed; see the code
    DIED = "died"  # the process ended under it


@dataclass(frozen=True)
class Outcome:
    """The end of a generation.

    `code` is a `base.errors.Code` value when `ending` is FAILED or DIED, with `cause` in the library's own words;
    `signal` and `exit_code` are set for DIED where the system tells them.
    """

    ending: Ending
    code: str = ""
    cause: str = ""
    signal: int | None = None
    exit_code: int | None = None

    @property
    def complete(self) -> bool:
        """Whether the text is as the model wanted it (not cut, cancelled or broken off)."""
        return self.ending in (Ending.END, Ending.STOP)
