"""Whether a model fits the memory, said before it is loaded.

Estimate: the file (llama.cpp maps all of it) + the key/value cache in f16 + the compute buffer. On the starters it is
within a few per cent of what the process then holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import psutil

# llama.cpp's scratch for a batch of 512 tokens and the process itself; grows little with the model.
_OVERHEAD = 200_000_000


@dataclass(frozen=True)
class Fit:
    """Bytes a model needs and the machine has free; `limit` is the longest context that would fit, in tokens."""

    needed: int
    available: int
    limit: int

    @property
    def fits(self) -> bool:
        return self.needed <= self.available


def fit(size: int, kv_bytes_per_token: int, context: int, returned: int = 0) -> Fit:
    """The verdict for a model of `size` bytes with `context` tokens.

    `returned` are the bytes that come back because the model now in memory is replaced.
    """
    available = psutil.virtual_memory().available + returned
    fixed = size + _OVERHEAD
    limit = max(0, available - fixed) // kv_bytes_per_token if kv_bytes_per_token else context
    return Fit(fixed + kv_bytes_per_token * context, available, limit)
