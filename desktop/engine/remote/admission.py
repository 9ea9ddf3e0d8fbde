"""Which requests are with a server: so many side by side, and what somebody waits for goes before the background."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator


class Admission:
    """Used in one event loop. What runs in the background is never more than `most`, and begins nothing while somebody
    waits; the others have one place more than that, so that they needn't wait for the background."""

    def __init__(self, most: int) -> None:
        self._most = max(1, most)
        self._front = self._back = 0  # under way
        self._waiting: tuple[deque[asyncio.Future[None]], deque[asyncio.Future[None]]] = (deque(), deque())

    def allow(self, most: int) -> None:
        """Another number from now on."""
        self._most = max(1, most)
        self._let_in()

    @contextlib.asynccontextmanager
    async def place(self, *, background: bool) -> AsyncIterator[None]:
        """Wait for a place, and have it."""
        gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line = self._waiting[background]
        line.append(gate)
        self._let_in()
        try:
            await gate
        except asyncio.CancelledError:
            if gate.done() and not gate.cancelled():
                self._leave(background)
            elif gate in line:
                line.remove(gate)
            raise
        try:
            yield
        finally:
            self._leave(background)

    def _leave(self, background: bool) -> None:
        if background:
            self._back -= 1
        else:
            self._front -= 1
        self._let_in()

    def _let_in(self) -> None:
        front, back = self._waiting
        while front and self._front + self._back < self._most + (1 if self._back else 0):
            gate = front.popleft()
            if not gate.done():
                self._front += 1
                gate.set_result(None)
        while back and not front and not self._front and self._back < self._most:
            gate = back.popleft()
            if not gate.done():
                self._back += 1
                gate.set_result(None)
