"""From a file, folder or archive to the conversations in it, whichever program wrote them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from desktop.base.errors import Code, DocumentError
from desktop.features.exchange import chatgpt, claude, jan, lmstudio, openwebui, own, sillytavern
from desktop.features.exchange.common import Entry, Problem, UnreadableError

KNOWN = "Lamplight, ChatGPT, Claude, LM Studio, Jan, Open WebUI, SillyTavern"
MOST_BYTES = 1024**3
_READERS = (chatgpt, claude, lmstudio, openwebui)
Expect = Callable[[int], object]
"""Told how many entries more there will be, as soon as a file has been read."""


def read(path: Path, expect: Expect = lambda _: None) -> Iterator[Entry]:
    """Conversations, and the entries among them that can't be read; `expect` is told how many are coming.

    A folder gives what all its files have, a .zip its JSON files. Raises DocumentError for a file that is missing
    (DOCUMENT_MISSING), can't be read, is too large, or holds no conversations of a known kind (CHATS_UNKNOWN_KIND).
    """
    try:
        if path.is_dir():
            yield from _read_folder(path, expect)
        elif zipfile.is_zipfile(path):
            yield from _read_archive(path, expect)
        else:
            yield from _read_data(path.read_bytes() if _size(path) else b"", path, Path.read_bytes, expect)
    except FileNotFoundError as error:
        raise DocumentError(Code.DOCUMENT_MISSING, path=str(path)) from error
    except (OSError, zipfile.BadZipFile) as error:
        raise DocumentError(Code.DOCUMENT_UNREADABLE, path=str(path), cause=str(error)) from error


def _size(path: Path) -> int:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise DocumentError(Code.DOCUMENT_TOO_LARGE, path=str(path))
    return size


def _read_folder(folder: Path, expect: Expect) -> Iterator[Entry]:
    """All that is in a folder. Files of other kinds lie beside conversations; they are passed over."""
    found = False
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in (".json", ".jsonl") or path.name == "thread.json" or not path.is_file():
            continue
        try:
            for entry in read(path, expect):
                found = True
                yield entry
        except DocumentError as error:
            yield from _named(path.name, error)
    if not found:
        raise _unknown(folder)


def _read_archive(path: Path, expect: Expect) -> Iterator[Entry]:
    found = False
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            name = Path(member.filename)
            if name.suffix.lower() not in (".json", ".jsonl") or name.name == "thread.json":
                continue
            if member.file_size > MOST_BYTES:
                raise DocumentError(Code.DOCUMENT_TOO_LARGE, path=f"{path}/{member.filename}")
            try:
                for entry in _read_data(archive.read(member), name, _beside_in(archive), expect):
                    found = True
                    yield entry
            except DocumentError as error:
                yield from _named(member.filename, error)
            except (RuntimeError, NotImplementedError) as error:  # encrypted, or packed in a way of its own
                yield Problem(member.filename, str(error))
    if not found:
        raise _unknown(path)


def _named(name: str, error: DocumentError) -> Iterator[Problem]:
    """A file that can't be read, by its name; one that is merely of another kind is passed over."""
    if error.code is not Code.CHATS_UNKNOWN_KIND or error.details.get("cause"):
        yield Problem(name, str(error.details.get("cause") or error.code))


def _beside_in(archive: zipfile.ZipFile) -> Callable[[Path], bytes]:
    return lambda path: archive.read(path.as_posix())


def _read_data(data: bytes, path: Path, beside: Callable[[Path], bytes], expect: Expect) -> Iterator[Entry]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unknown(path, str(error)) from error
    if path.suffix.lower() == ".jsonl":
        yield from _read_lines(text, path, beside)
        return
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "\n" in text.strip() and text.lstrip().startswith("{"):
            try:
                yield from _read_lines(text, path, beside)
            except DocumentError:
                raise _unknown(path, str(error)) from error
            return
        raise _unknown(path, str(error)) from error
    listed = document.get("conversations") if isinstance(document, dict) else document
    expect(len(listed) if isinstance(listed, list) else 1)
    yield from _read_document(document, path)


def _read_document(document: Any, path: Path) -> Iterator[Entry]:
    if own.is_ours(document):
        try:
            yield from own.read(document)
        except UnreadableError as error:
            raise _unknown(path, str(error)) from error
        return
    for reader in _READERS:
        if reader.fits(document):
            yield from lmstudio.read(document, path.name) if reader is lmstudio else reader.read(document)
            return
    raise _unknown(path)


def _read_lines(text: str, path: Path, beside: Callable[[Path], bytes]) -> Iterator[Entry]:
    lines: list[Any] = []
    for line in text.splitlines():
        if line.strip():
            try:
                lines.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                lines.append(str(error))  # named by the reader, as a line that is no message
    if jan.fits(lines):
        yield from jan.read(lines, _about(path, beside), path.parent.name or path.stem)
    elif sillytavern.fits(lines):
        yield from sillytavern.read(lines, path.stem)
    else:
        raise _unknown(path, next((line for line in lines if isinstance(line, str)), ""))


def _about(path: Path, beside: Callable[[Path], bytes]) -> Any:
    """What Jan's `thread.json` says, or nothing."""
    try:
        return json.loads(beside(path.parent / "thread.json").decode("utf-8-sig"))
    except (OSError, KeyError, ValueError, RuntimeError):
        return None


def _unknown(path: Path, cause: str = "") -> DocumentError:
    return DocumentError(Code.CHATS_UNKNOWN_KIND, path=str(path), known=KNOWN, cause=cause)
