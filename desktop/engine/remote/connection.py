"""The connection to a server: its client, the limits of time and size, and the two ways to ask."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2

from desktop.base.endpoints import host_of, root_of
from desktop.base.errors import Code, EndpointError
from desktop.base.network.doors import ENDPOINT
from desktop.base.network.ledger import ledger
from desktop.engine.remote.failures import Failures

logging.getLogger("httpx2").setLevel(logging.WARNING)  # it names every request at the level of information

_ERROR_BYTES = 65_536
_ANSWER_BYTES = 16 << 20  # of an answer that comes whole: a list of models, an embedding
_EVENT_BYTES = 4 << 20


@dataclass(frozen=True)
class TimeLimits:
    """Seconds: to connect, to the first text (a model may have to be loaded there first), between two pieces, and for
    each token of a whole reply. `short` is for a question that is answered at once."""

    connect: float = 10.0
    first: float = 600.0
    stall: float = 90.0
    token: float = 10.0
    short: float = 20.0


class Connection:
    """One server. No redirect is followed, no proxy or `.netrc` read: what is sent goes to its address alone."""

    def __init__(self, address: str, key: str = "", limits: TimeLimits | None = None) -> None:
        self.address = address
        self._host = host_of(address)
        self.limits = limits or TimeLimits()
        self.failures = Failures(address, key)
        headers = {"User-Agent": "lamplight", "Accept-Encoding": "identity"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        try:
            self._client = httpx2.AsyncClient(
                headers=headers,
                verify=httpx2.create_ssl_context(trust_env=True) if address.startswith("https:") else True,
                trust_env=False,
                follow_redirects=False,
                timeout=httpx2.Timeout(self.limits.stall, connect=self.limits.connect, pool=None),
                limits=httpx2.Limits(max_connections=None, max_keepalive_connections=8, keepalive_expiry=4.0),
            )
        except (ValueError, OSError) as error:  # a key that no header can hold
            raise self.failures.error(Code.ENDPOINT_REFUSED, type(error).__name__) from None

    async def close(self) -> None:
        await self._client.aclose()

    async def get(self, path: str, *, at_root: bool = False) -> Any:
        """The JSON of an answer. Raises EndpointError."""
        return await self._whole("GET", path, None, at_root, self.limits.short)

    async def post(self, path: str, body: dict[str, Any], *, at_root: bool = False, seconds: float = 0.0) -> Any:
        """The JSON of an answer to JSON, which takes `seconds` at most (0: a short while). Raises EndpointError."""
        return await self._whole("POST", path, body, at_root, seconds or self.limits.short)

    @contextlib.asynccontextmanager
    async def events(self, path: str, body: dict[str, Any]) -> AsyncIterator[AsyncIterator[dict[str, Any] | None]]:
        """The objects of a streamed answer as they come, None where the server says that it is done.

        Raises EndpointError, while they are read, too.
        """
        begun = False

        async def objects(response: httpx2.Response) -> AsyncIterator[dict[str, Any] | None]:
            async for event in httpx2.EventSource(response, max_event_size=_EVENT_BYTES):
                if event.data.strip() == "[DONE]":
                    yield None
                    return
                found = _json(event.data)
                if not isinstance(found, dict):
                    raise self.failures.error(Code.ENDPOINT_GARBLED, "no JSON object")
                yield found

        timeout = httpx2.Timeout(self.limits.stall, connect=self.limits.connect, read=self.limits.first, pool=None)
        try:
            ledger.use(ENDPOINT, self._host)
            request = self._client.stream("POST", self.address + path, json=body, timeout=timeout)
            async with request as response:
                await self._check(response)
                begun = True
                yield objects(response)
        except EndpointError:
            raise
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise self.failures.of_exception(error, begun=begun) from None

    async def _whole(self, method: str, path: str, body: dict[str, Any] | None, at_root: bool, seconds: float) -> Any:
        url = (root_of(self.address) if at_root else self.address) + path
        begun = False
        ledger.use(ENDPOINT, self._host)
        timeout = httpx2.Timeout(seconds, connect=self.limits.connect, pool=None)
        try:
            async with (
                asyncio.timeout(seconds),
                self._client.stream(method, url, json=body, timeout=timeout) as response,
            ):
                await self._check(response)
                begun = True
                data = await _read(response, _ANSWER_BYTES)
        except TimeoutError:
            raise self.failures.error(Code.ENDPOINT_SILENT if begun else Code.ENDPOINT_UNREACHABLE) from None
        except EndpointError:
            raise
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise self.failures.of_exception(error, begun=begun) from None
        if data is None:
            raise self.failures.error(Code.ENDPOINT_ENDLESS)
        found = _json(data.decode("utf-8", "replace"))
        if found is None:
            raise self.failures.error(Code.ENDPOINT_NO_SERVER, "no JSON")
        return found

    async def _check(self, response: httpx2.Response) -> None:
        if response.status_code != 200:
            body = await _read(response, _ERROR_BYTES)
            error = self.failures.of_status(response.status_code, response.headers, body or b"")
            error.retry_after = _seconds(response.headers.get("retry-after", ""))
            raise error


async def _read(response: httpx2.Response, most: int) -> bytes | None:
    """The body; None where it is longer."""
    data = b""
    async for piece in response.aiter_bytes():
        data += piece
        if len(data) > most:
            return None
    return data


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _seconds(text: str) -> float:
    """A `Retry-After` in seconds; 0 for a date or nonsense."""
    try:
        return min(max(float(text), 0.0), 3600.0)
    except ValueError:
        return 0.0
