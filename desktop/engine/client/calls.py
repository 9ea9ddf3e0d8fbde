"""The requests that an engine's client has under way: what waits for the process, what is held back, what has ended."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from desktop.engine.client.call_log import log_reply
from desktop.engine.client.endings import cancelled
from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.protocol.devices import ListDevices
from desktop.engine.protocol.dump import Dump
from desktop.engine.protocol.messages import Event, Failed, Finished, Generate, Load, Request
from desktop.engine.protocol.outcome import Ending, Outcome


class Calls:
    """Not thread-safe: used under the engine's lock, but for `asked`."""

    def __init__(
        self, cancel: Callable[[RequestHandle], None], on_reply: Callable[[Generate, Finished], None] | None = None
    ) -> None:
        """`cancel` is what each handle calls when its caller wants it to stop; `on_reply` hears of each reply's end."""
        self._cancel, self._on_reply = cancel, on_reply
        self._ids = itertools.count(1)
        self._open: dict[int, RequestHandle] = {}
        self._held: list[RequestHandle] = []  # open, and not given to the process

    def __bool__(self) -> bool:
        return bool(self._open)

    def next_id(self) -> int:
        """A number for the next request."""
        return next(self._ids)

    def add(self, request: Request) -> RequestHandle:
        """Keep a request until it ends."""
        call = self._open[request.id] = RequestHandle(request, self._cancel)
        return call

    def get(self, number: int) -> RequestHandle | None:
        return self._open.get(number)

    def all(self) -> list[RequestHandle]:
        """In the order they came."""
        return list(self._open.values())

    def asked(self) -> list[RequestHandle]:
        """Those that ask the model something: no load, nothing about the process itself."""
        return [call for call in self.all() if not isinstance(call.request, Load | Dump | ListDevices)]

    def hold(self, call: RequestHandle) -> None:
        """Keep one back from the process."""
        self._held.append(call)

    def is_held(self, call: RequestHandle) -> bool:
        return call in self._held

    @property
    def held(self) -> int:
        return len(self._held)

    def release(self) -> list[RequestHandle]:
        """Those that were held back, which aren't any more."""
        held, self._held = self._held, []
        return held

    def is_last(self, call: RequestHandle) -> bool:
        """Whether nothing but this one occupies the process."""
        return all(other is call or other in self._held for other in self._open.values())

    def forget(self, call: RequestHandle) -> None:
        """Drop one without an ending."""
        self._open.pop(call.id, None)

    def finish(self, call: RequestHandle, event: Event) -> None:
        """Tell its ending."""
        self.forget(call)
        if call in self._held:
            self._held.remove(call)
        call.put(event)
        if isinstance(event, Finished):
            log_reply(call, event)
            if self._on_reply is not None and isinstance(call.request, Generate):
                self._on_reply(call.request, event)

    def finish_cancelled(self, call: RequestHandle) -> None:
        self.finish(call, cancelled(call))

    def cancel_all(self) -> None:
        """All of them end as cancelled."""
        for call in self.all():
            self.finish_cancelled(call)

    def fail_all(self, failure: Failed, ending: Ending, cause: str) -> None:
        """All of them end with this failure, replies with `ending`; `cause` where it tells none."""
        for call in self.all():
            if isinstance(call.request, Generate):
                said = str(failure.details.get("cause", "")) or cause
                self.finish(call, Finished(call.id, Outcome(ending, failure.code, said)))
            else:
                self.finish(call, Failed(call.id, failure.code, failure.details))


def is_background(call: RequestHandle) -> bool:
    """Whether nobody waits for it at the screen."""
    return bool(getattr(call.request, "background", False))
