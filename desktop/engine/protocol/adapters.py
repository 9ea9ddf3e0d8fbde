"""LoRA adapters and control vectors on the pipe: which ones work for a request, and having them read beforehand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Adapter:
    """The file of a LoRA adapter or a control vector, and how strongly it works: 0 not at all, 1 as it was made.

    A control vector works on the layers from `first_layer` to `last_layer`, both included; 0 for its own ones.
    """

    path: str
    scale: float = 1.0
    first_layer: int = 0
    last_layer: int = 0


@dataclass(frozen=True)
class Adapt:
    """Have these adapters in memory, and no others but what requests under way use: what comes next needn't wait.

    It changes no request: each one says which adapters work for it.
    """

    adapters: tuple[Adapter, ...] = ()
    id: int = 0


@dataclass(frozen=True)
class Adapted:
    """Ends an `Adapt`. `count` adapters are in memory now; they were read in `seconds`."""

    id: int
    count: int
    seconds: float
