"""What the engine tells those who debug it: its requests, its sequences, its cells and its files, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TaskState:
    """A request under way. `state` is waiting (for a place), reading (its prompt) or writing; `sequence` -1 for none.

    Of `prompt_tokens` `cached_tokens` needed no work; `evaluated` counts prompt and reply. `seconds` since it came.
    """

    id: int
    kind: str
    state: str
    background: bool
    prompt_tokens: int
    cached_tokens: int
    evaluated: int
    written: int
    sequence: int
    seconds: float


@dataclass(frozen=True)
class SequenceState:
    """A row of the key/value cache that holds tokens or is in use.

    `owner` is the request that uses it (None: idle), `own_cells` those no other sequence shares, `saved` how many of
    its tokens also stand in a file, `used` the place in the order of last uses (the smallest leaves first).
    """

    id: int
    owner: int | None
    tokens: int
    own_cells: int
    saved: int
    worth_saving: bool
    used: int


@dataclass(frozen=True)
class SavedState:
    """A conversation in a file."""

    name: str
    tokens: int
    bytes: int


@dataclass(frozen=True)
class Dump:
    """Tell what is so, between two batches; changes nothing, and needs no model."""

    id: int = 0


@dataclass(frozen=True)
class Dumped:
    """Ends a `Dump`. Without a model all is empty and 0. `memory_bytes` is what the process holds resident."""

    id: int
    tasks: tuple[TaskState, ...] = ()
    sequences: tuple[SequenceState, ...] = ()
    cells: int = 0
    free_cells: int = 0
    files: tuple[SavedState, ...] = ()
    memory_bytes: int = 0
