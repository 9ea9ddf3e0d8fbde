"""A single reply, in a tight loop: on two cores each microsecond spent here is taken from the reply."""

from __future__ import annotations

import time
from collections.abc import Callable

import llama_cpp as ll

from desktop.engine.cache.sequences import Sequences
from desktop.engine.model.model import Model
from desktop.engine.protocol.limits import OUTPUTS
from desktop.engine.protocol.messages import Event
from desktop.engine.protocol.outcome import Ending
from desktop.engine.worker.batch import Batch
from desktop.engine.worker.job import Job
from desktop.engine.worker.speed import Speed
from desktop.engine.worker.token_probabilities import decided

_MARGIN = 1.0  # logits; batches of other sizes changed one by 0.8 at most (two starters, 300 tokens)
_TOKENS = 32  # written before looking around again


class SingleReplyLoop:
    """What the scheduler does for the only task there is, when that is a reply being written."""

    def __init__(
        self, model: Model, sequences: Sequences, batch: Batch, speed: Speed, emit: Callable[[Event], None]
    ) -> None:
        self._model, self._sequences, self._batch = model, sequences, batch
        self._speed, self._emit = speed, emit

    def write(self, job: Job, interrupted: Callable[[], bool]) -> tuple[Ending | None, int]:
        """Until the reply ends, a request arrives, or some tokens are written. Returns llama.cpp's code too."""
        started, before = time.perf_counter(), job.written
        ending, code = None, 0
        while ending is None and not code and not interrupted() and 0 <= job.written - before < _TOKENS:
            ending, code, drafts = self._one_by_one(job, interrupted, _TOKENS - (job.written - before))
            if ending is None and not code and len(job.tokens) >= self._model.context:
                ending = Ending.CONTEXT_FULL
            if ending is not None or code or not drafts:
                break
            ending, code = self._verify(job, drafts)
            if self._room(job) <= 0:
                break
        self._speed.wrote(job.written - before, time.perf_counter() - started)
        return ending, code

    def _room(self, job: Job) -> int:
        return min(self._sequences.cells.free, self._model.context - len(job.tokens), OUTPUTS)

    def _one_by_one(self, job: Job, interrupted: Callable[[], bool], most: int) -> tuple[Ending | None, int, list[int]]:
        """Plain tokens, until something can be proposed: that is returned too."""
        assert job.sequence is not None
        sequence, context, vocabulary = job.sequence, self._model.context_handle, self._model.vocabulary
        most = min(most, self._room(job))
        native = self._batch.prepare_one(sequence.id)
        tokens, positions, done = native.token, native.pos, len(sequence.tokens)
        ending: Ending | None = None
        fed: list[int] = []
        drafts: list[int] = []
        code = 0
        started = time.perf_counter()
        while len(fed) < most and ending is None:
            tokens[0], positions[0] = job.tokens[-1], done + len(fed)
            code = ll.llama_decode(context, native)
            if code:
                break
            fed.append(job.tokens[-1])
            token = job.sampler.sample(context, 0, job.refused_here())
            info = job.look(context, 0, token, vocabulary)
            ending = job.take(token, vocabulary.piece(token), vocabulary.ends(token), info)
            now = time.perf_counter()
            for event in job.deltas(now):
                self._emit(event)
            if len(job.tokens) != done + len(fed) + 1 or interrupted():
                break  # a rewind, or somebody else
            if job.lookup is not None and ending is None:
                job.lookup.plain(now - started)
                started = now
                drafts = job.lookup.propose(job.tokens, self._room(job) - len(fed) - 1)
                if drafts:
                    break
        self._sequences.extend(sequence, fed)
        if code or len(job.tokens) <= len(sequence.tokens):
            self._sequences.trim(sequence, min(len(sequence.tokens), len(job.tokens) - 1))
        return ending, code, drafts

    def _verify(self, job: Job, drafts: list[int]) -> tuple[Ending | None, int]:
        """Evaluate the last token and the proposed ones in one batch; keep those the model would have written.

        A batch rounds differently from single tokens. Where two tokens are near each other a greedy reply goes on
        singly, so that it is the text of the plain loop.
        """
        assert job.sequence is not None
        assert job.lookup is not None
        sequence, context, vocabulary = job.sequence, self._model.context_handle, self._model.vocabulary
        done, started = len(sequence.tokens), time.perf_counter()
        rows = [job.tokens[-1], *drafts]
        self._batch.clear()
        self._batch.add(sequence.id, done, rows, outputs=len(rows))
        code = self._batch.decode(context)
        if code:
            self._sequences.trim(sequence, done)
            return None, code
        self._sequences.extend(sequence, rows)
        ending: Ending | None = None
        gained = 0
        greedy = job.request.sampling.temperature <= 0
        for row in range(len(rows)):
            if greedy and not decided(context, row, vocabulary, _MARGIN):
                break
            token = job.sampler.sample(context, row, job.refused_here())
            info = job.look(context, row, token, vocabulary)
            ending = job.take(token, vocabulary.piece(token), vocabulary.ends(token), info)
            gained += 1
            if ending or len(job.tokens) != done + 1 + gained or row >= len(drafts) or token != drafts[row]:
                break
        job.speculated += len(drafts)
        job.accepted += max(0, gained - 1)
        kept = min(len(job.tokens) - 1, done + gained)
        self._sequences.trim(sequence, kept)
        job.lookup.verified(time.perf_counter() - started, gained, len(job.tokens))
        if len(sequence.tokens) < kept:
            job.lookup = None  # this model can't give back a part: proposals cost more than they bring
        for event in job.deltas(time.perf_counter()):
            self._emit(event)
        return ending, 0
