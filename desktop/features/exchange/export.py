"""Exports: one conversation, many or all, into one file or one for each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.base.errors import Code, DocumentError
from desktop.base.files import write_atomically
from desktop.features.exchange import own, pages
from desktop.store.conversations.exchange import Exchange, Thread

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
_LONGEST_NAME = 80  # characters; three bytes each at most in UTF-8, and a number behind


class Form(StrEnum):
    """What can be written; the value is the ending of the file's name."""

    MARKDOWN = "md"
    JSON = "json"  # complete, the only one that comes back; see `own`
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


Paper = Callable[[Sequence[Thread], Callable[[], bool]], bytes]
"""Makes a PDF, which takes the window's fonts; the second argument says whether it isn't wanted any more."""


@dataclass(frozen=True)
class Step:
    """How far an export is: `done` of `total` conversations, and the files written so far."""

    done: int
    total: int
    files: tuple[Path, ...] = ()


def _never() -> bool:
    return False


def written(
    threads: Sequence[Thread], form: Form, paper: Paper | None = None, stopped: Callable[[], bool] = _never
) -> bytes:
    """The file's content. Raises ValueError for a PDF without `paper`."""
    match form:
        case Form.MARKDOWN:
            return pages.markdown(threads).encode("utf-8")
        case Form.JSON:
            return (own.write(threads) + "\n").encode("utf-8")
        case Form.HTML:
            return pages.html(threads).encode("utf-8")
        case Form.DOCX:
            from desktop.features.exchange.word import write

            return write(threads, stopped)
    if paper is None:
        raise ValueError("a PDF needs paper")
    return paper(threads, stopped)


def export(exchange: Exchange, ids: Sequence[int], form: Form, paper: Paper | None = None) -> bytes:
    """Conversations as one file's content. Raises StoreError."""
    return written([exchange.read(found) for found in ids], form, paper)


def export_file(exchange: Exchange, ids: Sequence[int], form: Form, path: Path, paper: Paper | None = None) -> None:
    """Conversations into one file. Raises StoreError, and DocumentError(CHATS_NOT_WRITTEN)."""
    for _ in steps_to_file(exchange, ids, form, path, paper):
        pass


def export_folder(
    exchange: Exchange, ids: Sequence[int], form: Form, folder: Path, paper: Paper | None = None
) -> list[Path]:
    """A file for each conversation, named by its title; files that are there already stay. Raises as `export_file`."""
    files: tuple[Path, ...] = ()
    for step in steps_to_folder(exchange, ids, form, folder, paper):
        files = step.files
    return list(files)


def steps_to_file(
    exchange: Exchange,
    ids: Sequence[int],
    form: Form,
    path: Path,
    paper: Paper | None = None,
    stopped: Callable[[], bool] = _never,
) -> Iterator[Step]:
    """One file, told conversation by conversation; nothing is written once `stopped`. Raises as `export_file`."""
    threads: list[Thread] = []
    for found in ids:
        if stopped():
            return
        threads.append(exchange.read(found))
        yield Step(len(threads), len(ids))
    data = written(threads, form, paper, stopped)
    if not stopped():
        _write(path, data)
        yield Step(len(ids), len(ids), (path,))


def steps_to_folder(
    exchange: Exchange,
    ids: Sequence[int],
    form: Form,
    folder: Path,
    paper: Paper | None = None,
    stopped: Callable[[], bool] = _never,
) -> Iterator[Step]:
    """A file for each; what is written when it is `stopped` stays, each whole. Raises as `export_file`."""
    files: list[Path] = []
    for found in ids:
        thread = exchange.read(found)
        data = written([thread], form, paper, stopped) if not stopped() else b""
        if stopped():
            return
        path = _free(folder, file_name(thread.title or str(found)), form)
        _write(path, data)
        files.append(path)
        yield Step(len(files), len(ids), tuple(files))


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
