"""An answer that ends in an error when it is too long or comes too slowly. Imported with the first request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx2


class BoundedStream(httpx2.SyncByteStream):
    """Tells `received` how many bytes have come; what that raises ends the stream."""

    def __init__(self, stream: Any, received: Callable[[int], None]) -> None:
        self._stream = stream
        self._received = received

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for block in self._stream:
            size += len(block)
            self._received(size)
            yield block

    def close(self) -> None:
        self._stream.close()
