"""Documents to be read by a model: their text, in the parts they have (pages, chapters, rows, lines).

A text file is read as it stands; of a packed document its paragraphs, without their formatting.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.base.errors import Code, DocumentError
from desktop.formats.documents.base import Unit
from desktop.formats.encoding import decode
from desktop.formats.opening import kind_of, open_document

_LINES = 40  # of a text without chapters, one part
_ROWS = 50
_CHARACTERS = 3_000  # a part of a text whose lines are long
_TITLE = 60
_HEADING = re.compile(r"#{1,2}\s+\S")
_CHAPTER = re.compile(
    r"\s*(?:chapter\b|part\b|book\b|第[一二三四五六七八九十百零〇\d]+[章回节卷部])[^.。,，]{0,60}$", re.IGNORECASE
)
# What a name says that isn't text; a damaged text file is found out by its content.
_NOT_TEXT = frozenset(
    (
        *("doc", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "rtf", "mobi", "azw3", "psd"),
        *("zip", "gz", "bz2", "xz", "7z", "rar", "tar", "jar", "class", "exe", "dll", "so", "dylib", "bin", "dat"),
        *("png", "jpg", "jpeg", "gif", "webp", "bmp", "ico", "heic", "tiff", "woff", "woff2", "ttf", "otf"),
        *("mp3", "mp4", "wav", "ogg", "flac", "avi", "mkv", "mov", "db", "sqlite", "gguf"),
    )
)


class PartKind(StrEnum):
    """What the parts of a document are."""

    PAGES = "pages"
    CHAPTERS = "chapters"
    ROWS = "rows"
    LINES = "lines"


@dataclass(frozen=True)
class Part:
    """A part of a document: the numbers of its first and last page, row or line, or its title; its text and what
    stands between that and the next part's."""

    first: int
    last: int
    text: str
    title: str = ""
    end: str = "\n\n"


@dataclass(frozen=True)
class Readable:
    """An opened document. `head` stands above every choice of rows: the names of the columns."""

    name: str
    kind: PartKind
    parts: tuple[Part, ...]
    head: str = ""

    def text(self, chosen: Iterable[int] | None = None) -> str:
        """The whole text, or that of some parts, in their order."""
        wanted = range(len(self.parts)) if chosen is None else sorted(set(chosen))
        found = [self.parts[number] for number in wanted]
        texts = [part.text + (part.end if part is not found[-1] else "") for part in found]
        return "".join([f"{self.head}\n", *texts] if self.head else texts)


def is_text_name(name: str) -> bool:
    """Whether a file of this name is read as it stands: neither packed, nor HTML, nor what isn't text."""
    suffix = Path(name).suffix.lower().removeprefix(".")
    return suffix not in _NOT_TEXT and suffix not in ("pdf", "docx", "epub", "html", "htm", "xhtml")


def open_readable(path: Path, data: bytes) -> Readable:
    """A document of any kind as text. Raises DocumentError: BINARY, DAMAGED, ENCRYPTED, ENCODING, TOO_LARGE."""
    suffix = path.suffix.lower().removeprefix(".")
    if suffix in _NOT_TEXT:
        raise DocumentError(Code.DOCUMENT_BINARY, path=path.name)
    name = path.name
    match suffix:
        case "pdf":
            from desktop.formats.documents.pdf import read_pages

            kind, parts = PartKind.PAGES, _numbered(read_pages(data, name))
        case "docx" | "epub" | "html" | "htm" | "xhtml":
            units = open_document(data, kind_of(path), name).units
            kind, parts = PartKind.CHAPTERS, _chapters(units)
        case "csv" | "tsv":
            return _table(decode(data, name).text, name)
        case _:
            return _plain_text(decode(data, name).text, name, suffix)
    if not any(part.text.strip() for part in parts):
        raise DocumentError(Code.DOCUMENT_EMPTY, path=name)
    return Readable(name, kind, parts)


def _numbered(texts: list[str]) -> tuple[Part, ...]:
    return tuple(Part(number, number, text) for number, text in enumerate(texts, 1))


