"""What a server said before the contents: which bytes they are, and of which file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop.base.errors import Code, HubError

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_WHOLE = re.compile(r"bytes \*/(\d+)")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Answer:
    """`first` is the place of the first byte that follows, `size` of the whole file (0 unknown), `etag` a strong one.

    `linked_sha256` and `linked_size` are what the hub itself said of the file, before it sent on to its contents.
    `beyond`: the server has nothing from the place on that was asked for.
    """

    first: int = 0
    size: int = 0
    etag: str = ""
    linked_sha256: str = ""
    linked_size: int = 0
    hosts: tuple[str, ...] = ()
    beyond: bool = False


def linked(answer: Answer, headers: Mapping[str, str]) -> Answer:
    """With what the hub says of the file, where it does."""
    etag = headers.get("X-Linked-Etag", "").removeprefix("W/").strip('"').lower()
    size = headers.get("X-Linked-Size", "")
    return replace(
        answer,
        linked_sha256=etag if _SHA256.fullmatch(etag) else answer.linked_sha256,
        linked_size=int(size) if size.isdecimal() else answer.linked_size,
    )


def contents(answer: Answer, status: int, headers: Mapping[str, str], host: str) -> Answer:
    """What follows an answer of 200, 206 or 416. Raises HubError(HUB_ANSWER) where that makes no sense."""
    etag = headers.get("ETag", "")
    found = replace(answer, etag="" if etag.startswith("W/") else etag)
    if headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
        raise HubError(Code.HUB_ANSWER, host=host, cause=f"Content-Encoding: {headers['Content-Encoding']}")
    said = headers.get("Content-Range", "")
    if status == 416:
        match = _WHOLE.fullmatch(said)
        return replace(found, beyond=True, size=int(match[1]) if match else 0)
    if status == 206:
        match = _RANGE.fullmatch(said)
        if match is None:
            raise HubError(Code.HUB_ANSWER, host=host, cause=f"Content-Range: {said}")
        return replace(found, first=int(match[1]), size=0 if match[3] == "*" else int(match[3]))
    length = headers.get("Content-Length", "")
    return replace(found, size=int(length) if length.isdecimal() else 0)
