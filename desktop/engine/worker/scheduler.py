"""Continuous batching: every decode carries one token of each reply under way, and parts of the prompts that wait.

Who is waited for comes first: while an interactive request reads its prompt, background work rests; while one writes,
background work gets a share of the time (`_BACKGROUND_SHARE`). A request that finds no free cells waits; when replies
under way need more cells than there are, the youngest background one gives its own back and is evaluated again later.
Only requests that the same adapters work for share a batch; where there are others, each group has a turn after the
other, a little longer than changing between them takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from desktop.base.errors import Code
from desktop.engine.cache.sequences import common_prefix
from desktop.engine.cache.state_saver import StateSaver
from desktop.engine.model.adapters import Adapters
from desktop.engine.model.model import Model
from desktop.engine.model.native import StopFlag
from desktop.engine.protocol.limits import BATCH, OUTPUTS
from desktop.engine.protocol.messages import Event, PromptProgress
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.engine.worker.batch import Batch, Slice
from desktop.engine.worker.job import Job, Task
from desktop.engine.worker.scoring import ScoreTask
from desktop.engine.worker.single_reply_loop import SingleReplyLoop
from desktop.engine.worker.speed import Speed

_BACKGROUND_SHARE = 0.35  # seconds of background work for each second of interactive writing
_BACKGROUND_CHUNK = 32  # tokens of a background prompt in a batch that somebody waits for
_SHARED_CHUNK = 128  # tokens of an interactive prompt while another reply is being written
_MOST_BACKGROUND = 16
_RESERVE = 64  # cells that should be free for a reply when it starts
_WORTH_WAITING = 32  # tokens of a prompt that another request is just evaluating
_TURN = 0.25  # seconds for those that the same adapters work for, while others wait
_NO_ROOM, _STOPPED, _OUT_OF_MEMORY = 1, 2, -2


class Scheduler:
    """Runs all generations of one model. Used by one thread; `running` may be read by any."""

    def __init__(
        self,
        model: Model,
        adapters: Adapters,
        stop: StopFlag,
        archive: StateSaver,
        send: Callable[[Sequence[Event]], None],
    ) -> None:
        """`send` gets what a step has to tell, at once and in order."""
        self._model, self._adapters, self._stop, self._send = model, adapters, stop, send
        self._events: list[Event] = []
        self._archive, self.sequences = archive, archive.sequences
        self.speed = Speed()
        self._batch = Batch(BATCH, model.sequences)
        self._alone = SingleReplyLoop(model, self.sequences, self._batch, self.speed, lambda event: send((event,)))
        self._waiting: list[Task] = []
        self._active: list[Task] = []
        self._solo = 0.0
        self._credit = 0.0
        self._turn, self._turn_ends = "", 0.0  # the key of the adapters whose requests are computed, and until when
        self.running: frozenset[int] = frozenset()
        self.running_background = False

    @property
    def idle(self) -> bool:
        return not self._waiting and not self._active

    def tasks(self) -> list[Task]:
        """Those that have a place, then those that wait for one, in their order."""
        return [*self._active, *self._waiting]

    def add(self, task: Task) -> None:
        if len(task.tokens) >= self._model.context:
            self._finish(task, Outcome(Ending.CONTEXT_FULL, Code.CONTEXT_FULL))
            self._tell()
            return
        self._waiting.append(task)
        self._sort()

    def cancel(self, target: int) -> None:
        for task in self.tasks():
            if task.id == target:
                self._end(task, Outcome(Ending.CANCELLED))
        self._tell()

    def step(self, interrupted: Callable[[], bool]) -> None:
        """Admit what fits, decode one batch, sample, send; several tokens when nothing else is to be done."""
        self._step(interrupted)
        self._tell()

    def _tell(self) -> None:
        if self._events:
            events, self._events = self._events, []
            self._send(events)

    def _step(self, interrupted: Callable[[], bool]) -> None:
        alone = self._active[0] if not self._waiting and len(self._active) == 1 else None
        if isinstance(alone, Job) and alone.pending == 1 and self._fits([Slice(alone, 1)]):
            self._write_alone(alone, interrupted)
            return
        self._admit()
        slices = self._compose()
        if not slices:
            return
        started = time.perf_counter()
        code = self._decode(slices)
        if code == 0:
            self._count_time(slices, time.perf_counter() - started)
            self._accept(slices)
        else:
            self._handle(code, slices)

    def _handle(self, code: int, slices: list[Slice]) -> None:
        """A batch was not evaluated; its sequences are as they were before."""
        if code == _NO_ROOM:
            self._give_way(slices)
        elif code != _STOPPED:
            failure = Code.ENGINE_OUT_OF_MEMORY if code == _OUT_OF_MEMORY else Code.ENGINE_FAILED
            for part in slices:
                self._end(part.task, Outcome(Ending.FAILED, failure, cause=f"llama_decode returned {code}"))

    # -- admission --------------------------------------------------------------------------------------------------

    def _sort(self) -> None:
        self._waiting.sort(key=lambda task: (task.background, task.id))

    def _admit(self) -> None:
        interactive = any(not task.background for task in self._active)
        for task in list(self._waiting):
            if task.background and (interactive or self._background_count() >= _MOST_BACKGROUND):
                break
            if self._worth_waiting(task):
                continue
            if not self._seat(task):
                break  # in order: a large request isn't overtaken for ever by small ones
            interactive = interactive or not task.background

    def _background_count(self) -> int:
        return sum(task.background for task in self._active)

    def _worth_waiting(self, task: Task) -> bool:
        """Whether a prompt being evaluated now will soon spare this one a good part of its own."""
        if not task.cache:
            return False
        _, cached = self.sequences.longest(task.tokens, task.mix.key)
        for other in self._active:
            if other.pending > 1 and other.sequence is not None and other.mix.key == task.mix.key:
                shared = min(common_prefix(task.tokens, other.tokens), len(task.tokens) - 1)
                if shared > cached + _WORTH_WAITING and shared > other.evaluated:
                    return True
        return False

    def _seat(self, task: Task) -> bool:
        """Give the task a sequence and make room for its prompt; False: it waits."""
        if task.cache:
            self._archive.fetch(task.tokens, task.mix.key)
        sequence = self.sequences.acquire(task.tokens[: task.wanted + 1], task.id, task.cache, task.mix.key)
        if sequence is None:
            return False
        if not task.background:
            self.sequences.tidy()
        held = len(sequence.tokens)
        room = min(len(task.tokens) - held + _RESERVE, self._model.cells - held)
        if not self.sequences.make_room(room) and not (not task.background and self._preempt(room, task)):
            self.sequences.release(sequence)
            return False
        task.sequence = sequence
        self._waiting.remove(task)
        self._active.append(task)
        if task.cached < 0:
            task.cached = held
        self._events.append(PromptProgress(task.id, min(held, task.prompt_tokens), task.prompt_tokens, task.cached))
        return True

    def _preempt(self, wanted: int, needy: Task) -> bool:
        """Take the cells of background tasks, the youngest first, until `wanted` are free."""
        for task in reversed([task for task in self._active if task.background and task is not needy]):
            if self.sequences.cells.free >= wanted:
                break
            self._unseat(task)
        return self.sequences.cells.free >= wanted

    def _unseat(self, task: Task) -> None:
        assert task.sequence is not None
        sequence, task.sequence = task.sequence, None
        self.sequences.release(sequence)
        self.sequences.drop(sequence)
        self._active.remove(task)
        self._waiting.append(task)
        self._sort()

    # -- one batch --------------------------------------------------------------------------------------------------

    def _compose(self) -> list[Slice]:
        """What goes into the next batch: replies first, then prompts, people before background."""
        turn = self._whose_turn()
        interactive = [task for task in turn if not task.background]
        reading = any(task.pending > 1 for task in interactive)
        tasks = interactive
        if not interactive or (not reading and self._credit >= 0):
            tasks = interactive + [task for task in turn if task.background]
        self._batch.clear()
        slices: list[Slice] = []
        outputs = OUTPUTS
        for task in sorted(tasks, key=lambda task: task.pending > 1):
            limit = self._limit(task, bool(interactive), bool(slices))
            part = self._put(task, min(limit, self._batch.room), outputs)
            if part is not None:
                slices.append(part)
                outputs -= part.outputs
        if slices and not self._fits(slices):
            return self._compose()
        self.running_background = bool(slices) and not interactive
        self.running = frozenset(part.task.id for part in slices)
        return slices

    def _whose_turn(self) -> list[Task]:
        """Those that can share a batch now: of the ones that people wait for, else of all."""
        waited_for = [task for task in self._active if not task.background] or self._active
        keys = sorted({task.mix.key for task in waited_for})
        if keys and (self._turn not in keys or (len(keys) > 1 and time.perf_counter() >= self._turn_ends)):
            self._turn = next((key for key in keys if key > self._turn), keys[0])
            self._turn_ends = time.perf_counter() + _TURN
        return [task for task in self._active if task.mix.key == self._turn]

    @staticmethod
    def _limit(task: Task, waited_for: bool, shared: bool) -> int:
        """How many tokens of a task's prompt may go into this batch."""
        if waited_for and task.background:
            return _BACKGROUND_CHUNK
        return _SHARED_CHUNK if shared and not task.background else BATCH

    def _put(self, task: Task, room: int, outputs: int) -> Slice | None:
        """Add what comes next of a task: prompt without logits up to `wanted`, then rows with them."""
        assert task.sequence is not None
        if task.evaluated >= len(task.tokens):  # the reply went back a few tokens
            self.sequences.trim(task.sequence, len(task.tokens) - 1)
        at = task.evaluated
        silent = at < task.wanted
        count = min(room, task.wanted - at) if silent else min(room, outputs, task.pending)
        if count <= 0:
            return None
        rows = 0 if silent else count
        first = self._batch.add(task.sequence.id, at, task.tokens[at : at + count], outputs=rows)
        return Slice(task, count, rows, first)

    def _fits(self, slices: list[Slice]) -> bool:
        """Whether the batch has its cells; else something has left and a new one must be composed."""
        wanted = sum(part.count for part in slices)
        if self.sequences.cells.free >= wanted or self.sequences.make_room(wanted):
            return True
        self._give_way(slices)
        return False

    def _give_way(self, slices: list[Slice]) -> None:
        """There are fewer cells than the batch needs: idle ones go, then background tasks, then the last one ends."""
        if self.sequences.idle():
            self.sequences.make_room(self.sequences.cells.capacity)
            return
        background = [task for task in self._active if task.background]
        if background and len(self._active) > 1:
            self._unseat(background[-1])
            return
        self._end(slices[-1].task, Outcome(Ending.CONTEXT_FULL, Code.CONTEXT_FULL))

    def _decode(self, slices: list[Slice]) -> int:
        self._adapters.use(slices[0].task.mix)
        code = self._batch.decode(self._model.context_handle)
        self._stop.clear()
        for part in slices:
            assert part.task.sequence is not None
            at = part.task.evaluated
            if code == 0:
                self.sequences.extend(part.task.sequence, part.task.tokens[at : at + part.count])
            else:
                self.sequences.trim(part.task.sequence, at)
        self.running, self.running_background = frozenset(), False
        return code

    def _count_time(self, slices: list[Slice], seconds: float) -> None:
        """Interactive replies earn time that background work may take of them."""
        self.speed.batch(sum(part.count for part in slices), seconds)
        if not any(not part.task.background for part in slices):
            return
        if any(part.task.background for part in slices):
            self._credit -= max(0.0, seconds - self._solo)
        elif all(part.count == 1 for part in slices):  # writing: a prompt's batch says nothing of a token's time
            # Near the least seen lately: a hiccup must not make mixed batches look cheap.
            self._solo = min(seconds, self._solo * 1.02) if self._solo else seconds
            self._credit = min(self._credit + _BACKGROUND_SHARE * seconds, 0.0)

    # -- results ----------------------------------------------------------------------------------------------------

    def _accept(self, slices: list[Slice]) -> None:
        now = time.perf_counter()
        for part in slices:
            task = part.task
            if part.outputs and isinstance(task, Job):
                self._sample(task, part.first, now)
                continue
            if part.outputs and isinstance(task, ScoreTask):
                task.read(self._model, part.first, part.count)
            done = min(task.evaluated, task.prompt_tokens)
            self._events.append(PromptProgress(task.id, done, task.prompt_tokens, task.cached))
            if isinstance(task, ScoreTask) and not task.pending:
                self._end(task, Outcome(Ending.END))

    def _sample(self, job: Job, row: int, now: float) -> None:
        model = self._model
        token = job.sampler.sample(model.context_handle, row, job.refused_here())
        info = job.look(model.context_handle, row, token, model.vocabulary)
        ending = job.take(token, model.vocabulary.piece(token), model.vocabulary.ends(token), info)
        if ending is None and len(job.tokens) >= model.context:
            ending = Ending.CONTEXT_FULL
        if ending is not None:
            self._end(job, _outcome(ending))
            return
        for event in job.deltas(now):
            self._events.append(event)

    def _write_alone(self, job: Job, interrupted: Callable[[], bool]) -> None:
        self.running, self.running_background = frozenset((job.id,)), job.background
        self._adapters.use(job.mix)
        ending, code = self._alone.write(job, interrupted)
        self.running, self.running_background = frozenset(), False
        if code:
            self._stop.clear()
            self._handle(code, [Slice(job, 1)])
        elif ending is not None:
            self._end(job, _outcome(ending))

    def _end(self, task: Task, outcome: Outcome) -> None:
        if task in self._active:
            self._active.remove(task)
        elif task in self._waiting:
            self._waiting.remove(task)
        if task.sequence is not None:
            task.sequence.worth_saving = task.sequence.worth_saving or not task.background
            self.sequences.release(task.sequence)
            task.sequence = None
        self._finish(task, outcome)

    def _finish(self, task: Task, outcome: Outcome) -> None:
        for event in task.last_events(outcome):
            self._events.append(event)
        task.close()


def _outcome(ending: Ending) -> Outcome:
    return Outcome(ending, Code.CONTEXT_FULL if ending is Ending.CONTEXT_FULL else "")
