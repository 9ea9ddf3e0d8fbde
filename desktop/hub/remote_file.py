"""A file that can be fetched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RemoteFile:
    """One file of a repository. `name` is its path there, `size` bytes (0 unknown), `sha256` "" where nobody says it.

    `url` is the address at its source, before any redirect; `source` is huggingface, modelscope or address.
    """

    name: str
    url: str
    size: int = 0
    sha256: str = ""
    repository: str = ""
    revision: str = ""
    source: str = "address"
