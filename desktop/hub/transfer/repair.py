"""Which stretch of a part is wrong, when the whole isn't what the hub promised.

No hub says the hashes of stretches, so they are compared with what the server sends a second time: first the chunks
that the disk gives back otherwise than they were written, then those in which a connection began, then all. Only
chunks that differ are written, and it ends as soon as the whole is right. So it mends what went wrong on the way or on
the disk. It can't mend a server that sends the same wrong bytes each time: that costs a second transfer, and is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Protocol

from desktop.base.errors import Code, HubError
from desktop.hub.transfer.connection import Connection
from desktop.hub.transfer.journal import Journal
from desktop.hub.transfer.part_file import PartFile
from desktop.hub.transfer.progress import Control, Progress, Step
from desktop.hub.transfer.refusals import PassingError
from desktop.hub.transfer.tuning import Tuning

_MOST_ROUNDS = 4


class Source(Protocol):
    """What a repair needs of the transfer that it belongs to."""

    @property
    def name(self) -> str: ...
    @property
    def control(self) -> Control: ...
    @property
    def progress(self) -> Progress: ...

    def connect(self) -> Connection:
        """A connection for another request."""
        ...

    def pause_for(self, error: PassingError, *, came: bool) -> None:
        """Wait before the next try."""
        ...


class Repair:
    """One repair of a part that is complete but wrong; `run` is called once."""

    def __init__(self, part: PartFile, journal: Journal, source: Source, tuning: Tuning) -> None:
        self._part = part
        self._journal = journal
        self._source = source
        self._chunk = tuning.chunk
        self._size = journal.identity.size
        self._expected = ""
        self._found = ""
        self._changed: set[int] = set()

    def run(self, expected: str) -> str:
        """Find and mend what is wrong; returns the hash of the whole afterwards, `expected` where that went well.

        Raises OSError, HubError: CANCELLED, DOWNLOAD_CHANGED, and what the server refuses for good.
        """
        self._expected = expected
        everything = range(len(self._journal.chunks))
        damaged = self._damaged_on_disk()
        if damaged and self._mend(damaged):
            return expected
        if self._mend(self._journal.seams - damaged) or self._mend(set(everything) - self._journal.seams):
            return expected
        for _ in range(_MOST_ROUNDS):
            doubtful, self._changed = self._changed, set()
            if not doubtful or self._mend(doubtful):
                break
        return self._found or self._hash()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _damaged_on_disk(self) -> set[int]:
        self._source.progress.show(Step.CHECKING)
        found = set()
        for index, expected in self._journal.chunks.items():
            self._source.control.check()
            first, end = self._bounds(index)
            self._source.progress.checked = end
            if self._part.digest(first, end) != (end - first, expected):
                found.add(index)
        return found

    def _mend(self, chunks: Iterable[int]) -> bool:
        """Compare these with the server's and write those that differ; whether the whole is right then."""
        looked_at, differing = 1, 0
        for differs in self._compared(sorted(chunks)):
            differing += differs
            if differs and differing >= looked_at:  # reading all of it takes a while: after 1, 2, 4, 8 ... changes
                looked_at = differing * 2
                if self._hash() == self._expected:
                    return True
        return differing > 0 and self._hash() == self._expected

    def _hash(self) -> str:
        progress = self._source.progress
        progress.show(Step.CHECKING)

        def seen(count: int) -> None:
            self._source.control.check()
            progress.checked = count

        self._found = self._part.whole(seen)
        return self._found

    def _compared(self, chunks: list[int]) -> Iterator[bool]:
        """For each chunk whether what the server sends now differs from what is there; it is written then."""
        for run in _runs(chunks):
            todo = run
            while todo:
                before = len(todo)
                try:
                    for differs in self._compare_run(todo):
                        todo = todo[1:]
                        yield differs
                except PassingError as error:
                    self._source.pause_for(error, came=len(todo) < before)
                except HubError as error:
                    if error.code is not Code.HUB_ANSWER:
                        raise
                    self._source.pause_for(PassingError(error, limited=True), came=len(todo) < before)

    def _compare_run(self, run: list[int]) -> Iterator[bool]:
        first, end = self._bounds(run[0])[0], self._bounds(run[-1])[1]
        connection = self._source.connect()
        try:
            self._source.progress.show(Step.COMPARING)
            answer = connection.open(first, end - 1)
            size = answer.linked_size or answer.size
            other = answer.linked_sha256 and answer.linked_sha256 != self._expected
            if other or (size and size != self._size and not answer.beyond):
                raise HubError(Code.DOWNLOAD_CHANGED, name=self._source.name, host=answer.hosts[0])
            if answer.beyond or answer.first > first:
                raise HubError(Code.HUB_ANSWER, host=answer.hosts[-1], cause="range")
            stream = _Stream(connection, first - answer.first)
            for index in run:
                begin, stop = self._bounds(index)
                data = stream.take(stop - begin)
                self._source.progress.show(Step.COMPARING)
                self._source.progress.checked = stop
                yield self._compare(index, begin, data)
        finally:
            connection.close()

    def _compare(self, index: int, begin: int, data: bytes) -> bool:
        digest = hashlib.sha256(data).hexdigest()
        if self._part.digest(begin, begin + len(data))[1] == digest:
            return False
        self._part.write(begin, data)
        self._part.sync()
        self._journal.add({index: digest}, set())
        self._changed.add(index)
        return True

    def _bounds(self, index: int) -> tuple[int, int]:
        first = index * self._chunk
        return first, min(first + self._chunk, self._size)


class _Stream:
    """A connection's bytes in pieces of a wanted size."""

    def __init__(self, connection: Connection, skip: int) -> None:
        self._connection = connection
        self._skip = skip
        self._waiting = bytearray()

    def take(self, size: int) -> bytes:
        """So many bytes. Raises PassingError where they end before."""
        while len(self._waiting) < size:
            block = self._connection.read()
            if not block:
                raise PassingError(HubError(Code.HUB_CUT, host=self._connection.host))
            skipped = min(self._skip, len(block))
            self._skip -= skipped
            self._waiting += block[skipped:]
        taken = bytes(self._waiting[:size])
        del self._waiting[:size]
        return taken


def _runs(chunks: list[int]) -> Iterator[list[int]]:
    """Chunks that follow each other, together."""
    run: list[int] = []
    for index in chunks:
        if run and index != run[-1] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run
