"""How a hub is reached: its address, the proxy, the token, and the client that every request goes through.

Nothing is taken from elsewhere: no token of another program, no `.netrc`. Proxies are the system's unless told.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop.base.errors import Code, HubError

if TYPE_CHECKING:
    import ssl

    import httpx2

HUGGING_FACE = "https://huggingface.co"
SYSTEM_PROXY = "system"
USER_AGENT = "lamplight"
_PORTS = {"http": 80, "https": 443}
_CONNECT_SECONDS = 15.0
_READ_SECONDS = 20.0

Origin = tuple[str, str, int]


@dataclass(frozen=True)
class NetworkOptions:
    """`endpoint` is the hub or a mirror of it, without a slash at the end.

    `proxy` is "system" (environment and system settings), "" for none, or an address. `token` is for `endpoint`
    alone: it is never sent to another host, nor shown.
    """

    endpoint: str = HUGGING_FACE
    proxy: str = SYSTEM_PROXY
    token: str = field(default="", repr=False)

    def headers_for(self, url: str) -> dict[str, str]:
        """The token, where `url` is on the host that it is meant for."""
        if self.token and origin(url) == origin(self.endpoint):
            return {"Authorization": f"Bearer {self.token}"}
        return {}


def origin(url: str) -> Origin:
    """Scheme, host and port of an address. Raises HubError(INVALID_VALUE) for one that has none."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise _bad(url, "address", error) from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise _bad(url, "address")
    return parts.scheme, parts.hostname.lower(), port


def host(url: str) -> str:
    """What a person is told of where an address leads: the host, with the port where it isn't the usual one."""
    scheme, name, port = origin(url)
    return name if port == _PORTS[scheme] else f"{name}:{port}"


def client(options: NetworkOptions, *, read_seconds: float = _READ_SECONDS) -> httpx2.Client:
    """A client that goes through the proxy of these options and follows no redirects by itself.

    Raises HubError(INVALID_VALUE) for a proxy that can't be used.
    """
    import httpx2

    logging.getLogger("httpx2").setLevel(logging.WARNING)  # addresses with what signs them are nothing for a log
    system = options.proxy == SYSTEM_PROXY
    try:
        if not system and options.proxy and not urlsplit(options.proxy).hostname:
            raise ValueError("no host")
        return httpx2.Client(
            proxy=None if system else options.proxy or None,
            trust_env=system,  # the proxies only; certificates are the system's either way
            verify=_certificates(),
            follow_redirects=False,
            timeout=httpx2.Timeout(read_seconds, connect=_CONNECT_SECONDS),
            headers={"User-Agent": USER_AGENT},
        )
    except (ValueError, ImportError, httpx2.InvalidURL) as error:
        raise _bad("" if system else options.proxy, "proxy", error) from error


@cache
def _certificates() -> ssl.SSLContext:
    """The system's certificates, and those of `SSL_CERT_FILE`, whichever proxy is used."""
    import httpx2

    return httpx2.create_ssl_context(trust_env=True)


def _bad(value: str, name: str, cause: Exception | None = None) -> HubError:
    return HubError(Code.INVALID_VALUE, value=value, name=name, cause=str(cause or ""))
