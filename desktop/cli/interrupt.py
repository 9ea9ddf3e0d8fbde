"""Ctrl-C stops what is being written, and nothing that was written gets lost on the way.

The work runs on a thread; the main thread waits for its items and for the signal in one queue, so that the signal's
handler does nothing but put a mark into it (`SimpleQueue.put` may be called from a handler).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from desktop.features.generation.stop import Stop

Item = TypeVar("Item")

# Windows runs a signal's handler only between two steps of Python; elsewhere the signal itself ends the wait.
_WAIT_SECONDS = 0.25


@dataclass(frozen=True)
class _Made(Generic[Item]):
    item: Item


@dataclass(frozen=True)
class _Over:
    error: BaseException | None


@dataclass(frozen=True)
class _Pressed:
    pass


def follow(work: Callable[[], Iterator[Item]], stop: Stop, show: Callable[[Item], None]) -> int:
    """Show everything `work` yields and return how often Ctrl-C was pressed; the first press sets `stop`.

    Raises what `work` or `show` raise, after the work has come to its end.
    """
    queue: SimpleQueue[_Made[Item] | _Over | _Pressed] = SimpleQueue()

    def run() -> None:
        try:
            for item in work():
                queue.put(_Made(item))
        except BaseException as error:
            queue.put(_Over(error))
        else:
            queue.put(_Over(None))

    presses = 0
    thread = threading.Thread(target=run, name="reply")
    before = signal.signal(signal.SIGINT, lambda *_: queue.put(_Pressed()))
    try:
        thread.start()
        while True:
            try:
                found = queue.get(timeout=_WAIT_SECONDS)
            except Empty:
                continue
            if isinstance(found, _Over):
                if found.error is not None:
                    raise found.error
                return presses
            if isinstance(found, _Pressed):
                presses += 1
                stop.set()
            else:
                show(found.item)
    finally:
        stop.set()
        thread.join()
        signal.signal(signal.SIGINT, before)
