"""Which kind of document a file is, and opening it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.base.errors import Code, DocumentError
from desktop.formats.documents.base import Document
from desktop.formats.documents.docx import DocxDocument
from desktop.formats.documents.epub import EpubDocument
from desktop.formats.documents.html import HtmlDocument
from desktop.formats.documents.json_values import JsonDocument
from desktop.formats.documents.markdown import MarkdownDocument
from desktop.formats.documents.pdf import PdfDocument
from desktop.formats.documents.po import PoDocument
from desktop.formats.documents.subtitles import AssDocument, SrtDocument, VttDocument
from desktop.formats.documents.table import TableDocument
from desktop.formats.documents.text import TextDocument
from desktop.formats.encoding import MOST_BYTES

_CLASSES: dict[str, Callable[[bytes, str], Document]] = {
    "txt": TextDocument,
    "md": MarkdownDocument,
    "html": HtmlDocument,
    "docx": DocxDocument,
    "epub": EpubDocument,
    "srt": SrtDocument,
    "vtt": VttDocument,
    "ass": AssDocument,
    "po": PoDocument,
    "csv": TableDocument,
    "json": JsonDocument,
    "pdf": PdfDocument,
}
_SUFFIXES = {"text": "txt", "markdown": "md", "htm": "html", "xhtml": "html", "ssa": "ass", "pot": "po", "tsv": "csv"}
KINDS = tuple(_CLASSES)


def kind_of(path: Path | str) -> str:
    """The kind a file's name says. Raises DocumentError(DOCUMENT_KIND_UNKNOWN) for a name that says another."""
    suffix = Path(path).suffix.lower().removeprefix(".")
    kind = _SUFFIXES.get(suffix, suffix)
    if kind not in _CLASSES:
        if not suffix:
            return "txt"
        raise DocumentError(Code.DOCUMENT_KIND_UNKNOWN, path=str(path), known=", ".join(KINDS))
    return kind


def read_file(path: Path) -> bytes:
    """A file's bytes. Raises DocumentError: DOCUMENT_MISSING, DOCUMENT_UNREADABLE, DOCUMENT_TOO_LARGE."""
    try:
        size, most = path.stat().st_size, MOST_BYTES * 4
        if size > most:
            raise DocumentError(Code.DOCUMENT_TOO_LARGE, path=str(path), size=size, limit=most)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(Code.DOCUMENT_MISSING, path=str(path)) from error
    except OSError as error:
        raise DocumentError(Code.DOCUMENT_UNREADABLE, path=str(path), cause=str(error)) from error


def open_document(data: bytes, kind: str, name: str = "", column: str = "") -> Document:
    """A document of a known kind. `name` is for messages; `column` says which one of a table, or which key of JSON.

    Raises DocumentError when the bytes are not such a document; LamplightError(INVALID_VALUE) for an unknown column.
    """
    if kind == "csv":
        return TableDocument(data, name, column)
    return JsonDocument(data, name, column) if kind == "json" else _CLASSES[kind](data, name)
