"""One request for a stretch of a file, read on a thread of its own.

Whoever waits for the bytes can leave at any time, however long a name server, a handshake or a header takes: the
socket is shut down behind the thread, which ends with it.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from desktop.base.errors import Code, HubError, LamplightError
from desktop.base.network.doors import DOWNLOAD, UPDATES, Door
from desktop.base.network.ledger import ledger
from desktop.hub.network import NetworkOptions, client, host, origin
from desktop.hub.transfer.answer import Answer, contents, linked
from desktop.hub.transfer.progress import Control
from desktop.hub.transfer.refusals import PassingError, refusal
from desktop.hub.transfer.tuning import Tuning

if TYPE_CHECKING:
    import httpx2

_WAITING_BLOCKS = 32  # of up to 64 KiB each
_LOOK = 0.1  # seconds between two looks at whether we were stopped
_MOST_REDIRECTS = 10


class Connection:
    """`open` waits for the answer, `read` for bytes, `close` leaves. Used by one thread."""

    def __init__(
        self,
        options: NetworkOptions,
        url: str,
        name: str,
        control: Control,
        tuning: Tuning,
        door: Door = DOWNLOAD,
    ) -> None:
        """`door` is the one that the connection is counted at."""
        self._door = door
        self._options = options
        self._url = url
        self._name = name
        self._control = control
        self._tuning = tuning
        self._queue: queue.Queue[Answer | bytes | BaseException | None] = queue.Queue(_WAITING_BLOCKS)
        self._left = threading.Event()
        self._sockets: list[socket.socket] = []
        self._host = host(url)
        self._window = (0.0, 0)  # since when so many bytes have come

    @property
    def host(self) -> str:
        """The host that is talked to now."""
        return self._host

    def open(self, first: int = 0, last: int | None = None, etag: str = "") -> Answer:
        """Ask for bytes `first` to `last`. Raises PassingError, HubError: also CANCELLED."""
        headers = {"Accept-Encoding": "identity"}
        if first or last is not None:
            headers["Range"] = f"bytes={first}-{'' if last is None else last}"
            if etag:
                headers["If-Range"] = etag
        threading.Thread(target=self._work, args=("GET", headers), daemon=True, name="transfer").start()
        return self._first_answer()

    def ask(self) -> Answer:
        """What the server says of the file, without its contents. Raises PassingError, HubError: also CANCELLED."""
        headers = {"Accept-Encoding": "identity"}
        threading.Thread(target=self._work, args=("HEAD", headers), daemon=True, name="transfer").start()
        return self._first_answer()

    def read(self) -> bytes:
        """The next bytes; b"" at the end. Raises PassingError, also when too little comes, and HubError(CANCELLED)."""
        while True:
            found = self._take()
            if found is None:
                return b""
            if isinstance(found, bytes) and found:
                return found

    def close(self) -> None:
        """Leave; safe to call twice."""
        self._left.set()
        for each in self._sockets:
            try:
                socket.socket.shutdown(each, socket.SHUT_RDWR)
            except OSError:  # it is closed already
                continue

    # -- waiting ---------------------------------------------------------------------------------------------------

    def _first_answer(self) -> Answer:
        self._window = (time.monotonic(), 0)
        found = self._take()
        assert isinstance(found, Answer)
        self._window = (time.monotonic(), 0)
        return found

    def _take(self) -> Answer | bytes | None:
        while True:
            try:
                found = self._queue.get(timeout=_LOOK)
            except queue.Empty:
                self._control.check()
                if time.monotonic() - self._window[0] > self._tuning.stall:
                    raise PassingError(self._stalled()) from None
                continue
            self._control.check()
            if isinstance(found, BaseException):
                raise found
            if isinstance(found, bytes):
                self._count(len(found))
            return found

    def _count(self, size: int) -> None:
        """A window ends when enough has come; one that ends by time instead was too slow."""
        begin, count = self._window
        count += size
        now = time.monotonic()
        if count >= self._tuning.least:
            self._window = (now, 0)
        elif now - begin > self._tuning.stall:
            raise PassingError(self._stalled())
        else:
            self._window = (begin, count)

    def _stalled(self) -> HubError:
        return HubError(Code.HUB_STALLED, host=self._host, seconds=round(self._tuning.stall))

    # -- on the other thread ---------------------------------------------------------------------------------------

    def _work(self, method: str, headers: dict[str, str]) -> None:
        import httpx2

        try:
            with client(self._options, read_seconds=self._tuning.stall) as http:
                self._follow(http, method, headers)
        except (LamplightError, PassingError) as error:
            self._put(error)
        except (httpx2.ReadTimeout, httpx2.WriteTimeout):
            self._put(PassingError(self._stalled()))
        except httpx2.ConnectError as error:
            self._put(PassingError(self._trouble(Code.HUB_UNREACHABLE, error)))
        except httpx2.RequestError as error:
            code = (
                Code.HUB_UNREACHABLE if isinstance(error, httpx2.ConnectTimeout | httpx2.ProxyError) else Code.HUB_CUT
            )
            self._put(PassingError(self._trouble(code, error)))
        except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
            self._put(self._trouble(Code.HUB_REDIRECT, error))
        except Exception as error:  # whoever waits must hear of it
            self._put(error)

    def _follow(self, http: httpx2.Client, method: str, headers: dict[str, str]) -> None:
        """Go where the hub sends us; the token stays with the host that it is meant for."""
        url, answer, at_home = self._url, Answer(), True
        for _ in range(_MOST_REDIRECTS):
            self._host = host(url)
            answer = Answer(**{**vars(answer), "hosts": (*answer.hosts, self._host)})
            token = self._options.headers_for(url) if at_home else {}
            request = http.build_request(
                method, url, headers={**headers, **token}, extensions=self._extensions(http, url)
            )
            self._note_use()
            response = http.send(request, stream=True)
            try:
                if at_home:
                    answer = linked(answer, response.headers)
                if not response.has_redirect_location:
                    self._give(response, answer, signed=not at_home)
                    return
                url, before = urljoin(url, response.headers["Location"]), url
            finally:
                response.close()
            http.cookies.clear()
            if origin(before)[0] == "https" and origin(url)[0] != "https":
                raise HubError(Code.HUB_REDIRECT, host=self._host, cause=host(url))
            at_home = at_home and origin(url) == origin(self._url)
        raise HubError(Code.HUB_REDIRECT, host=self._host, cause=f"{_MOST_REDIRECTS}")

    def _note_use(self) -> None:
        if self._door is UPDATES:
            ledger.use(UPDATES, self._host)
        else:
            ledger.use(DOWNLOAD, self._host)

    def _give(self, response: httpx2.Response, answer: Answer, *, signed: bool) -> None:
        status = response.status_code
        if status not in (200, 206, 416):
            raise refusal(status, response.headers, self._host, self._name, signed=signed)
        self._put(contents(answer, status, response.headers, self._host))
        if status != 416 and response.request.method == "GET":
            for block in response.iter_raw():
                if not self._put(block):
                    return
        self._put(None)

    def _put(self, what: Answer | bytes | BaseException | None) -> bool:
        """Hand it over; False when nobody waits any more."""
        while not self._left.is_set():
            try:
                self._queue.put(what, timeout=_LOOK)
            except queue.Full:
                continue
            return True
        return False

    def _extensions(self, http: httpx2.Client, url: str) -> dict[str, Any]:
        timeout = http.timeout.as_dict()
        return {"trace": self._trace, "timeout": timeout}

    def _trace(self, event: str, info: dict[str, Any]) -> None:
        """Remember each socket, to shut it down when we leave."""
        if not event.endswith(("connect_tcp.complete", "start_tls.complete")):
            return
        found = info["return_value"].get_extra_info("socket")
        if found is not None:
            self._sockets.append(found)
        if self._left.is_set():
            self.close()

    def _trouble(self, code: Code, error: Exception) -> HubError:
        return HubError(code, host=self._host, name=self._name, cause=str(error) or type(error).__name__)
