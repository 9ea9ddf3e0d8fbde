"""Text files larger than can be read at once, in pieces that end with a line. Nothing of them is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.base.errors import Code, DocumentError
from desktop.formats.encoding import decode
from desktop.formats.reading import PartKind, Readable, is_text_name, open_readable

PIECE = 4 << 20  # bytes: read and counted in a few seconds
_LONGEST_LINE = 1 << 20  # beyond the end of a piece; a longer line is cut
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_BEGINNING = 400


@dataclass(frozen=True)
class Piece:
    """Bytes from `start` up to `end`, and the numbers of the first and last line in them."""

    start: int
    end: int
    first_line: int
    last_line: int
    begins: str = ""


def pieces(path: Path) -> tuple[Piece, ...]:
    """The pieces of a text file; none of a document of another kind, or in an encoding of two bytes for each letter.

    Raises DocumentError(DOCUMENT_UNREADABLE).
    """
    if not is_text_name(path.name):
        return ()
    try:
        return tuple(_pieces(path))
    except OSError as error:
        raise DocumentError(Code.DOCUMENT_UNREADABLE, path=str(path), cause=str(error)) from error
    except DocumentError:
        return ()  # no text after all


def read_piece(path: Path, piece: Piece) -> Readable:
    """One piece; its parts have the numbers of the whole file's lines or rows. Raises DocumentError."""
    try:
        with path.open("rb") as file:
            head = file.readline(_LONGEST_LINE) if _is_table(path) and piece.start else b""
            file.seek(piece.start)
            data = head + file.read(piece.end - piece.start)
    except OSError as error:
        raise DocumentError(Code.DOCUMENT_UNREADABLE, path=str(path), cause=str(error)) from error
    found = open_readable(path, data)
    if found.kind not in (PartKind.LINES, PartKind.ROWS):
        return found
    before = piece.first_line - 1 - (1 if head else 0)
    return replace(
        found, parts=tuple(replace(part, first=part.first + before, last=part.last + before) for part in found.parts)
    )


def _pieces(path: Path) -> Iterator[Piece]:
    start, line = 0, 1
    with path.open("rb") as file:
        while data := file.read(PIECE):
            data += file.readline(_LONGEST_LINE)
            if not start and data.startswith(_MARKS):
                return
            begins = decode(data[:_BEGINNING].rpartition(b"\n")[0] or data[:_BEGINNING], path.name).text
            lines = data.count(b"\n")
            last = line + lines - (1 if data.endswith(b"\n") else 0)
            yield Piece(start, start + len(data), line, max(line, last), " ".join(begins.split()))
            start += len(data)
            line += lines


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in (".csv", ".tsv")
