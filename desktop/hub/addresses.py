"""What a person gives as the name of a model on a hub: a repository, one of its quantizations, or an address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from desktop.base.errors import Code, HubError
from desktop.hub.network import origin
from desktop.hub.remote_file import RemoteFile
from desktop.hub.said import word

_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_FILE = re.compile(r"/(?:models/)?([\w.-]+/[\w.-]+)/(?:resolve|blob)/([^/]+)/(.+\.gguf)", re.IGNORECASE)
_PAGE = re.compile(r"/(?:models/)?([\w.-]+/[\w.-]+)(?:/(?:tree/[^/]+|files|summary)?)?")


@dataclass(frozen=True)
class Reference:
    """A repository, `wanted` being a quantization or a file of it ("" for the recommended one); or one file."""

    repository: str = ""
    wanted: str = ""
    file: RemoteFile | None = None


def reference(text: str, endpoint: str) -> Reference:
    """`OWNER/NAME`, `OWNER/NAME:Q4_K_M`, `OWNER/NAME:FILE.gguf`, an address of a hub's page, or one of a GGUF file.

    `endpoint` is the hub in use: its own addresses name repositories, so that hashes are known. Raises
    HubError: HUB_NAME, INVALID_VALUE for what is none of these.
    """
    text = text.strip()
    if "://" in text:
        return _of_address(text, endpoint)
    text = text.removeprefix("hf.co/").removeprefix("huggingface.co/")
    repository, _, wanted = text.partition(":")
    if not _REPOSITORY.fullmatch(repository) or ".." in repository:
        raise HubError(Code.HUB_NAME, name=word(text))
    return Reference(repository, wanted.strip())


def _of_address(address: str, endpoint: str) -> Reference:
    at = origin(address)
    path = unquote(urlsplit(address).path)
    if at == origin(endpoint):
        if match := _FILE.fullmatch(path):
            return Reference(match[1], match[3])
        if match := _PAGE.fullmatch(path.rstrip("/")):
            return Reference(match[1])
    if not path.lower().endswith(".gguf") or "@" in urlsplit(address).netloc:
        raise HubError(Code.HUB_NAME, name=word(address))
    return Reference(file=RemoteFile(path.rpartition("/")[2], _plain(address)))


def _plain(address: str) -> str:
    """Without a fragment, and with what must be quoted quoted."""
    return quote(address.partition("#")[0], safe="/:?&=%+,;@!$'()*~-._[]")
