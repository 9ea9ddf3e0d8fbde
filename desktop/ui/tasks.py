"""The one way off the main thread and back.

`run` does one thing, `stream` iterates; what follows is called on the main thread, and not at all once `owner` is
gone. Work in a named lane runs in order on one thread: everything about the store goes through lane "store".
With `inline = True` (tests) it all happens at once, on the calling thread.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from desktop.base.errors import LamplightError

log = logging.getLogger(__name__)

T = TypeVar("T")

inline = False
_WORKERS = 8


class _Bridge(QObject):
    """Brings calls to the thread it was made on."""

    posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.posted.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def _call(self, job: Callable[[], None]) -> None:
        job()


_bridge = _Bridge()
_pools: dict[str, ThreadPoolExecutor] = {}
_running: set[Future[None]] = set()
_lock = threading.Lock()


def run(
    func: Callable[[], T],
    then: Callable[[T], object] | None = None,
    failed: Callable[[Exception], object] | None = None,
    owner: QObject | None = None,
    *,
    lane: str = "",
) -> None:
    """Call `func` on another thread, then `then(result)` or `failed(error)` here.

    An error nobody takes is logged, and so is a defect of ours, whoever takes it.
    """
    tell = _Teller(owner)

    def work() -> None:
        try:
            result = func()
        except Exception as error:
            if failed is None or _is_defect(error):
                log.exception("task failed")
            if failed is not None:
                tell(failed, error)
        else:
            if then is not None:
                tell(then, result)

    _start(work, lane)


def stream(
    iterator_factory: Callable[[], Iterator[T]],
    on_item: Callable[[T], object],
    done: Callable[[], object] | None = None,
    failed: Callable[[Exception], object] | None = None,
    owner: QObject | None = None,
) -> None:
    """Iterate on another thread and call `on_item` here for each item, in order; then `done()` or `failed(error)`.

    Items that arrive while the main thread is busy are delivered together. The iterator is always exhausted, even
    when `owner` is gone: stopping it is the business of whoever made it.
    """
    tell = _Teller(owner)

    def work() -> None:
        try:
            for item in iterator_factory():
                tell(on_item, item)
        except Exception as error:
            if failed is None or _is_defect(error):
                log.exception("stream failed")
            if failed is not None:
                tell(failed, error)
        else:
            if done is not None:
                tell(done)

    _start(work, "")


def post(call: Callable[[], object], owner: QObject | None = None) -> None:
    """Do `call` on the main thread soon; safe from any thread."""
    _Teller(owner)(call)


def heard(call: Callable[..., object], owner: QObject) -> Callable[..., None]:
    """A listener for any thread: `call` is called on the main thread with what it was told, while `owner` is there.

    A signal of the owner's own must not be emitted there instead: the main thread may be deleting the owner just then,
    after whatever question whether it is still there, and that ends the process.
    """
    return lambda *values: _Teller(owner)(call, *values)


def idle() -> bool:
    """Whether no task is under way."""
    with _lock:
        return not _running


def finish(timeout: float = 10.0) -> bool:
    """Wait until all tasks have ended (at most `timeout` seconds); True when they have. For the end of the program."""
    with _lock:
        waiting = set(_running)
    return not wait(waiting, timeout).not_done


class _Teller:
    """Calls back on the main thread, in order, many calls at a time when many wait."""

    def __init__(self, owner: QObject | None) -> None:
        self._owner = owner
        self._calls: deque[tuple[Callable[..., object], tuple[Any, ...]]] = deque()
        self._posted = False
        self._lock = threading.Lock()

    def __call__(self, call: Callable[..., object], *values: Any) -> None:
        if inline:
            self._deliver(call, values)
            return
        with self._lock:
            self._calls.append((call, values))
            if self._posted:
                return
            self._posted = True
        _bridge.posted.emit(self._drain)

    def _drain(self) -> None:
        # No more than what waits now, so that a busy stream leaves the event loop time to paint.
        try:
            for _ in range(len(self._calls)):
                self._deliver(*self._calls.popleft())
        finally:
            with self._lock:
                self._posted = bool(self._calls)
            if self._posted:
                _bridge.posted.emit(self._drain)

    def _deliver(self, call: Callable[..., object], values: tuple[Any, ...]) -> None:
        if self._owner is None or isValid(self._owner):
            call(*values)


def _is_defect(error: Exception) -> bool:
    """Whether it is none of those that a person can do something about: a mistake of ours."""
    return not isinstance(error, LamplightError | OSError)


def _start(work: Callable[[], None], lane: str) -> None:
    if inline:
        work()
        return
    with _lock:
        pool = _pools.get(lane)
        if pool is None:
            pool = ThreadPoolExecutor(1 if lane else _WORKERS, thread_name_prefix=f"task-{lane or 'any'}")
            _pools[lane] = pool
        future = pool.submit(work)
        _running.add(future)
    future.add_done_callback(_forget)


def _forget(future: Future[None]) -> None:
    with _lock:
        _running.discard(future)
