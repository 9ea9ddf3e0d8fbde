"""PDF: its text can be read; the translation is written as plain text."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from desktop.base.errors import Code, DocumentError
from desktop.base.text.scripts import CJK_TEXT
from desktop.formats.documents.base import Document, Output
from desktop.formats.documents.text import TextDocument

_MOST_PAGES = 5000
_MOST_CHARACTERS = 20_000_000


class PdfDocument(Document):
    """Paragraphs as their lines suggest them; a file without text (a scan) is DOCUMENT_BINARY."""

    kind = "pdf"
    written_as = "txt"

    def __init__(self, data: bytes, name: str = "") -> None:
        self._text = TextDocument.from_text(read_pdf(data, name))
        self.units = self._text.units

    def render(self, targets: Sequence[str], output: Output) -> bytes:
        return self._text.render(targets, output)


def read_pdf(data: bytes, name: str = "") -> str:
    """The text of a PDF, page after page. Raises DocumentError: DAMAGED, ENCRYPTED, TOO_LARGE, BINARY (no text)."""
    return "\n\n".join(read_pages(data, name)).strip()


def read_pages(data: bytes, name: str = "") -> list[str]:
    """The text of each page. Raises DocumentError: DAMAGED, ENCRYPTED, TOO_LARGE, BINARY (no text)."""
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    if not data.lstrip()[:5] == b"%PDF-":
        raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause="no %PDF header")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(Code.DOCUMENT_ENCRYPTED, path=name)
        if len(reader.pages) > _MOST_PAGES:
            over = {"amount": len(reader.pages), "limit": _MOST_PAGES, "unit": "pages"}
            raise DocumentError(Code.DOCUMENT_TOO_LARGE, path=name, size=len(data), **over)
        pages, length = [], 0
        for page in reader.pages:
            pages.append(page.extract_text())
            length += len(pages[-1])
            if length > _MOST_CHARACTERS:
                over = {"amount": length, "limit": _MOST_CHARACTERS, "unit": "characters"}
                raise DocumentError(Code.DOCUMENT_TOO_LARGE, path=name, size=len(data), **over)
    except DocumentError:
        raise
    except FileNotDecryptedError as error:
        raise DocumentError(Code.DOCUMENT_ENCRYPTED, path=name) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause=f"{type(error).__name__}: {error}") from error
    if not any(any(map(str.isalpha, page)) for page in pages):
        raise DocumentError(Code.DOCUMENT_BINARY, path=name)
    return [_paragraphs(page) for page in pages]


_CHINESE_BREAK = re.compile(f"(?<=[{CJK_TEXT}])(?<![！？])\n(?=[{CJK_TEXT}])")


def _paragraphs(page: str) -> str:
    """A page's lines as paragraphs: a line that ends no sentence goes on in the next; hyphens at its end go."""
    text = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", page.replace("\r", ""))
    text = _CHINESE_BREAK.sub("", text)
    return re.sub(r"(?<=[a-z,;])\n(?=[a-z])", " ", text)
