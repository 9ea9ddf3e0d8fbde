"""What files are that a person opens with the program, by their names and their first bytes, and what can be done."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path

from desktop.base.errors import Code, DocumentError, LamplightError
from desktop.features.exchange.reading import read as read_conversations
from desktop.formats.encoding import MOST_BYTES
from desktop.formats.opening import KINDS, kind_of
from desktop.formats.reading import is_text_name

MODEL_SUFFIX = ".gguf"
STORY_SUFFIXES = (".txt", ".md", ".docx", ".epub", ".nwx")
_MAGIC = b"GGUF"
_CONVERSATIONS = (".json", ".jsonl", ".zip")
_READ_WHOLE = MOST_BYTES * 4  # larger ones are read in pieces, where they are plain text
_LOOKED_AT = 4096


class Way(StrEnum):
    """What can be done with a document."""

    TRANSLATE = "translate"
    ATTACH = "attach"
    STORY = "story"


@dataclass
class GivenFiles:
    """The files by what they are, each kind in the order they were given, and why some can't be opened."""

    models: list[Path] = field(default_factory=list)
    conversations: list[Path] = field(default_factory=list)
    documents: list[Path] = field(default_factory=list)
    ways: tuple[Way, ...] = tuple(Way)  # what can be done with all of the documents
    refused: list[LamplightError] = field(default_factory=list)


def sort_files(paths: Iterable[Path]) -> GivenFiles:
    """Look at each file once; only those that may hold conversations are read. Takes a while for large exports."""
    found = GivenFiles()
    for path in dict.fromkeys(paths):
        try:
            _sort(path, found)
        except LamplightError as error:
            found.refused.append(error)
        except OSError as error:
            found.refused.append(
                DocumentError(Code.DOCUMENT_UNREADABLE, path=shown(path), cause=str(error.strerror or error))
            )
    return found


def shown(path: Path) -> str:
    """A path as it can be shown: on one line, with a sign for what is no text."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return " ".join(text.split("\n"))


def _sort(path: Path, found: GivenFiles) -> None:
    size = _size(path)
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if suffix == MODEL_SUFFIX or start.startswith(_MAGIC):
        found.models.append(path)
        return
    if suffix in _CONVERSATIONS and _holds_conversations(path):
        found.conversations.append(path)
        return
    if not size:
        raise DocumentError(Code.DOCUMENT_EMPTY, path=shown(path))
    ways = _ways(path, size, start)
    if not ways:
        too_large = size > _READ_WHOLE and _kind_is_known(path)
        raise DocumentError(Code.DOCUMENT_TOO_LARGE if too_large else Code.FILE_OF_NO_USE, path=shown(path))
    found.documents.append(path)
    found.ways = tuple(way for way in found.ways if way in ways)


def _size(path: Path) -> int:
    """The size of a regular file. Raises DocumentError for anything else, OSError where it can't be looked at."""
    try:
        facts = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DocumentError(Code.DOCUMENT_MISSING, path=shown(path)) from error
    if stat.S_ISDIR(facts.st_mode):
        raise DocumentError(Code.FILE_IS_FOLDER, path=shown(path))
    if not stat.S_ISREG(facts.st_mode):  # reading a pipe or a device might never end
        raise DocumentError(Code.FILE_OF_NO_USE, path=shown(path))
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentError(Code.FILE_NAME_BYTES, path=shown(path)) from error
    return facts.st_size


def _holds_conversations(path: Path) -> bool:
    try:
        return any(True for _ in islice(read_conversations(path), 1))
    except DocumentError as error:
        if error.code is Code.CHATS_UNKNOWN_KIND:
            return False
        raise


def _ways(path: Path, size: int, start: bytes) -> list[Way]:
    whole, known = size <= _READ_WHOLE, _kind_is_known(path)
    text = is_text_name(path.name)
    if text and b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return []
    can = {
        Way.TRANSLATE: whole and known,
        Way.ATTACH: (whole and known) or text,
        Way.STORY: whole and path.suffix.lower() in STORY_SUFFIXES,
    }
    return [way for way in Way if can[way]]


def _kind_is_known(path: Path) -> bool:
    """Whether the name says a kind of document that is read; a name without an ending says text."""
    try:
        return kind_of(path) in KINDS
    except DocumentError:
        return False
