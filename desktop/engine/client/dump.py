"""What the engine's client knows, and what its process tells, for those who debug."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.protocol.dump import Dumped

_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class HandleState:
    """A request that has no ending yet. `shown`: text of it was delivered; `retried`: its process died once."""

    id: int
    kind: str
    seconds: float
    cancelled: bool
    shown: bool
    retried: bool


@dataclass(frozen=True)
class EngineDump:
    """`process` is None where there is none, or where it didn't answer in time (it loads, computes, or is deaf)."""

    phase: str
    pid: int | None
    model: str
    handles: tuple[HandleState, ...]
    process: Dumped | None = None

    def __str__(self) -> str:
        """Some lines for a log."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterable[str]:
        model = self.model or "none"
        yield f"engine {self.phase}, process {self.pid}, model {model}, {len(self.handles)} open requests"
        for handle in self.handles:
            marks = [name for name in ("cancelled", "shown", "retried") if getattr(handle, name)]
            yield f"  request {handle.id} {handle.kind} for {handle.seconds:.1f} s {' '.join(marks)}".rstrip()
        if self.process is None:
            yield "  the process tells nothing"
            return
        told = self.process
        yield (
            f"  cells {told.cells - told.free_cells} of {told.cells} in use, {len(told.files)} saved states of "
            f"{sum(file.bytes for file in told.files) / _MEGABYTE:.1f} MB, "
            f"{told.memory_bytes / _MEGABYTE:.0f} MB resident"
        )
        for task in told.tasks:
            yield (
                f"  task {task.id} {task.kind} {task.state}{' in the background' if task.background else ''}: "
                f"prompt {task.prompt_tokens} ({task.cached_tokens} cached), evaluated {task.evaluated}, "
                f"written {task.written}, sequence {task.sequence}, for {task.seconds:.1f} s"
            )
        for sequence in told.sequences:
            owner = "idle" if sequence.owner is None else f"of request {sequence.owner}"
            yield (
                f"  sequence {sequence.id} {owner}: {sequence.tokens} tokens, {sequence.own_cells} cells its own, "
                f"{sequence.saved} saved{', worth saving' if sequence.worth_saving else ''}, use {sequence.used}"
            )


def handle_state(handle: RequestHandle) -> HandleState:
    """A request as its client sees it now."""
    return HandleState(
        handle.id,
        type(handle.request).__name__,
        time.monotonic() - handle.asked,
        handle.cancelled,
        handle.shown,
        handle.retried,
    )
