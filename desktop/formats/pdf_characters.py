"""Mending which characters a PDF says its glyphs are, so that it can be searched and copied from.

Qt names a glyph by the lowest character that has it: a space becomes a tab, a hyphen a soft one.
"""

from __future__ import annotations

import io
import re

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, StreamObject

_LOWEST = {0x0009: 0x0020, 0x000D: 0x0020, 0x00A0: 0x0020, 0x00AD: 0x002D}
_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> \[([^\]]*)\]")
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]{4})>")


def mended(pdf: bytes) -> bytes:
    """`pdf`, made by Qt, with ordinary spaces and hyphens; nothing else in it changes."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for thing in writer._objects:
        named = thing.get("/ToUnicode") if isinstance(thing, DictionaryObject) else None
        stream = named.get_object() if named is not None else None
        if isinstance(stream, StreamObject):
            stream.set_data(_RANGE.sub(_mend_range, stream.get_data()))
    writer.pdf_header = "%PDF-1.4"  # as Qt's
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()


def _mend_range(found: re.Match[bytes]) -> bytes:
    named = _CHARACTER.sub(_mend, found[3])
    return b"<%s> <%s> [%s]" % (found[1], found[2], named)


def _mend(found: re.Match[bytes]) -> bytes:
    code = int(found[1], 16)
    return b"<%04X>" % _LOWEST.get(code, code)
