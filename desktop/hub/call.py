"""One question to a hub's API: bounded in time and size, to the host that was named and no other, its errors typed.

Used as `with Call(options, "what is asked for") as call:`, with `call.client` as the client.
"""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Code, HubError, LamplightError
from desktop.base.network.doors import HUB
from desktop.base.network.ledger import ledger
from desktop.hub.network import USER_AGENT, NetworkOptions, client, host, origin
from desktop.hub.transfer.refusals import PassingError, refusal

if TYPE_CHECKING:
    import httpx2

_SECONDS = 30.0  # for all of it
_MOST_BYTES = 32 << 20  # of one answer
_GARBLED = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)


class Call:
    """The time that is left, and a client that keeps to it. What leaves the block is a LamplightError or a defect."""

    def __init__(self, options: NetworkOptions, name: str, *, seconds: float = _SECONDS) -> None:
        self._options = options
        self._name = name
        self._origin = origin(options.endpoint)
        self._host = host(options.endpoint)
        self._ends = time.monotonic() + seconds
        self._asked: set[str] = set()
        self.client = client(options)
        self.client.follow_redirects = True  # a renamed repository; `_check` keeps it on this host
        self.client.event_hooks = {"request": [self._check], "response": [self._look]}

    def __enter__(self) -> Call:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()
        if error is None or isinstance(error, LamplightError):
            return
        import httpx2

        if isinstance(error, httpx2.TimeoutException) and not isinstance(error, httpx2.ConnectTimeout):
            raise self._error(Code.HUB_STALLED, seconds=round(_SECONDS)) from error
        if isinstance(error, httpx2.TransportError | ConnectionError):
            raise self._error(Code.HUB_UNREACHABLE, cause=str(error)) from error
        if isinstance(error, httpx2.InvalidURL | httpx2.TooManyRedirects):
            raise self._error(Code.HUB_REDIRECT, cause=str(error)) from error
        if isinstance(error, (*_GARBLED, httpx2.HTTPError)):
            raise self._error(Code.HUB_ANSWER, cause=f"{type(error).__name__}: {error}"[:200]) from error

    def get(self, url: str, parameters: dict[str, Any] | None = None) -> Any:
        """The JSON at an address of this hub."""
        response = self.client.get(url, params=parameters, headers=self._options.headers_for(url))
        return response.json()

    # -- for the client --------------------------------------------------------------------------------------------

    def _check(self, request: httpx2.Request) -> None:
        """Before each request, also of a redirect and of a second try."""
        if origin(str(request.url)) != self._origin:
            raise self._error(Code.HUB_REDIRECT, cause=host(str(request.url)))
        if str(request.url) in self._asked:  # the library tries again by itself, for longer than a person waits
            raise self._error(Code.HUB_UNREACHABLE)
        self._asked.add(str(request.url))
        ledger.use(HUB, self._host)
        left = self._left()
        request.headers["User-Agent"] = USER_AGENT
        request.extensions["trace"] = self._trace
        request.extensions["timeout"] = {"connect": min(left, 15.0), "read": left, "write": left, "pool": left}

    def _trace(self, event: str, info: dict[str, Any]) -> None:
        """Nobody answers: say so now, before the library tries again."""
        if event.endswith(("connect_tcp.failed", "start_tls.failed")):
            raise self._error(Code.HUB_UNREACHABLE, cause=str(info.get("exception", "")))

    def _look(self, response: httpx2.Response) -> None:
        """Before an answer is read."""
        if response.status_code >= 400:
            error = refusal(response.status_code, response.headers, self._host, self._name, signed=False)
            raise error.reason if isinstance(error, PassingError) else error
        from desktop.hub.bounded_stream import BoundedStream

        response.stream = BoundedStream(response.stream, self._received)

    def _left(self) -> float:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise self._error(Code.HUB_STALLED, seconds=round(_SECONDS))
        return left

    def _received(self, size: int) -> None:
        """So many bytes of an answer have come. Raises HubError: HUB_ANSWER for too many, HUB_STALLED for too late."""
        self._left()
        if size > _MOST_BYTES:
            raise self._error(Code.HUB_ANSWER, cause=f"> {_MOST_BYTES >> 20} MB")

    def _error(self, code: Code, **details: Any) -> HubError:
        return HubError(code, host=self._host, name=self._name, **details)
