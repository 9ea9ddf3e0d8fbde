"""Exports: one conversation, many or all, into one file or one for each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from desktop.base.errors import Code, DocumentError
from desktop.base.files import write_atomically
from desktop.features.exchange import own, pages
from desktop.store.exchange import Exchange, Thread

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
_LONGEST_NAME = 80  # characters; three bytes each at most in UTF-8, and a number behind


class Form(StrEnum):
    """What can be written; the value is the ending of the file's name."""

    MARKDOWN = "md"
    JSON = "json"  # complete, the only one that comes back; see `own`
    HTML = "html"


def written(threads: Sequence[Thread], form: Form) -> bytes:
    """The file's content."""
    match form:
        case Form.MARKDOWN:
            text = pages.markdown(threads)
        case Form.JSON:
            text = own.write(threads) + "\n"
        case Form.HTML:
            text = pages.html(threads)
    return text.encode("utf-8")


def export(exchange: Exchange, ids: Sequence[int], form: Form) -> bytes:
    """Conversations as one file's content. Raises StoreError."""
    return written([exchange.read(found) for found in ids], form)


def export_file(exchange: Exchange, ids: Sequence[int], form: Form, path: Path) -> None:
    """Conversations into one file. Raises StoreError, and DocumentError(CHATS_NOT_WRITTEN)."""
    _write(path, export(exchange, ids, form))


def export_folder(exchange: Exchange, ids: Sequence[int], form: Form, folder: Path) -> list[Path]:
    """A file for each conversation, named by its title; files that are there already stay. Raises as `export_file`."""
    made: list[Path] = []
    for found in ids:
        thread = exchange.read(found)
        path = _free(folder, file_name(thread.title or str(found)), form)
        _write(path, written([thread], form))
        made.append(path)
    return made


def file_name(title: str) -> str:
    """A title as a name that every system takes, without an ending."""
    name = _NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFC", title))
    name = " ".join(name.split())[:_LONGEST_NAME].strip(". ")
    return f"_{name}" if not name or _RESERVED.match(name) else name


def _free(folder: Path, name: str, form: Form) -> Path:
    path, number = folder / f"{name}.{form}", 1
    while path.exists():
        number += 1
        path = folder / f"{name} {number}.{form}"
    return path


def _write(path: Path, data: bytes) -> None:
    try:
        write_atomically(path, data, mode=0o644)
    except OSError as error:
        raise DocumentError(Code.CHATS_NOT_WRITTEN, path=str(path), cause=str(error)) from error
