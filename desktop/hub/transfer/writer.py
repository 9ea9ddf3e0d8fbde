"""Bytes into the part as they arrive, their hashes beside them."""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress

from desktop.hub.transfer.journal import Journal
from desktop.hub.transfer.part_file import PartFile
from desktop.hub.transfer.progress import Control, Progress, Step
from desktop.hub.transfer.space import check_space
from desktop.hub.transfer.tuning import Tuning


class Writer:
    """Appends to the part, and keeps the running hash of all and of the chunk that grows.

    A chunk is in the journal only after the disk has it.
    """

    def __init__(self, part: PartFile, journal: Journal, control: Control, progress: Progress, tuning: Tuning) -> None:
        self._part = part
        self._journal = journal
        self._control = control
        self._progress = progress
        self._tuning = tuning
        self.received = 0
        self._all = hashlib.sha256()
        self._chunk = hashlib.sha256()
        self._waiting: dict[int, str] = {}  # chunks that the disk may not have yet
        self._seams: set[int] = set()
        self._synced_at = time.monotonic()
        self._looked_at = 0
        self._took_tail = False

    @property
    def whole(self) -> bool:
        """Whether all is there."""
        return self._progress.size > 0 and self.received == self._progress.size

    def hexdigest(self) -> str:
        """SHA-256 of what has arrived."""
        return self._all.hexdigest()

    def reset(self) -> None:
        """Begin with nothing. Raises OSError."""
        self._part.truncate(0)
        self._forget()

    def take_up(self) -> None:
        """Read what is there and go on behind what the journal vouches for. Raises OSError, HubError(CANCELLED).

        A chunk that isn't as it was written ends it there; a later one is fetched again with the rest.
        """
        self._forget()
        size = self._part.size
        self._progress.show(Step.CHECKING)
        for index in range(self._journal.whole_chunks()):
            if not self._take_up_chunk(index, self._journal.chunks[index], size):
                break
        else:
            self._take_up_tail(size)
        kept = -(-self.received // self._tuning.chunk)
        self._journal.chunks = {index: it for index, it in self._journal.chunks.items() if index < kept}
        self._journal.seams = {index for index in self._journal.seams if index < kept}
        if not self._took_tail:
            self._journal.tail = None
        self._part.truncate(self.received)
        self._journal.keep(self._journal.identity)

    def begin_connection(self) -> None:
        """What follows comes from another connection than what was before: if anything is wrong, it is likely here."""
        if self.received:
            self._seams.add(self.received // self._tuning.chunk)

    def add(self, data: bytes) -> None:
        """Append. Raises OSError, HubError(DOWNLOAD_NO_SPACE)."""
        self._part.write(self.received, data)
        view = memoryview(data)
        while view:
            piece = view[: self._tuning.chunk - self.received % self._tuning.chunk]
            self._all.update(piece)
            self._chunk.update(piece)
            self.received += len(piece)
            view = view[len(piece) :]
            if self.received % self._tuning.chunk == 0:
                self._waiting[self.received // self._tuning.chunk - 1] = self._chunk.hexdigest()
                self._chunk = hashlib.sha256()
        self._progress.received = self.received
        if time.monotonic() - self._synced_at > self._tuning.sync:
            self.sync()
        if self.received - self._looked_at > self._tuning.check_space:
            self._looked_at = self.received
            rest = self._progress.size - self.received
            check_space(self._part.path.parent, min(rest, self._tuning.check_space), self._tuning.reserve)

    def sync(self) -> None:
        """Let the disk have all of it, and note the chunks that it has. Raises OSError."""
        self._part.sync()
        waiting, self._waiting = self._waiting, {}
        self._journal.add(waiting, self._seams & waiting.keys())
        self._synced_at = time.monotonic()

    def keep_tail(self) -> None:
        """Note also what follows the last whole chunk: we stop here. Raises OSError."""
        self._part.sync()
        waiting, self._waiting = self._waiting, {}
        over = self.received % self._tuning.chunk
        tail = (over, self._chunk.hexdigest()) if over else None
        self._journal.add(waiting, self._seams & waiting.keys(), tail)

    def give_up(self) -> None:
        """The disk takes no more: keep what can be kept."""
        with suppress(OSError):
            self.keep_tail()

    def end(self) -> None:
        """All is there; the last chunk is what is left. Raises OSError."""
        last = self.received // self._tuning.chunk
        if self.received % self._tuning.chunk and last not in self._journal.chunks:
            self._waiting[last] = self._chunk.hexdigest()
        self.sync()

    def _forget(self) -> None:
        self.received = self._looked_at = self._progress.received = 0
        self._all, self._chunk = hashlib.sha256(), hashlib.sha256()
        self._waiting, self._seams = {}, set()
        self._took_tail = False

    def _take_up_chunk(self, index: int, expected: str, size: int) -> bool:
        """Whether this chunk is as the journal says; it is counted then."""
        first = index * self._tuning.chunk
        end = min(first + self._tuning.chunk, self._progress.size or size, size)
        return self._take_up_stretch(first, end, expected, keep=False)

    def _take_up_tail(self, size: int) -> None:
        tail = self._journal.tail
        if tail is not None and self.received + tail[0] <= size:
            self._took_tail = self._take_up_stretch(self.received, self.received + tail[0], tail[1], keep=True)

    def _take_up_stretch(self, first: int, end: int, expected: str, *, keep: bool) -> bool:
        found, whole = hashlib.sha256(), self._all.copy()
        for block in self._part.blocks(first, end):
            self._control.check()
            found.update(block)
            whole.update(block)
        if found.hexdigest() != expected:
            return False
        self._all = whole
        if keep:
            self._chunk = found
        self.received = self._progress.received = self._progress.checked = end
        return True
