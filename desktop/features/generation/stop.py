"""A person's wish to stop, handed to whatever is running; it may come before there is anything to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stop:
    """Set once, from any thread. What is running registers the way to stop it with `stopping`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._set = False
        self._cancel: Callable[[], None] | None = None

    @property
    def is_set(self) -> bool:
        return self._set

    def set(self) -> None:
        """Stop what is running now and whatever begins later."""
        with self._lock:
            self._set = True
            cancel = self._cancel
        if cancel:
            cancel()

    @contextmanager
    def stopping(self, cancel: Callable[[], None]) -> Iterator[None]:
        """Inside the block, `set` calls `cancel`; at once when it was set before, and on leaving by an exception."""
        with self._lock:
            self._cancel = cancel
            already = self._set
        if already:
            cancel()
        try:
            yield
        except BaseException:
            cancel()
            raise
        finally:
            with self._lock:
                self._cancel = None
