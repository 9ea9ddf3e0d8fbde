"""A file that can be fetched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RemoteFile:
    """One file of a repository. `name` is its path there, `size` bytes (0 unknown), `sha256` "" where nobody says it.

    Where `sha256` is given, that very file is fetched or none; without it what the source has now. So a listing's hash
    goes with the listing's commit as `revision`.

    `url` is the address at its source, before any redirect; `source` is huggingface, modelscope or address.
    """

    name: str
    url: str
    size: int = 0
    sha256: str = ""
    repository: str = ""
    revision: str = ""
    source: str = "address"
