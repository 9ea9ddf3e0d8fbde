"""What can be undone where Qt's own undo can't: over a change of text size, of scene and back, of versions.

Qt keeps formats among its steps, so laying the text out anew would end them all. Before that happens they are walked
through once and kept here as what became of which paragraphs; from then on those steps are undone and redone here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtGui import QTextDocument

MOST_STEPS = 500
_MOST_SECONDS = 0.4  # of walking, on the main thread


@dataclass(frozen=True)
class Step:
    """From paragraph `at` on, `old` became `new`; each has at least one paragraph's Markdown."""

    at: int
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def turned(self) -> Step:
        """The way back."""
        return Step(self.at, self.new, self.old)

    @property
    def tail(self) -> int:
        """How many letters at the end of the last paragraph stayed: what changed ends before them."""
        old, new = self.old[-1], self.new[-1]
        most = min(len(old), len(new))
        return next((count for count in range(most) if old[-1 - count] != new[-1 - count]), most)


def step_between(old: Sequence[str], new: Sequence[str]) -> Step | None:
    """What became of the paragraphs; None where they are the same."""
    if old == new:
        return None
    most = min(len(old), len(new)) - 1  # one stays on each side
    first = next((number for number in range(most) if old[number] != new[number]), max(0, most))
    most -= first
    last = next((number for number in range(most) if old[-1 - number] != new[-1 - number]), max(0, most))
    return Step(first, tuple(old[first : len(old) - last]), tuple(new[first : len(new) - last]))


class UndoHistory:
    """The steps of one scene, oldest first; those that were undone the other way round."""

    def __init__(self) -> None:
        self.before: list[Step] = []
        self.after: list[Step] = []
        self.pieces: list[str] = []  # where the steps lead to, while another scene is open

    def add(self, old: Sequence[str], new: Sequence[str]) -> None:
        """One more step was done."""
        step = step_between(old, new)
        if step is not None:
            self.before.append(step)
            del self.before[:-MOST_STEPS]
            self.after.clear()

    def take_in(self, document: QTextDocument, pieces: Callable[[], list[str]]) -> None:
        """Walk through Qt's steps and keep them; the document is as it was when this is over.

        `pieces` reads the paragraphs. Of very many steps in a very long text the oldest are left where they are.
        """
        until = time.monotonic() + _MOST_SECONDS
        here = pieces()
        ahead = _walk(here, document.isRedoAvailable, document.redo, pieces, until)
        for _ in ahead[1:]:
            document.undo()
        behind = _walk(here, document.isUndoAvailable, document.undo, pieces, until)
        for _ in behind[1:]:
            document.redo()
        for newer, older in reversed(list(pairwise(behind))):
            self.add(older, newer)
        if len(ahead) > 1:
            steps = [step_between(older, newer) for older, newer in pairwise(ahead)]
            self.after[:] = [step for step in reversed(steps) if step is not None]


def _walk(
    here: list[str],
    more: Callable[[], bool],
    walk: Callable[[], None],
    pieces: Callable[[], list[str]],
    until: float,
) -> list[list[str]]:
    """The paragraphs here and after each step on the way."""
    found = [here]
    while more() and len(found) <= MOST_STEPS and time.monotonic() < until:
        walk()
        found.append(pieces())
    return found
