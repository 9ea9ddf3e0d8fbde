"""Counts the cells of the key/value cache: how many are free when sequences share some of theirs.

llama.cpp doesn't tell; it only refuses a batch that doesn't fit. Pure arithmetic, no llama.cpp here.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


class Cells:
    """A sequence holds one cell for each token; a copied sequence holds the same cells as its source."""

    def __init__(self, capacity: int, sequences: int) -> None:
        self.capacity = capacity
        self._holders = np.zeros(capacity, np.int32)
        self._unused = list(range(capacity - 1, -1, -1))
        self._held: list[npt.NDArray[np.int32]] = [np.zeros(64, np.int32) for _ in range(sequences)]
        self._length = [0] * sequences

    @property
    def free(self) -> int:
        return len(self._unused)

    def length(self, sequence: int) -> int:
        return self._length[sequence]

    def own(self, sequence: int) -> int:
        """How many cells would become free without this sequence."""
        return int(np.count_nonzero(self._holders[self._held[sequence][: self._length[sequence]]] == 1))

    def extend(self, sequence: int, count: int) -> None:
        """Take `count` new cells. Raises ValueError when there are fewer."""
        if count > len(self._unused):
            raise ValueError(f"{count} cells wanted, {len(self._unused)} free")
        length = self._length[sequence]
        self._reserve(sequence, length + count)
        held = self._held[sequence]
        for at in range(length, length + count):
            cell = self._unused.pop()
            held[at] = cell
            self._holders[cell] = 1
        self._length[sequence] = length + count

    def copy(self, source: int, target: int) -> None:
        """Make `target`, which is empty, hold all cells of `source`."""
        length = self._length[source]
        self._reserve(target, length)
        self._held[target][:length] = self._held[source][:length]
        self._holders[self._held[source][:length]] += 1
        self._length[target] = length

    def trim(self, sequence: int, keep: int) -> None:
        """Keep the first `keep` cells only."""
        gone = self._held[sequence][keep : self._length[sequence]]
        self._holders[gone] -= 1
        self._unused.extend(int(cell) for cell in gone[self._holders[gone] == 0])
        self._length[sequence] = min(keep, self._length[sequence])

    def _reserve(self, sequence: int, size: int) -> None:
        held = self._held[sequence]
        if size > len(held):
            self._held[sequence] = np.concatenate([held, np.zeros(max(size, 2 * len(held)) - len(held), np.int32)])
