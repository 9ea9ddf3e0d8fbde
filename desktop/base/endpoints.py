"""What is known of a model on another machine: where its server is, what kind of server, and what it can do."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from desktop.base.errors import Code, EndpointError

_PORTS = {"http": 80, "https": 443}
_LONGEST = 500  # characters of an address


class ServerKind(StrEnum):
    """The servers whose own fields are known; the values stand in the file of endpoints."""

    LLAMA_SERVER = "llama-server"
    LLAMA_CPP_PYTHON = "llama-cpp-python"
    VLLM = "vllm"
    SGLANG = "sglang"
    OLLAMA = "ollama"
    LM_STUDIO = "lm-studio"
    OTHER = "other"

    @property
    def shown(self) -> str:
        """As the server calls itself; "" for one that isn't known."""
        return _NAMES.get(self, "")


_NAMES = {
    ServerKind.LLAMA_SERVER: "llama-server",
    ServerKind.LLAMA_CPP_PYTHON: "llama-cpp-python",
    ServerKind.VLLM: "vLLM",
    ServerKind.SGLANG: "SGLang",
    ServerKind.OLLAMA: "Ollama",
    ServerKind.LM_STUDIO: "LM Studio",
}


@dataclass(frozen=True)
class Abilities:
    """What a server was found to do.

    `chat` and `completions` are the two ways to ask for text (turns, plain text), `continues` whether a reply that has
    begun is taken up in the middle, `probabilities` those of tokens, `embeddings` texts as vectors. `tokenizer` is the
    path that counts tokens, "" for none.
    """

    chat: bool = True
    completions: bool = False
    continues: bool = False
    probabilities: bool = False
    embeddings: bool = False
    tokenizer: str = ""


@dataclass(frozen=True)
class Endpoint:
    """One model of a server. `address` ends before `/chat/completions`; `context` is in tokens, 0 where not told.

    `at_once` requests are sent side by side at most; `has_key` tells of a key in the keyring, under `secret_name`.
    """

    address: str
    model: str
    kind: ServerKind = ServerKind.OTHER
    context: int = 0
    at_once: int = 4
    has_key: bool = False
    abilities: Abilities = field(default_factory=Abilities)

    @property
    def reference(self) -> str:
        """What tells it from every other model; stands in stored replies."""
        return f"{self.address}#{self.model}"

    @property
    def host(self) -> str:
        return host_of(self.address)

    @property
    def secret_name(self) -> str:
        return secret_name(self.address)


def normalized(text: str) -> str:
    """The address a person typed as it is used: with a scheme, and `/v1` where no path is named.

    Raises EndpointError(ENDPOINT_ADDRESS); a user name, a query or a fragment has no place in it.
    """
    typed = text.strip()
    plain = typed if "://" in typed else f"http://{typed}"
    try:
        parts = urlsplit(plain)
        port = parts.port
    except ValueError:
        raise _bad(typed) from None
    host = (parts.hostname or "").lower()
    wrong = parts.username is not None or parts.password is not None or parts.query or parts.fragment
    if parts.scheme not in _PORTS or not host or wrong or len(typed) > _LONGEST or not plain.isprintable():
        raise _bad(typed if not wrong else host)
    if any(char.isspace() or char in '<>"\\^`{|}%' for char in host):
        raise _bad(typed)
    name = f"[{host}]" if ":" in host else host
    place = name if port in (None, _PORTS[parts.scheme]) else f"{name}:{port}"
    path = parts.path.rstrip("/").removesuffix("/chat/completions").removesuffix("/completions").removesuffix("/models")
    return f"{parts.scheme}://{place}{path.rstrip('/') or '/v1'}"


def host_of(address: str) -> str:
    """Host and port of an address or reference, as it is shown; "" for what is none."""
    if not address.startswith(("http://", "https://")):
        return ""
    try:
        return urlsplit(address).netloc.rpartition("@")[2]
    except ValueError:
        return ""


def origin_of(address: str) -> str:
    """Scheme, host and port: what a key is for."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def root_of(address: str) -> str:
    """The address without `/v1`: where servers have their own paths."""
    return address.removesuffix("/v1")


def secret_name(address: str) -> str:
    """Under which name the keyring has the key of a server."""
    return f"endpoint {origin_of(address)}"


def is_here(address: str) -> bool:
    """Whether an address is this machine itself."""
    name = urlsplit(address).hostname or ""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def is_readable_on_the_way(address: str) -> bool:
    """Whether everybody on the network between could read what is sent: plain HTTP to another machine."""
    return address.startswith("http://") and not is_here(address)


def _bad(text: str) -> EndpointError:
    return EndpointError(Code.ENDPOINT_ADDRESS, address=text[:80])
