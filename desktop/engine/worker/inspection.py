"""What is so in the engine, for a `Dump`: read between two batches, so that everything fits together."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from desktop.base import machine
from desktop.engine.protocol.dump import Dumped, SavedState, SequenceState, TaskState
from desktop.engine.worker.job import Job, Task

if TYPE_CHECKING:
    from desktop.engine.cache.state_saver import StateSaver
    from desktop.engine.worker.scheduler import Scheduler


def dumped(number: int, scheduler: Scheduler | None, saver: StateSaver | None) -> Dumped:
    """The answer to the `Dump` with this id; without a scheduler no model is loaded."""
    if scheduler is None or saver is None:
        return Dumped(number, memory_bytes=machine.resident_memory())
    sequences = saver.sequences
    used = [one for one in sequences.all if one.tokens or one.owner is not None]
    return Dumped(
        number,
        tuple(_task(task) for task in scheduler.tasks()),
        tuple(
            SequenceState(
                one.id,
                one.owner,
                len(one.tokens),
                sequences.cells.own(one.id),
                one.saved,
                one.worth_saving,
                one.used,
            )
            for one in used
        ),
        sequences.cells.capacity,
        sequences.cells.free,
        tuple(SavedState(entry.path.name, len(entry.tokens), entry.length) for entry in saver.files),
        machine.resident_memory(),
    )


def _task(task: Task) -> TaskState:
    written = task.written if isinstance(task, Job) else 0
    state = "waiting" if task.sequence is None else "writing" if written else "reading"
    return TaskState(
        task.id,
        "Generate" if isinstance(task, Job) else "Score",
        state,
        task.background,
        task.prompt_tokens,
        max(0, task.cached),
        task.evaluated,
        written,
        task.sequence.id if task.sequence is not None else -1,
        round(time.perf_counter() - task.begun, 3),
    )
