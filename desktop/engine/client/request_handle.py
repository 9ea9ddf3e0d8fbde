"""One request under way, as its caller sees it."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator

from desktop.base.errors import Code, EngineError
from desktop.engine.protocol.messages import ENDINGS, Event, Failed, Finished, Loaded, Request
from desktop.engine.protocol.messages import Ending as EndingEvent
from desktop.engine.protocol.outcome import Ending


class RequestHandle:
    """Thread-safe. Gets any number of progress events and exactly one that ends it."""

    def __init__(self, request: Request, cancel: Callable[[RequestHandle], None]) -> None:
        self.id = request.id
        self.request = request
        self.asked = time.monotonic()
        self.cancelled = False
        self.shown = False  # whether text has been delivered
        self.retried = False
        self.asked_at = time.monotonic()
        self.first_seconds = 0.0  # from asking to the first text; 0 until there is some
        self._cancel = cancel
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._ending: EndingEvent | None = None
        self._ended = threading.Event()
        self._drained = False

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    def cancel(self) -> None:
        """Stop it; returns at once. The ending event follows, after a kill if the process doesn't answer."""
        if not self.ended:
            self.cancelled = True
            self._cancel(self)

    def events(self) -> Iterator[Event]:
        """Progress events as they come, then the ending one; blocks in between."""
        while not self._drained:
            event = self._events.get()
            self._drained = event is self._ending
            yield event

    def ticking(self, seconds: float) -> Iterator[Event | None]:
        """Like `events`, with None whenever that long passed without one, so that the caller can do its rounds."""
        while not self._drained:
            try:
                event = self._events.get(timeout=seconds)
            except queue.Empty:
                yield None
                continue
            self._drained = event is self._ending
            yield event

    def result(self, timeout: float | None = None) -> Loaded | Finished:
        """How it ended. Raises EngineError for a load that failed, died or was cancelled, TimeoutError (seconds)."""
        ending = self.answer(timeout)
        if not isinstance(ending, (Loaded, Finished)):
            raise TypeError(f"{type(ending).__name__} is no result; see answer")
        return ending

    def answer(self, timeout: float | None = None) -> EndingEvent:
        """The ending event of any request. Raises EngineError for a Failed, TimeoutError after that many seconds."""
        if not self._ended.wait(timeout):
            raise TimeoutError(f"no answer in {timeout} seconds")
        assert self._ending is not None
        if isinstance(self._ending, Failed):
            raise EngineError(Code(self._ending.code), **self._ending.details)
        return self._ending

    def put(self, event: Event) -> None:
        """Called by the engine's client with each event about this request; nothing follows an ending."""
        if self.ended:
            return
        if isinstance(event, ENDINGS):
            self._ending = event  # type: ignore[assignment]
            self._events.put(event)
            self._ended.set()
        else:
            if not self.shown and getattr(event, "text", "") != "":
                self.shown, self.first_seconds = True, time.monotonic() - self.asked_at
            self._events.put(event)

    @property
    def died(self) -> bool:
        return isinstance(self._ending, Finished) and self._ending.outcome.ending is Ending.DIED
