"""The thread that talks to servers: one event loop, in which any request can be stopped at any moment."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from typing import Any

_JOIN_SECONDS = 2.0


class EventLoop:
    """Starts its thread when the first work comes."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def run(self, work: Coroutine[Any, Any, None], done: Callable[[], None]) -> Callable[[], None]:
        """Begin a piece of work; what is returned cancels it where it waits. `done` is called in the loop at its end,
        also where it never began."""
        loop = self._started()
        tasks: list[asyncio.Task[None]] = []

        def begin() -> None:
            task = loop.create_task(work)
            task.add_done_callback(lambda _: done())
            tasks.append(task)

        def cancel() -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed, and with it everything in it
                loop.call_soon_threadsafe(lambda: tasks[0].cancel())

        loop.call_soon_threadsafe(begin)
        return cancel

    def call(self, work: Callable[[], object]) -> None:
        """Do something short in the loop."""
        self._started().call_soon_threadsafe(work)

    def stop(self) -> None:
        """End the thread; what still waits in it is dropped. Safe to call twice, and from the thread itself."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is None or thread is None:
            return
        loop.call_soon_threadsafe(loop.stop)
        if thread is not threading.current_thread():
            thread.join(_JOIN_SECONDS)

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._work, args=(self._loop,), daemon=True, name=self._name)
                self._thread.start()
            return self._loop

    @staticmethod
    def _work(loop: asyncio.AbstractEventLoop) -> None:
        try:
            loop.run_forever()
        finally:
            loop.run_until_complete(_end_all())
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()


async def _end_all() -> None:
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
