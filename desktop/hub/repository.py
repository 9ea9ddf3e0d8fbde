"""What the hubs are asked and answer, whichever hub it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop.hub.remote_file import RemoteFile

HUGGING_FACE_SOURCE = "huggingface"
MODELSCOPE_SOURCE = "modelscope"


@dataclass(frozen=True)
class Query:
    """A search for GGUF models. `least` and `most` bound the parameters, 0 for no bound; `language` is a two-letter
    code, `licence` the hub's own name of one (`apache-2.0`); "" for any.
    """

    words: str
    least: int = 0
    most: int = 0
    language: str = ""
    licence: str = ""
    limit: int = 30


@dataclass(frozen=True)
class FoundModel:
    """A repository as a search lists it; 0 or "" for what the hub doesn't say.

    `gated` ones are given only to those who accepted terms at the hub.
    """

    id: str
    downloads: int = 0
    likes: int = 0
    parameters: int = 0
    architecture: str = ""
    licence: str = ""
    languages: tuple[str, ...] = ()
    gated: bool = False
    modified: str = ""


@dataclass(frozen=True)
class Repository:
    """A repository and its GGUF files. `page` is its address for people."""

    id: str
    source: str
    page: str
    files: tuple[RemoteFile, ...]
    revision: str = ""
    licence: str = ""
    languages: tuple[str, ...] = ()
    parameters: int = 0
    gated: bool = False


class Hub(Protocol):
    """One hub. Both calls wait for the network, at most half a minute; both raise HubError."""

    @property
    def source(self) -> str: ...
    @property
    def host(self) -> str: ...

    def search(self, query: Query) -> list[FoundModel]:
        """What there is for a query, the most fetched first."""
        ...

    def repository(self, name: str) -> Repository:
        """One repository with its files."""
        ...
