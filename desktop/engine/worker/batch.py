"""The tokens of one `llama_decode`, in arrays that live as long as the context."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import llama_cpp as ll
import numpy as np

from desktop.engine.worker.job import Task


@dataclass
class Slice:
    """What one task puts into a batch: its rows, of which the last `outputs` have logits."""

    task: Task
    count: int
    outputs: int = 1
    first: int = 0


class Batch:
    """Filled by whole slices through numpy: writing 512 tokens through ctypes one by one costs a millisecond."""

    def __init__(self, capacity: int, sequences: int) -> None:
        self.capacity = capacity
        self.count = 0
        self._tokens = np.zeros(capacity, np.int32)
        self._positions = np.zeros(capacity, np.int32)
        self._sequence_counts = np.ones(capacity, np.int32)
        self._outputs = np.zeros(capacity, np.int8)
        self._ids = np.arange(sequences, dtype=np.int32)
        self._pointers = np.zeros(capacity, np.uintp)
        self._base = self._ids.ctypes.data
        native: Any = ll.llama_batch()
        for name, values in (
            ("token", self._tokens),
            ("pos", self._positions),
            ("n_seq_id", self._sequence_counts),
            ("seq_id", self._pointers),
            ("logits", self._outputs),
        ):
            setattr(native, name, ctypes.cast(values.ctypes.data, type(getattr(native, name))))
        self._native = native

    @property
    def room(self) -> int:
        return self.capacity - self.count

    def clear(self) -> None:
        self.count = 0

    def add(self, sequence: int, position: int, tokens: list[int], outputs: int = 0) -> int:
        """Append tokens at consecutive positions; logits are wanted for the last `outputs`. Returns the first row."""
        first, last = self.count, self.count + len(tokens)
        self._tokens[first:last] = tokens
        self._positions[first:last] = np.arange(position, position + len(tokens), dtype=np.int32)
        self._pointers[first:last] = self._base + 4 * sequence
        self._outputs[first:last] = 0
        if outputs:
            self._outputs[last - outputs : last] = 1
        self.count = last
        return first

    def decode(self, context: int) -> int:
        """llama.cpp's own return code: 0 done, 1 no room, 2 stopped, negative for errors."""
        self._native.n_tokens = self.count
        return int(ll.llama_decode(context, self._native))

    def prepare_one(self, sequence: int) -> Any:
        """The native batch set up for single tokens of one sequence: only `token[0]` and `pos[0]` are left to fill."""
        self.clear()
        self.add(sequence, 0, [0], outputs=1)
        self._native.n_tokens = 1
        return self._native
