"""Any manuscript, read: which kind it is, and its book. All is read before anything is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop.base.errors import Code, DocumentError
from desktop.formats.encoding import MOST_BYTES, decode
from desktop.formats.manuscript.book import Book, Level, Section, words_of
from desktop.formats.manuscript.read_novelwriter import PROJECT, NovelWriter, read_novelwriter
from desktop.formats.manuscript.read_packed import read_docx, read_epub
from desktop.formats.manuscript.read_text import read_markdown, read_text

KINDS = ("txt", "md", "docx", "epub", "nwx")
_SUFFIXES = {"text": "txt", "markdown": "md", "mdown": "md", "": "txt"}


def read_manuscript(path: Path) -> NovelWriter:
    """A file, a novelWriter project, or a folder of text files (each a chapter, by name).

    Raises DocumentError: DOCUMENT_MISSING, STORY_UNREADABLE_KIND, STORY_TOO_LARGE, STORY_EMPTY, and what reading that
    kind raises (DOCUMENT_BINARY, DOCUMENT_DAMAGED, DOCUMENT_ENCRYPTED, DOCUMENT_ENCODING).
    """
    try:
        found = _read(path)
    except DocumentError as error:
        if error.code is Code.DOCUMENT_TOO_LARGE:
            raise _too_large(path, int(error.details.get("size", 0))) from error
        raise
    if not words_of(found.book):
        raise DocumentError(Code.STORY_EMPTY, path=str(path))
    return found


def _read(path: Path) -> NovelWriter:
    if path.is_dir():
        if (path / PROJECT).is_file():
            return read_novelwriter(path)
        return NovelWriter(_folder(path), (), ())
    kind = _kind(path)
    if kind == "nwx":
        return read_novelwriter(path)
    return NovelWriter(_book(_bytes(path), kind, path), (), ())


def _kind(path: Path) -> str:
    suffix = path.suffix.lower().removeprefix(".")
    kind = _SUFFIXES.get(suffix, suffix)
    if kind not in KINDS:
        raise DocumentError(Code.STORY_UNREADABLE_KIND, path=str(path), known=", ".join(KINDS))
    return kind


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _too_large(path, size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(Code.DOCUMENT_MISSING, path=str(path)) from error
    except OSError as error:
        raise DocumentError(Code.DOCUMENT_UNREADABLE, path=str(path), cause=str(error)) from error


def _book(data: bytes, kind: str, path: Path) -> Book:
    if kind == "docx":
        return read_docx(data, str(path), path.stem)
    if kind == "epub":
        return read_epub(data, str(path), path.stem)
    text = decode(data, str(path)).text
    return read_markdown(text, path.stem) if kind == "md" else read_text(text, path.stem)


def _folder(path: Path) -> Book:
    """The text files of a folder in the order of their names; each is a chapter unless it has chapters itself."""
    sections: list[Section] = []
    language = ""
    for file in _files(path):
        book = _book(_bytes(file), _kind(file), file)
        language = language or book.language
        sections += _as_chapter(book)
    return Book(path.resolve().name, tuple(sections), language or "en")


def _files(path: Path) -> Iterator[Path]:
    found = (file for file in path.rglob("*") if file.suffix.lower() in (".md", ".markdown", ".txt") and file.is_file())
    return iter(sorted(found, key=lambda file: [part.casefold() for part in file.relative_to(path).parts]))


def _as_chapter(book: Book) -> tuple[Section, ...]:
    if any(section.level is not Level.SCENE for section in book.sections):
        return book.sections
    return (Section(Level.CHAPTER, book.title, "", book.sections),)


def _too_large(path: Path, size: int) -> DocumentError:
    return DocumentError(Code.STORY_TOO_LARGE, path=str(path), size=size >> 20, limit=MOST_BYTES >> 20)
