"""Continuous batching: every decode carries one token of each reply under way, and parts of the prompts that wait.

Who is waited for comes first: while an interactive request reads its prompt, background work rests; while one writes,
background work gets a share of the time (`_BACKGROUND_SHARE`). A request that finds no free cells waits; when replies
under way need more cells than there are, the youngest background one gives its own back and is evaluated again later.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import llama_cpp as ll

from desktop.base.errors import Code
from desktop.engine.batch import Batch
from desktop.engine.job import Job
from desktop.engine.model import BATCH, OUTPUTS, Model
from desktop.engine.native import StopFlag
from desktop.engine.outcome import Ending, Outcome
from desktop.engine.protocol import Event, PromptProgress
from desktop.engine.sequences import Sequences, common_prefix

_BACKGROUND_SHARE = 0.5  # seconds of background work for each second of interactive writing
_BACKGROUND_CHUNK = 32  # tokens of a background prompt in a batch that somebody waits for
_SHARED_CHUNK = 128  # tokens of an interactive prompt while another reply is being written
_MOST_BACKGROUND = 16
_ALONE = 32  # tokens written before looking around again, when there is only one reply
_RESERVE = 64  # cells that should be free for a reply when it starts
_WORTH_WAITING = 32  # tokens of a prompt that another request is just evaluating
_NO_ROOM, _STOPPED, _OUT_OF_MEMORY = 1, 2, -2


@dataclass
class _Slice:
    """What one job puts into a batch."""

    job: Job
    count: int
    row: int = -1  # of the logits, -1 for none


class Scheduler:
    """Runs all generations of one model. Used by one thread; `running` may be read by any."""

    def __init__(self, model: Model, stop: StopFlag, emit: Callable[[Event], None]) -> None:
        self._model, self._stop, self._emit = model, stop, emit
        self.sequences = Sequences(model)
        self._batch = Batch(BATCH, model.sequences)
        self._waiting: list[Job] = []
        self._active: list[Job] = []
        self._solo = 0.0
        self._credit = 0.0
        self.running: frozenset[int] = frozenset()
        self.running_background = False

    @property
    def idle(self) -> bool:
        return not self._waiting and not self._active

    def add(self, job: Job) -> None:
        if len(job.tokens) >= self._model.context:
            self._emit(job.finished(Outcome(Ending.CONTEXT_FULL, Code.CONTEXT_FULL)))
            job.sampler.close()
            return
        self._waiting.append(job)
        self._waiting.sort(key=lambda job: job.background)

    def cancel(self, target: int) -> None:
        for job in [*self._active, *self._waiting]:
            if job.id == target:
                self._end(job, Outcome(Ending.CANCELLED))

    def step(self, interrupted: Callable[[], bool]) -> None:
        """Admit what fits, decode one batch, sample, send; several tokens when nothing else is to be done."""
        if not self._waiting and len(self._active) == 1 and self._active[0].pending == 1:
            self._write_alone(self._active[0], interrupted)
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

    def _handle(self, code: int, slices: list[_Slice]) -> None:
        """A batch was not evaluated; its sequences are as they were before."""
        if code == _NO_ROOM:
            self._give_way(slices)
        elif code != _STOPPED:
            failure = Code.ENGINE_OUT_OF_MEMORY if code == _OUT_OF_MEMORY else Code.ENGINE_FAILED
            for part in slices:
                self._end(part.job, Outcome(Ending.FAILED, failure, cause=f"llama_decode returned {code}"))

    # -- admission --------------------------------------------------------------------------------------------------

    def _admit(self) -> None:
        interactive = any(not job.background for job in self._active)
        for job in list(self._waiting):
            if job.background and (interactive or self._background_count() >= _MOST_BACKGROUND):
                break
            if self._worth_waiting(job):
                continue
            if not self._seat(job):
                break  # in order: a large request isn't overtaken for ever by small ones
            interactive = interactive or not job.background

    def _background_count(self) -> int:
        return sum(job.background for job in self._active)

    def _worth_waiting(self, job: Job) -> bool:
        """Whether a prompt being evaluated now will soon spare this one a good part of its own."""
        if not job.request.cache:
            return False
        _, cached = self.sequences.longest(job.tokens)
        for other in self._active:
            if other.pending > 1 and other.sequence is not None:
                shared = common_prefix(job.tokens, other.tokens)
                if shared > cached + _WORTH_WAITING and shared > len(other.sequence.tokens):
                    return True
        return False

    def _seat(self, job: Job) -> bool:
        """Give the job a sequence and make room for its prompt; False: it waits."""
        sequence = self.sequences.acquire(job.tokens, job.id, job.request.cache)
        if sequence is None:
            return False
        room = min(len(job.tokens) - len(sequence.tokens) + _RESERVE, self._model.cells - len(sequence.tokens))
        if not self.sequences.make_room(room) and not (not job.background and self._preempt(room, job)):
            self.sequences.release(sequence)
            return False
        job.sequence = sequence
        self._waiting.remove(job)
        self._active.append(job)
        if job.cached < 0:
            job.cached = len(sequence.tokens)
        self._emit(PromptProgress(job.id, len(sequence.tokens), job.prompt_tokens, job.cached))
        return True

    def _preempt(self, wanted: int, needy: Job | None) -> bool:
        """Take the cells of background jobs, the youngest first, until `wanted` are free."""
        for job in reversed([job for job in self._active if job.background and job is not needy]):
            if self.sequences.cells.free >= wanted:
                break
            self._unseat(job)
        return self.sequences.cells.free >= wanted

    def _unseat(self, job: Job) -> None:
        assert job.sequence is not None
        sequence, job.sequence = job.sequence, None
        self.sequences.release(sequence)
        self.sequences.drop(sequence)
        self._active.remove(job)
        self._waiting.append(job)
        self._waiting.sort(key=lambda job: (job.background, job.id))

    # -- one batch --------------------------------------------------------------------------------------------------

    def _compose(self) -> list[_Slice]:
        """What goes into the next batch: replies first, then prompts, people before background."""
        interactive = [job for job in self._active if not job.background]
        reading = any(job.pending > 1 for job in interactive)
        jobs = interactive
        if not interactive or (not reading and self._credit >= 0):
            jobs = interactive + [job for job in self._active if job.background]
        self._batch.clear()
        slices: list[_Slice] = []
        for job in jobs:
            if job.pending == 1 and len(slices) < OUTPUTS:
                slices.append(self._put(job, 1))
        writing = len(slices)
        for job in jobs:
            if job.pending > 1 and self._batch.room:
                limit = self._batch.room
                if interactive and job.background:
                    limit = min(limit, _BACKGROUND_CHUNK)
                elif writing and not job.background:
                    limit = min(limit, _SHARED_CHUNK)
                slices.append(self._put(job, min(job.pending - 1, limit)))
        if slices and not self._fits(slices):
            return self._compose()
        self.running_background = bool(slices) and not interactive
        self.running = frozenset(part.job.id for part in slices)
        return slices

    def _put(self, job: Job, count: int) -> _Slice:
        assert job.sequence is not None
        at = len(job.sequence.tokens)
        sampled = job.pending == count
        first = self._batch.add(job.sequence.id, at, job.tokens[at : at + count], outputs=int(sampled))
        return _Slice(job, count, first + count - 1 if sampled else -1)

    def _fits(self, slices: list[_Slice]) -> bool:
        """Whether the batch has its cells; else something has left and a new one must be composed."""
        wanted = sum(part.count for part in slices)
        if self.sequences.make_room(wanted):
            return True
        self._give_way(slices)
        return False

    def _give_way(self, slices: list[_Slice]) -> None:
        """There are fewer cells than the batch needs: idle ones go, then background jobs, then the last one ends."""
        if self.sequences.idle():
            self.sequences.make_room(self.sequences.cells.capacity)
            return
        background = [job for job in self._active if job.background]
        if background and len(self._active) > 1:
            self._unseat(background[-1])
            return
        self._end(slices[-1].job, Outcome(Ending.CONTEXT_FULL, Code.CONTEXT_FULL))

    def _decode(self, slices: list[_Slice]) -> int:
        code = self._batch.decode(self._model.context_handle)
        self._stop.clear()
        for part in slices:
            assert part.job.sequence is not None
            sequence = part.job.sequence
            if code == 0:
                at = len(sequence.tokens)
                self.sequences.extend(sequence, part.job.tokens[at : at + part.count])
            else:
                self.sequences.trim(sequence, len(sequence.tokens))
        self.running, self.running_background = frozenset(), False
        return code

    def _write_alone(self, job: Job, interrupted: Callable[[], bool]) -> None:
        """What `step` does for a single reply, in a tight loop: on two cores each microsecond here is the reply's.

        Runs until the reply ends, a request arrives, or some tokens are written.
        """
        assert job.sequence is not None
        sequence, context, vocabulary = job.sequence, self._model.context_handle, self._model.vocabulary
        room = min(_ALONE, self.sequences.cells.free, self._model.context - len(job.tokens))
        if room <= 0 and not self._fits([_Slice(job, 1)]):
            return
        native = self._batch.prepare_one(sequence.id)
        tokens, positions, done = native.token, native.pos, len(sequence.tokens)
        self.running, self.running_background = frozenset((job.id,)), job.background
        ending: Ending | None = None
        code = written = 0
        while written < room and ending is None and not interrupted():
            tokens[0], positions[0] = job.tokens[-1], done + written
            code = ll.llama_decode(context, native)
            if code:
                break
            written += 1
            token = job.sampler.sample(context, 0)
            ending = job.take(token, vocabulary.piece(token), vocabulary.ends(token))
            delta = job.delta(time.perf_counter())
            if delta is not None:
                self._emit(delta)
        self.running, self.running_background = frozenset(), False
        if written:
            self.sequences.extend(sequence, job.tokens[done : done + written])
        self._after_writing(job, ending, code)

    def _after_writing(self, job: Job, ending: Ending | None, code: int) -> None:
        if code:
            assert job.sequence is not None
            self._stop.clear()
            self.sequences.trim(job.sequence, len(job.sequence.tokens))
            self._handle(code, [_Slice(job, 1)])
        elif ending is not None:
            self._end(job, Outcome(ending))
        elif len(job.tokens) >= self._model.context:
            self._end(job, Outcome(Ending.CONTEXT_FULL, Code.CONTEXT_FULL))

    def _count_time(self, slices: list[_Slice], seconds: float) -> None:
        """Interactive replies earn time that background work may take of them."""
        if not any(not part.job.background for part in slices):
            return
        if any(part.job.background for part in slices):
            self._credit -= max(0.0, seconds - self._solo)
        else:
            self._solo = seconds
            self._credit = min(self._credit + _BACKGROUND_SHARE * seconds, 0.0)

    def _accept(self, slices: list[_Slice]) -> None:
        now = time.perf_counter()
        for part in slices:
            job = part.job
            if part.row >= 0:
                self._sample(job, part.row, now)
            elif job.sequence is not None:
                done = min(len(job.sequence.tokens), job.prompt_tokens)
                self._emit(PromptProgress(job.id, done, job.prompt_tokens, job.cached))

    def _sample(self, job: Job, row: int, now: float) -> None:
        token = job.sampler.sample(self._model.context_handle, row)
        vocabulary = self._model.vocabulary
        ending = job.take(token, vocabulary.piece(token), vocabulary.ends(token))
        if ending is None and len(job.tokens) >= self._model.context:
            ending = Ending.CONTEXT_FULL
        if ending is not None:
            self._end(job, Outcome(ending, Code.CONTEXT_FULL if ending is Ending.CONTEXT_FULL else ""))
            return
        delta = job.delta(now)
        if delta:
            self._emit(delta)

    def _end(self, job: Job, outcome: Outcome) -> None:
        if job in self._active:
            self._active.remove(job)
        elif job in self._waiting:
            self._waiting.remove(job)
        if job.sequence is not None:
            self.sequences.release(job.sequence)
            job.sequence = None
        delta = job.delta(0.0, final=True)
        if delta:
            self._emit(delta)
        self._emit(job.finished(outcome))
        job.sampler.close()
