"""The prefix cache: what has been evaluated stays, and a request takes the sequence that begins most like it.

The tokens of a `Sequence` are the truth about what its cells hold; every removal is checked, because models with a
sliding window or a recurrent state can't give back a part of theirs. What was evaluated with some adapters holds for
requests with the same ones only: `adapters` is their key, "" for none.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import llama_cpp as ll

from desktop.engine.cache.cells import Cells
from desktop.engine.model.model import Model

_BACKGROUND_KEPT = 2


@dataclass(eq=False)
class Sequence:
    """A row of the key/value cache: the tokens evaluated in it, and the request that uses it now."""

    id: int
    tokens: list[int] = field(default_factory=list)
    owner: int | None = None
    used: int = 0
    worth_saving: bool = False
    saved: int = 0  # tokens that also stand in a file
    adapters: str = ""  # with which its tokens were evaluated


def common_prefix(left: list[int], right: list[int]) -> int:
    """How many tokens two lists share at their beginning; halving, so that comparing stays in C."""
    low, high = 0, min(len(left), len(right))
    if left[:high] == right[:high]:
        return high
    while low < high - 1:
        middle = (low + high) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle
    return low


class Sequences:
    """All sequences of one context."""

    def __init__(self, model: Model) -> None:
        self._memory = model.memory
        self._window = model.window
        self._clock = itertools.count(1)
        self.all = [Sequence(number) for number in range(model.sequences)]
        self.cells = Cells(model.cells, model.sequences)

    def longest(self, tokens: list[int], adapters: str = "") -> tuple[Sequence | None, int]:
        """The sequence of the same adapters that shares the longest prefix with `tokens`, and how long that is."""
        best, length = None, 0
        for sequence in self.all:
            if sequence.adapters != adapters:
                continue
            shared = common_prefix(sequence.tokens, tokens)
            if shared > length or (shared == length > 0 and best is not None and best.owner is not None):
                best, length = sequence, shared
        return best, length

    def acquire(self, tokens: list[int], owner: int, cache: bool = True, adapters: str = "") -> Sequence | None:
        """A sequence that holds a prefix of `tokens` and nothing else; None while every one is in use.

        At least the last token is left to evaluate, since its logits are wanted. Without `cache` idle sequences are
        forgotten first: what they hold makes attention slower for everybody.
        """
        if not cache:
            for sequence in self.idle():
                self.drop(sequence)
        source, shared = self.longest(tokens, adapters) if cache else (None, 0)
        shared = min(shared, len(tokens) - 1)
        if shared <= 0:
            source = None
        taken = self._place(source, shared, whole=shared >= len(tokens) - 1)
        if taken is not None:
            self.trim(taken, shared if source is not None else 0)
            taken.owner, taken.used, taken.adapters = owner, next(self._clock), adapters
        return taken

    def _place(self, source: Sequence | None, shared: int, whole: bool) -> Sequence | None:
        """The sequence to write in: the source itself where little of it gets lost, else a copy or an empty one.

        `whole`: all of the prompt is there, and what follows it is a reply to be written anew. That one
        then stands in the very cells of the one before, so that the same seed finds the same
        rounding and writes the same text.
        """
        if source is None:
            return self._empty()
        if source.owner is None and (whole or len(source.tokens) <= 2 * shared):
            return source
        taken = self._empty(spare=source)
        if taken is not None:
            self.copy(source, taken)
        elif source.owner is None:
            taken = source
        return taken

    def tidy(self) -> None:
        """Forget idle sequences that are safe in a file, and all but the last few of background work.

        What stays makes attention slower for everybody: a saved one is read back in milliseconds.
        """
        background = []
        for sequence in self.idle():
            if sequence.worth_saving and sequence.saved == len(sequence.tokens):
                self.drop(sequence)
            elif not sequence.worth_saving:
                background.append(sequence)
        for sequence in sorted(background, key=lambda sequence: sequence.used)[:-_BACKGROUND_KEPT]:
            self.drop(sequence)

    def release(self, sequence: Sequence) -> None:
        """The request is over; what it evaluated stays for the next one."""
        sequence.owner, sequence.used = None, next(self._clock)

    def copy(self, source: Sequence, target: Sequence) -> None:
        """Let `target`, which is empty, share all that `source` holds."""
        ll.llama_memory_seq_cp(self._memory, source.id, target.id, -1, -1)
        self.cells.copy(source.id, target.id)
        target.tokens = list(source.tokens)

    def trim(self, sequence: Sequence, keep: int) -> None:
        """Keep the first `keep` tokens; fewer (none) where the model can't give back a part."""
        if keep >= len(sequence.tokens) and self.holds(sequence, len(sequence.tokens)):
            return
        removed = keep > 0 and ll.llama_memory_seq_rm(self._memory, sequence.id, keep, -1)
        if not removed or not self.holds(sequence, keep):
            keep = 0
            ll.llama_memory_seq_rm(self._memory, sequence.id, -1, -1)
        self.cells.trim(sequence.id, keep)
        del sequence.tokens[keep:]
        sequence.saved = min(sequence.saved, keep)
        sequence.worth_saving = sequence.worth_saving and keep > 0

    def drop(self, sequence: Sequence) -> None:
        self.trim(sequence, 0)

    def extend(self, sequence: Sequence, tokens: list[int]) -> None:
        """The tokens have been evaluated at the end of the sequence."""
        self.cells.extend(sequence.id, len(tokens))
        sequence.tokens += tokens

    def empty(self) -> Sequence | None:
        """A sequence without tokens and owner; the longest unused idle one is emptied when there is none."""
        return self._empty()

    def make_room(self, wanted: int) -> bool:
        """Forget idle sequences, the longest unused first, until `wanted` cells are free."""
        for sequence in sorted(self.idle(), key=lambda sequence: sequence.used):
            if self.cells.free >= wanted:
                break
            self.drop(sequence)
        return self.cells.free >= wanted

    def idle(self) -> list[Sequence]:
        return [sequence for sequence in self.all if sequence.owner is None and sequence.tokens]

    def _empty(self, spare: Sequence | None = None) -> Sequence | None:
        """A sequence without tokens; the longest unused idle one is emptied when there is none."""
        for sequence in self.all:
            if sequence.owner is None and not sequence.tokens:
                return sequence
        idle = [sequence for sequence in self.idle() if sequence is not spare]
        if not idle:
            return None
        oldest = min(idle, key=lambda sequence: sequence.used)
        self.drop(oldest)
        return oldest

    def holds(self, sequence: Sequence, count: int) -> bool:
        """Whether the model's memory really has the first `count` tokens, as far back as its window looks."""
        last = ll.llama_memory_seq_pos_max(self._memory, sequence.id)
        first = ll.llama_memory_seq_pos_min(self._memory, sequence.id)
        if count == 0:
            return bool(last == -1)
        return bool(last == count - 1 and first <= max(0, count - 1 - self._window if self._window else 0))
