"""Which kind of document a file is, and opening it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.base.errors import Code, DocumentError
from desktop.formats.documents.base import Document
from desktop.formats.encoding import MOST_BYTES

KINDS = ("txt", "md", "html", "docx", "epub", "srt", "vtt", "ass", "po", "csv", "json", "pdf")
_SUFFIXES = {"text": "txt", "markdown": "md", "htm": "html", "xhtml": "html", "ssa": "ass", "pot": "po", "tsv": "csv"}


def kind_of(path: Path | str) -> str:
    """The kind a file's name says. Raises DocumentError(DOCUMENT_KIND_UNKNOWN) for a name that says another."""
    suffix = Path(path).suffix.lower().removeprefix(".")
    kind = _SUFFIXES.get(suffix, suffix)
    if kind not in KINDS:
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
        from desktop.formats.documents.table import TableDocument

        return TableDocument(data, name, column)
    if kind == "json":
        from desktop.formats.documents.json_values import JsonDocument

        return JsonDocument(data, name, column)
    return _class(kind)(data, name)


def _class(kind: str) -> Callable[[bytes, str], Document]:
    """What reads a kind, imported with its library when it is first needed."""
    match kind:
        case "txt":
            from desktop.formats.documents.text import TextDocument

            return TextDocument
        case "md":
            from desktop.formats.documents.markdown import MarkdownDocument

            return MarkdownDocument
        case "html":
            from desktop.formats.documents.html import HtmlDocument

            return HtmlDocument
        case "docx":
            from desktop.formats.documents.docx import DocxDocument

            return DocxDocument
        case "epub":
            from desktop.formats.documents.epub import EpubDocument

            return EpubDocument
        case "po":
            from desktop.formats.documents.po import PoDocument

            return PoDocument
        case "pdf":
            from desktop.formats.documents.pdf import PdfDocument

            return PdfDocument
    return _subtitles(kind)


def _subtitles(kind: str) -> Callable[[bytes, str], Document]:
    from desktop.formats.documents.subtitles import AssDocument, SrtDocument, VttDocument

    return {"srt": SrtDocument, "vtt": VttDocument, "ass": AssDocument}[kind]
