"""Any lorebook: which program's it is, read and written; also one inside of a character's PNG."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from pathlib import Path
from typing import Any

from desktop.base.errors import Code, DocumentError
from desktop.formats.encoding import decode
from desktop.formats.lorebooks import novelai, sillytavern
from desktop.formats.lorebooks.base import Lorebook

PROGRAMS = (sillytavern.PROGRAM, novelai.PROGRAM)
_PNG = b"\x89PNG\r\n\x1a\n"


def read_lorebook(data: bytes, name: str = "") -> tuple[Lorebook, str]:
    """A book, and the program it is of.

    Raises DocumentError: LOREBOOK_UNKNOWN_KIND, and what reading a text raises.
    """
    value = _value(data, name)
    for program in (novelai, sillytavern):
        if program.matches(value):
            book = program.read(value)
            return (book if book.name else Lorebook(Path(name).stem, book.entries, book.left_out)), program.PROGRAM
    raise DocumentError(Code.LOREBOOK_UNKNOWN_KIND, path=name)


def write_lorebook(book: Lorebook, program: str) -> bytes:
    """A book as `program` reads it."""
    written = novelai.write(book) if program == novelai.PROGRAM else sillytavern.write(book)
    return (json.dumps(written, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _value(data: bytes, name: str) -> Any:
    texts = list(_png_texts(data)) if data.startswith(_PNG) else [decode(data, name).text]
    for text in texts:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            continue
    raise DocumentError(Code.LOREBOOK_UNKNOWN_KIND, path=name)


def _png_texts(data: bytes) -> list[str]:
    """The JSON in a picture's text chunks: `ccv3` and `chara` of a character card, `naidata` of a lorebook."""
    found: dict[str, str] = {}
    at = len(_PNG)
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind not in (b"tEXt", b"zTXt"):
            continue
        keyword, _, text = body.partition(b"\0")
        try:
            if kind == b"zTXt":
                text = zlib.decompressobj().decompress(text[1:], 32 << 20)
            found[keyword.decode("latin-1")] = base64.b64decode(text).decode("utf-8")
        except (zlib.error, binascii.Error, ValueError):
            continue
    return [found[keyword] for keyword in ("ccv3", "chara", "naidata") if keyword in found]
