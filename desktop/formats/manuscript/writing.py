"""Any kind of manuscript, written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.base.errors import Code, DocumentError
from desktop.formats.manuscript.book import Book, Style, words_of
from desktop.formats.manuscript.docx import write_docx
from desktop.formats.manuscript.epub import write_epub
from desktop.formats.manuscript.odt import write_odt
from desktop.formats.manuscript.pages import write_html, write_markdown, write_text
from desktop.formats.manuscript.paper.pdf import write_pdf

_WRITERS: dict[str, Callable[[Book, Style], bytes]] = {
    "docx": write_docx,
    "epub": write_epub,
    "odt": write_odt,
    "html": write_html,
    "md": write_markdown,
    "txt": write_text,
    "pdf": write_pdf,
}
KINDS = tuple(_WRITERS)
_SUFFIXES = {"markdown": "md", "text": "txt", "htm": "html", "xhtml": "html"}


def kind_of(path: Path) -> str:
    """The kind a file's name asks for. Raises DocumentError(STORY_UNREADABLE_KIND) for another."""
    suffix = path.suffix.lower().removeprefix(".")
    kind = _SUFFIXES.get(suffix, suffix)
    if kind not in _WRITERS:
        raise DocumentError(Code.STORY_UNREADABLE_KIND, path=str(path), known=", ".join(KINDS))
    return kind


def write_book(book: Book, kind: str, style: Style | None = None) -> bytes:
    """A book in a kind of `KINDS`. Raises DocumentError: STORY_EMPTY, NO_CHINESE_FONT."""
    if not words_of(book):
        raise DocumentError(Code.STORY_EMPTY, path=book.title)
    return _WRITERS[kind](book, style or Style())
