"""One file from its source to a part that is whole and right, through any number of interruptions.

The part's own hash runs along while it arrives. After a restart the part is read once to bring it back, and each chunk
is compared with what the journal says was written. Where the whole isn't right in the end, `repair` finds the stretch.
"""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from desktop.base.errors import Code, HubError
from desktop.base.network.doors import DOWNLOAD, Door
from desktop.hub.network import NetworkOptions, host
from desktop.hub.remote_file import RemoteFile
from desktop.hub.transfer.answer import Answer
from desktop.hub.transfer.connection import Connection
from desktop.hub.transfer.journal import Identity, Journal
from desktop.hub.transfer.part_file import PartFile
from desktop.hub.transfer.progress import Control, Progress, Step
from desktop.hub.transfer.refusals import PassingError
from desktop.hub.transfer.repair import Repair
from desktop.hub.transfer.space import check_space, not_written
from desktop.hub.transfer.tuning import Tuning
from desktop.hub.transfer.writer import Writer

_MOST_LIMITED = 6  # tries that may never get better
_MAGIC = b"GGUF"


class Transfer:
    """Fetches `file` into `part`. `run` is called once, on the thread that may wait."""

    def __init__(
        self,
        file: RemoteFile,
        part: Path,
        options: NetworkOptions,
        control: Control,
        progress: Progress,
        tuning: Tuning | None = None,
        magic: bytes = _MAGIC,
        door: Door = DOWNLOAD,
    ) -> None:
        """`magic` is what the file must begin with; `door` where its connections are counted."""
        self._magic = magic
        self._door = door
        self._file = file
        self._options = options
        self._control = control
        self._progress = progress
        self._tuning = tuning or Tuning()
        self._part_path = part
        self._host = host(file.url)
        self._limited = 0
        self._tries = 0

    def run(self) -> str:
        """Fetch until all is there and right; returns its SHA-256.

        Raises HubError: CANCELLED when stopped, what the server refuses for good, DOWNLOAD_CHANGED,
        DOWNLOAD_NO_SPACE, DOWNLOAD_NOT_WRITTEN, and DOWNLOAD_DAMAGED, after which nothing is left of it.
        """
        try:
            self._part = PartFile(self._part_path)
            try:
                self._journal = Journal.read(self._part_path.with_suffix(".journal"))
                self._writer = Writer(self._part, self._journal, self._control, self._progress, self._tuning)
                self._begin()
                self._receive_all()
                found = self._writer.hexdigest()
                expected = self._journal.identity.sha256
                if expected and found != expected:
                    found = Repair(self._part, self._journal, self, self._tuning).run(expected)
                    if found != expected:
                        self._drop()
                self._part.sync()
            finally:
                self._part.close()
        except OSError as error:
            raise not_written(self._part_path, error, self._progress.size - self._progress.received) from error
        return found

    # -- what a repair uses as well --------------------------------------------------------------------------------

    @property
    def control(self) -> Control:
        return self._control

    @property
    def progress(self) -> Progress:
        return self._progress

    @property
    def name(self) -> str:
        """The file's name at its source."""
        return self._file.name

    def connect(self) -> Connection:
        """A connection for another request."""
        return Connection(self._options, self._file.url, self._file.name, self._control, self._tuning, self._door)

    def pause_for(self, error: PassingError, *, came: bool) -> None:
        """Wait before the next try. Raises the reason itself where tries are limited and spent."""
        self._limited = self._limited + 1 if error.limited and not came else int(error.limited)
        if self._limited > _MOST_LIMITED:
            raise error.reason
        self._tries = 1 if came else self._tries + 1
        doubled = self._tuning.first_wait * 2 ** min(self._tries - 1, 16) * random.uniform(0.8, 1.2)
        wait = min(self._tuning.most_wait, doubled) if error.wait is None else error.wait
        again = time.monotonic() + wait
        self._progress.show(Step.WAITING, error.reason, again)
        self._control.wait_until(again)

    # -- before ----------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Take up what is there, if it is of this file."""
        known = self._journal.identity
        other = known.sha256 and self._file.sha256 and known.sha256 != self._file.sha256
        if known.chunk != self._tuning.chunk or other:
            self._anew(Identity(0, self._file.sha256, "", self._tuning.chunk))
            self._progress.size = self._file.size
        else:
            self._progress.size = known.size
            self._writer.take_up()

    def _anew(self, identity: Identity) -> None:
        self._journal.begin(identity)
        self._writer.reset()
        self._progress.size = identity.size

    def _drop(self) -> NoReturn:
        """Nothing of it can be trusted."""
        self._part.truncate(0)
        self._journal.begin(Identity(chunk=self._tuning.chunk))
        raise HubError(Code.DOWNLOAD_DAMAGED, name=self._file.name, host=self._host)

    # -- while -----------------------------------------------------------------------------------------------------

    def _receive_all(self) -> None:
        while not self._writer.whole:
            before = self._writer.received
            try:
                self._receive()
            except PassingError as error:
                self._writer.sync()
                self.pause_for(error, came=self._writer.received > before)
            except HubError as error:
                self._writer.keep_tail()
                if error.code is not Code.HUB_ANSWER:
                    raise
                self.pause_for(PassingError(error, limited=True), came=self._writer.received > before)
            except OSError:
                self._writer.give_up()
                raise
        self._writer.end()

    def _receive(self) -> None:
        """One connection, as long as it lasts."""
        self._progress.show(Step.CONNECTING, self._progress.reason)
        connection = self.connect()
        try:
            answer = connection.open(self._writer.received, etag=self._journal.identity.etag)
            for each in answer.hosts:
                self._progress.met(each)
            if not self._accept(answer):
                return
            self._progress.show(Step.RECEIVING)
            self._progress.meter.begin()
            self._writer.begin_connection()
            self._take(connection, self._writer.received - answer.first)
        finally:
            connection.close()

    def _accept(self, answer: Answer) -> bool:
        """Whether the bytes that follow can be used; learns what the server says of the file."""
        known = self._journal.identity
        size = answer.linked_size or answer.size
        sha256 = self._file.sha256 or answer.linked_sha256
        if answer.beyond and known.sha256 and not answer.linked_sha256 and size != self._writer.received:
            raise HubError(Code.HUB_ANSWER, host=self._host, cause="HTTP 416")  # it need not be of this file at all
        if self._changed(answer, known, size):
            self._change(answer, size)
            return False
        if answer.beyond:
            if size and size == self._writer.received:
                self._learn(replace(known, size=size, sha256=sha256))
            else:
                self._anew(replace(known, size=size, etag=""))
            return False
        if answer.first > self._writer.received:
            raise HubError(Code.HUB_ANSWER, host=self._host, cause=f"{answer.first} > {self._writer.received}")
        check_space(self._part_path.parent, (size or known.size) - self._writer.received, self._tuning.reserve)
        self._learn(Identity(size or known.size, sha256 or known.sha256, answer.etag, known.chunk))
        return True

    def _changed(self, answer: Answer, known: Identity, size: int) -> bool:
        if answer.linked_sha256 and known.sha256:
            return answer.linked_sha256 != known.sha256
        if size and known.size and size != known.size:
            return True
        return bool(not known.sha256 and answer.etag and known.etag and answer.etag != known.etag)

    def _change(self, answer: Answer, size: int) -> None:
        """The source has another file now: begin anew and tell, unless only the one of this hash is wanted."""
        if self._file.sha256:
            raise HubError(Code.DOWNLOAD_CHANGED, name=self._file.name, host=self._host)
        self._progress.restarted = self._progress.restarted or self._writer.received > 0
        self._anew(Identity(size, answer.linked_sha256, "", self._tuning.chunk))

    def _learn(self, identity: Identity) -> None:
        self._progress.size = identity.size
        if identity != self._journal.identity:
            self._journal.keep(identity)

    def _take(self, connection: Connection, skip: int) -> None:
        """Bytes as they come; the first `skip` are here already, from a server that ignores ranges."""
        while block := connection.read():
            if skip >= len(block):
                skip -= len(block)
                continue
            block, skip = block[skip:], 0
            if self._writer.received < len(self._magic):
                self._check_magic(block)
            if self._progress.size and self._writer.received + len(block) > self._progress.size:
                raise HubError(Code.HUB_ANSWER, host=self._host, cause="too long")
            self._writer.add(block)
            self._progress.meter.count(len(block))
        if not self._progress.size:
            self._learn(replace(self._journal.identity, size=self._writer.received))
        if not self._writer.whole:
            raise PassingError(HubError(Code.HUB_CUT, host=self._host, name=self._file.name))

    def _check_magic(self, block: bytes) -> None:
        """A page of words instead of a model shows in its first bytes."""
        at, magic = self._writer.received, self._magic
        if block[: len(magic) - at] != magic[at : at + len(block)]:
            raise HubError(Code.HUB_ANSWER, host=self._host, cause=repr(block[:40]))
