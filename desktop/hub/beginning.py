"""The header of a file that isn't here, from its first megabytes: enough to know what it will take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.base.errors import Code, HubError, ModelFileError
from desktop.base.gguf.header import Header
from desktop.base.gguf.reader import parse_header
from desktop.hub.network import NetworkOptions
from desktop.hub.remote_file import RemoteFile
from desktop.hub.transfer.connection import Connection
from desktop.hub.transfer.progress import Control
from desktop.hub.transfer.refusals import PassingError
from desktop.hub.transfer.tuning import Tuning

_STEPS = (2 << 20, 8 << 20, 24 << 20, 64 << 20)  # bytes; most vocabularies end within the second
_PATIENCE = Tuning(stall=15.0)


def remote_headers(options: NetworkOptions, files: Sequence[RemoteFile], control: Control) -> list[Header]:
    """The header of each part of a model.

    Raises HubError: also CANCELLED, and HUB_ANSWER for what is no model; ModelFileError for one that is damaged.
    """
    return [_header(options, file, control) for file in files]


def _header(options: NetworkOptions, file: RemoteFile, control: Control) -> Header:
    reading = _Reading(options, file, control)
    try:
        for end in _STEPS:
            known = reading.up_to(end)
            size = file.size or reading.size
            try:
                return parse_header(known, size or len(known), file.name)
            except ModelFileError as error:
                last = end == _STEPS[-1] or (size and len(known) >= size)
                if error.code is Code.MODEL_NOT_GGUF:
                    raise HubError(Code.HUB_ANSWER, host=reading.host, name=file.name) from error
                if error.code is not Code.MODEL_TRUNCATED or last:
                    raise
    finally:
        reading.close()
    raise AssertionError  # the last step has returned or raised


class _Reading:
    """One connection that is read a little further each time."""

    def __init__(self, options: NetworkOptions, file: RemoteFile, control: Control) -> None:
        self._connection = Connection(options, file.url, file.name, control, _PATIENCE)
        self._known = bytearray()
        self._blocks: Iterator[bytes] | None = None
        self.size = 0

    @property
    def host(self) -> str:
        return self._connection.host

    def up_to(self, end: int) -> bytes:
        """The first `end` bytes, or all there are."""
        try:
            if self._blocks is None:
                answer = self._connection.open(0, _STEPS[-1] - 1)
                if answer.beyond or answer.first:
                    raise HubError(Code.HUB_ANSWER, host=self.host, name="")
                self.size = answer.linked_size or answer.size
                self._blocks = iter(self._connection.read, b"")
            while len(self._known) < end:
                block = next(self._blocks, b"")
                if not block:
                    break
                self._known += block
        except PassingError as error:
            raise error.reason from error
        return bytes(self._known)

    def close(self) -> None:
        self._connection.close()
