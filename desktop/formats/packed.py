"""Zip files and XML of unknown origin, read within limits and without following anything they name."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Mapping

from lxml import etree

from desktop.base.errors import Code, DocumentError

_MOST_MEMBERS = 20_000
_MOST_UNPACKED = 512 << 20
_MOST_RATIO = 200  # text packs 3 to 20 fold; a bomb 1,000 fold
_MOST_XML = 64 << 20

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


class Package:
    """A zip file in memory. Members are read when asked for; `write` copies the unchanged ones as they are."""

    def __init__(self, data: bytes, name: str = "") -> None:
        """Raises DocumentError: DOCUMENT_DAMAGED, DOCUMENT_ENCRYPTED, DOCUMENT_TOO_LARGE."""
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause=str(error)) from error
        members = self._zip.infolist()
        unpacked = sum(member.file_size for member in members)
        if len(members) > _MOST_MEMBERS:
            over = {"amount": len(members), "limit": _MOST_MEMBERS, "unit": "files"}
            raise DocumentError(Code.DOCUMENT_TOO_LARGE, path=name, size=len(data), **over)
        most = min(_MOST_UNPACKED, (10 << 20) + _MOST_RATIO * len(data))
        if unpacked > most:
            raise DocumentError(Code.DOCUMENT_TOO_LARGE, path=name, size=unpacked, limit=most)
        if any(member.flag_bits & 1 for member in members):
            raise DocumentError(Code.DOCUMENT_ENCRYPTED, path=name)
        for member in members:  # damage anywhere is told now, not when hours of translation are to be written
            self.read(member.filename)

    @property
    def names(self) -> list[str]:
        return self._zip.namelist()

    def read(self, member: str) -> bytes:
        """One member. Raises DocumentError(DOCUMENT_DAMAGED) when it isn't there or doesn't unpack."""
        try:
            info = self._zip.getinfo(member)
            with self._zip.open(info) as file:
                # The size in the directory may lie: read no more than it says.
                data = file.read(info.file_size + 1)
            if len(data) > info.file_size:
                raise zipfile.BadZipFile("longer than announced")
        except (
            KeyError,
            RuntimeError,
            OSError,
            EOFError,
            zipfile.BadZipFile,
            ValueError,
            NotImplementedError,
        ) as error:
            raise self._damaged(error) from error
        except Exception as error:  # zlib.error, lzma.LZMAError: each module has its own
            raise self._damaged(error) from error
        return data

    def xml(self, member: str) -> etree._Element:
        """A member's tree."""
        return parse_xml(self.read(member), self.name)

    def write(self, changed: Mapping[str, bytes]) -> bytes:
        """The zip file with other content in some members; order, times and compression stay."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as target:
            for info in self._zip.infolist():
                data = changed[info.filename] if info.filename in changed else self.read(info.filename)
                target.writestr(info, data, compress_type=info.compress_type)
        return written.getvalue()

    def _damaged(self, error: Exception) -> DocumentError:
        return DocumentError(Code.DOCUMENT_DAMAGED, path=self.name, cause=str(error))


def parse_xml(data: bytes, name: str = "") -> etree._Element:
    """A tree without entities, networks or external parts. Raises DocumentError(DOCUMENT_DAMAGED)."""
    if len(data) > _MOST_XML:
        raise DocumentError(Code.DOCUMENT_TOO_LARGE, path=name, size=len(data), limit=_MOST_XML)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause=str(error)) from error


def without_entities(data: bytes) -> bytes:
    """XHTML with HTML's names for characters (&nbsp;) as characters: XML knows only five of them."""
    if b"&" not in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data

    def character(found: re.Match[str]) -> str:
        return found[0] if found[1] in _OF_XML else html.unescape(found[0])

    return _ENTITY.sub(character, data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
