"""What a server, the network or a certificate did wrong, as the errors that people are told.

The cause begins with the host, so that the small print says where it happened; a key that a server repeats is cut out.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx2

from desktop.base.endpoints import host_of
from desktop.base.errors import Code, EndpointError

_LONGEST = 300  # characters of a server's own words
_KEY_REFUSED = (401, 403)
_BUSY = (429, 502, 503, 504, 529)
_TOO_LONG = ("context length", "context size", "context window", "context_length", "maximum context", "exceed_context")


class Failures:
    """Makes the errors of one server."""

    def __init__(self, address: str, key: str = "") -> None:
        self._host = host_of(address)
        self._key = key

    def error(self, code: Code, words: str = "") -> EndpointError:
        """The error with its cause in small print."""
        said = " ".join(self._without_key(words).split())[:_LONGEST]
        return EndpointError(code, host=self._host, cause=f"{self._host}: {said}" if said else self._host)

    def of_exception(self, error: Exception, *, begun: bool) -> EndpointError:
        """What httpx or TLS raised; `begun`: an answer was being read."""
        causes = list(_causes(error))
        broken = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
        if isinstance(broken, ssl.SSLCertVerificationError):
            return self.error(Code.ENDPOINT_CERTIFICATE, broken.verify_message)
        if broken is not None and not begun:
            return self.error(Code.ENDPOINT_UNREACHABLE, f"TLS: {broken.reason or broken}")
        if isinstance(error, httpx2.SSEError):
            code = Code.ENDPOINT_ENDLESS if "limit" in str(error) else Code.ENDPOINT_GARBLED
            return self.error(code, str(error))
        if isinstance(error, httpx2.ReadTimeout | httpx2.WriteTimeout):
            return self.error(Code.ENDPOINT_SILENT)
        if isinstance(error, httpx2.RemoteProtocolError) and not begun:
            left = "disconnected" in str(error)
            return self.error(Code.ENDPOINT_CUT if left else Code.ENDPOINT_NO_SERVER, str(error))
        if isinstance(error, httpx2.DecodingError):
            return self.error(Code.ENDPOINT_GARBLED, str(error))
        if isinstance(error, httpx2.InvalidURL | httpx2.UnsupportedProtocol):
            return EndpointError(Code.ENDPOINT_ADDRESS, address=self._host, cause=str(error))
        words = str(causes[-1]) or type(error).__name__
        return self.error(Code.ENDPOINT_CUT if begun else Code.ENDPOINT_UNREACHABLE, words)

    def of_status(self, status: int, headers: Mapping[str, str], body: bytes) -> EndpointError:
        """What an answer means that is no success."""
        words = _words(body)
        said = f"{status} {words}"
        if 300 <= status < 400:
            there = urlsplit(headers.get("location", ""))
            return self.error(Code.ENDPOINT_REDIRECT, there.netloc or there.path)
        if status in _KEY_REFUSED:
            return self.error(Code.ENDPOINT_KEY, said)
        if any(mark in words.lower() for mark in _TOO_LONG):
            return self.error(Code.CONTEXT_FULL, said)
        if status in _BUSY:
            return self.error(Code.ENDPOINT_BUSY, said)
        if status == 404:
            known = "model" in words.lower()
            return self.error(Code.ENDPOINT_NO_MODEL if known else Code.ENDPOINT_NO_SERVER, said)
        return self.error(Code.ENDPOINT_FAILED if status >= 500 else Code.ENDPOINT_REFUSED, said)

    def of_answer(self, error: Any) -> EndpointError:
        """What an `error` inside an answer that began well means."""
        words = _message(error) or "error"
        full = any(mark in words.lower() for mark in _TOO_LONG)
        return self.error(Code.CONTEXT_FULL if full else Code.ENDPOINT_FAILED, words)

    def _without_key(self, words: str) -> str:
        return words.replace(self._key, "…") if self._key else words


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _words(body: bytes) -> str:
    """A server's own words: the message of its JSON, else the beginning of its text where it is no page."""
    text = body.decode("utf-8", "replace").strip()
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return "" if text.startswith("<") else text[:_LONGEST]
    return _message(found)


def _message(found: Any) -> str:
    """The message in `{"error": {"message": ...}}`, `{"error": ...}`, `{"message": ...}` or `{"detail": ...}`."""
    for _ in range(4):
        if isinstance(found, str):
            return found[:_LONGEST]
        if not isinstance(found, dict):
            break
        found = next((found[name] for name in ("error", "message", "detail") if found.get(name)), None)
    return "" if found is None else str(found)[:_LONGEST]