def _chapters(units: list[Unit]) -> tuple[Part, ...]:
    from desktop.formats.markdown.inline import plain

    texts: dict[int, list[str]] = {}
    for unit in units:
        texts.setdefault(unit.chapter, []).append(plain(unit.text).strip())
    found = [[text for text in chapter if text] for chapter in texts.values()]
    return tuple(
        Part(number, number, "\n\n".join(chapter), chapter[0][:_TITLE])
        for number, chapter in enumerate((chapter for chapter in found if chapter), 1)
    )


def _table(text: str, name: str) -> Readable:
    """The lines of a table as they stand; a row may be several lines."""
    rows = list(_rows(text))
    if not rows:
        raise DocumentError(Code.DOCUMENT_EMPTY, path=name)
    head, rows = (rows[0], rows[1:]) if len(rows) > 1 else ("", rows)
    parts = tuple(
        Part(at + 1, min(at + _ROWS, len(rows)), "\n".join(rows[at : at + _ROWS]), end="\n")
        for at in range(0, len(rows), _ROWS)
    )
    return Readable(name, PartKind.ROWS, parts, head)


def _rows(text: str) -> Iterator[str]:
    """The rows as they are written, a quoted line break inside one included; empty ones are left out."""
    lines = text.split("\n")
    reader = csv.reader(io.StringIO(text), strict=False)
    before = 0
    try:
        for _ in reader:
            row = "\n".join(lines[before : reader.line_num])
            before = reader.line_num
            if row.strip():
                yield row
    except csv.Error:  # a field too large, a NUL: the lines as they are
        yield from (line for line in lines[before:] if line.strip())


def _plain_text(text: str, name: str, suffix: str) -> Readable:
    if not text.strip():
        raise DocumentError(Code.DOCUMENT_EMPTY, path=name)
    lines = text.split("\n")
    begins: Callable[[str], object] = _HEADING.match if suffix in ("md", "markdown") else _CHAPTER.match
    starts = [number for number, line in enumerate(lines) if begins(line)] if suffix in _PROSE else []
    if len(starts) > 1:
        starts = starts if starts[0] == 0 or not any(map(str.strip, lines[: starts[0]])) else [0, *starts]
        starts[0] = 0
        ends = [*starts[1:], len(lines)]
        parts = tuple(
            Part(number, number, "\n".join(lines[first:last]), _title(lines[first:last]), "\n")
            for number, (first, last) in enumerate(zip(starts, ends, strict=True), 1)
        )
        return Readable(name, PartKind.CHAPTERS, parts)
    return Readable(name, PartKind.LINES, tuple(_blocks(lines)))


_PROSE = frozenset(("", "txt", "text", "md", "markdown"))


def _title(lines: list[str]) -> str:
    first = next((line for line in lines if line.strip()), "")
    return first.strip().lstrip("#").strip()[:_TITLE]


def _blocks(lines: list[str]) -> Iterator[Part]:
    """Lines in parts of like size, cut at an empty line where one is near; an endless line is cut as well."""
    first = size = 0
    for number, line in enumerate(lines):
        if len(line) > 2 * _CHARACTERS:
            if first < number:
                yield Part(first + 1, number, "\n".join(lines[first:number]), end="\n")
            yield from _pieces(line, number + 1)
            first, size = number + 1, 0
            continue
        size += len(line) + 1
        count = number + 1 - first
        full = count >= _LINES or size >= _CHARACTERS
        if (full and not line.strip()) or count >= _LINES * 1.3 or size >= _CHARACTERS * 1.3:
            yield Part(first + 1, number + 1, "\n".join(lines[first : number + 1]), end="\n")
            first, size = number + 1, 0
    if first < len(lines):
        yield Part(first + 1, len(lines), "\n".join(lines[first:]), end="\n")


def _pieces(line: str, number: int) -> Iterator[Part]:
    """A line cut into pieces, at spaces where there are any."""
    at = 0
    while at < len(line):
        end = min(at + _CHARACTERS, len(line))
        space = line.rfind(" ", at + _CHARACTERS // 2, end) if end < len(line) else -1
        end = space + 1 if space > 0 else end
        yield Part(number, number, line[at:end], line[at : at + _TITLE].strip(), "" if end < len(line) else "\n")
        at = end
