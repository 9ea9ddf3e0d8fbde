"""Bytes as text, and text back into the same encoding and line ends."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from desktop.base.errors import Code, DocumentError
from desktop.base.text.scripts import is_half_width, is_kana, is_wide

MOST_BYTES = 64 << 20
MOST_CHARACTERS = 20_000_000
_LOOKED_AT = 200_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EAST_ASIAN = ("gb18030", "big5hkscs", "cp932", "cp949", "euc_jp")
_WESTERN = ("cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256")
# The commonest Chinese characters of both scripts (Jun Da's list): real Chinese text is full of them.
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上个国和也子时道说出要得里后自会们你到就那去能为可下过天对小多然于心学么"
    "之都好看起发成事只作当想文无开手十用主行方又如前所本见经头面公同三已老从动两长這來個國時說後會們為過對學麼發當無開經頭從動兩長"
)

# Any two bytes may be a Hangul syllable; Korean text is full of these.
_HANGUL = frozenset(
    "이다는을를가에의은도고하지로한기사대서자어리시나인해일정부과그만아상수장보원들스주제여구전성안니요습국것있게면"
)


@dataclass(frozen=True)
class Decoded:
    """A text with "\\n" line ends, and how it was written: codec, byte order mark, and line ends."""

    text: str
    encoding: str = "utf-8"
    mark: bytes = b""
    newline: str = "\n"

    def encode(self, text: str) -> bytes:
        """Another text written like this one; in UTF-8 where the encoding has no sign for something in it."""
        text = text.replace("\n", self.newline) if self.newline != "\n" else text
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError:
            return text.encode("utf-8", "replace")


def decode(data: bytes, name: str = "", *, expected: str = "") -> Decoded:
    """The text of `data`, whose encoding is found out; `expected` is a codec's name to prefer over a mere guess.

    A file that mixes UTF-8 with another encoding is read line by line. Raises DocumentError: DOCUMENT_BINARY for what
    isn't text, DOCUMENT_TOO_LARGE, DOCUMENT_ENCODING.
    """
    if len(data) > MOST_BYTES:
        raise DocumentError(Code.DOCUMENT_TOO_LARGE, path=name, size=len(data), limit=MOST_BYTES)
    text, encoding, mark = _decode(data, name, expected)
    if len(text) > MOST_CHARACTERS:
        over = {"amount": len(text), "limit": MOST_CHARACTERS, "unit": "characters"}
        raise DocumentError(Code.DOCUMENT_TOO_LARGE, path=name, size=len(data), **over)
    _check_is_text(text, name)
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), encoding, mark, newline)


def _decode(data: bytes, name: str, expected: str) -> tuple[str, str, bytes]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding, mark
            except UnicodeDecodeError as error:
                raise DocumentError(Code.DOCUMENT_ENCODING, path=name, cause=str(error)) from error
    wide = _wide_encoding(data)
    if wide:
        try:
            return data.decode(wide), wide, b""
        except UnicodeDecodeError as error:
            raise DocumentError(Code.DOCUMENT_ENCODING, path=name, cause=str(error)) from error
    if b"\0" in data[:_LOOKED_AT]:
        raise DocumentError(Code.DOCUMENT_BINARY, path=name)
    try:
        return data.decode("utf-8"), "utf-8", b""
    except UnicodeDecodeError:
        return _decode_legacy(data, name, expected)


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is zero, and so are few of Chinese, but it decodes."""
    sample = data[: _LOOKED_AT & ~1]
    if len(sample) < 4 or len(data) % 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half // 3 and even < half // 20:
        return "utf-16-le"
    if even > half // 3 and odd < half // 20:
        return "utf-16-be"
    if even or odd:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = sample.decode(encoding, "replace")
            if sum(sign in _COMMON for sign in text) > len(text) // 12 and "�" not in text:
                return encoding
    return ""


def _decode_legacy(data: bytes, name: str, expected: str) -> tuple[str, str, bytes]:
    lines = data.splitlines(keepends=True)
    beyond = [line for line in lines[:5000] if any(byte > 127 for byte in line)]
    good = sum(_is_utf8(line) for line in beyond)
    if good * 2 >= len(beyond) and good:
        return "".join(_decode_line(line, expected) for line in lines), "utf-8", b""
    found = _by_plausibility(data, expected)
    if not found:
        raise DocumentError(Code.DOCUMENT_ENCODING, path=name)
    return data.decode(found, "replace"), found, b""


def _is_utf8(line: bytes) -> bool:
    return _fits(line, "utf-8")


def _decode_line(line: bytes, expected: str) -> str:
    if _is_utf8(line):
        return line.decode("utf-8")
    return line.decode(_by_plausibility(line, expected) or "latin-1", "replace")


def _by_plausibility(data: bytes, expected: str) -> str:
    """The encoding whose reading looks like a language: East Asian by its commonest characters, then the one that is
    expected, else by statistics.
    """
    sample = data[:_LOOKED_AT]
    best, most = "", 0.0
    for encoding in _EAST_ASIAN:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(sample)  # a sample may end inside a character
        except UnicodeDecodeError:
            continue
        score = _plausible(text)
        if score > most:
            best, most = encoding, score
    if most > 0.08:
        return best
    return expected if expected and _fits(data, expected) else _by_statistics(sample)


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _plausible(text: str) -> float:
    """The share of common Chinese characters, kana and Hangul among what isn't ASCII, less what no text holds."""
    beyond = [sign for sign in text if sign > "\x7f"]
    if not beyond:
        return 0.0
    good = sum(sign in _COMMON or sign in _HANGUL or (is_kana(sign) and is_wide(sign)) for sign in beyond)
    odd = sum("\ue000" <= sign <= "\uf8ff" or is_half_width(sign) for sign in beyond)
    return (good - 3 * odd) / len(beyond)


def _by_statistics(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=[*_WESTERN, *_EAST_ASIAN, "latin_1", "koi8_r"]).best()
    return found.encoding if found else ""


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")


def _check_is_text(text: str, name: str) -> None:
    sample = text[:_LOOKED_AT]
    strange = len(_CONTROL.findall(sample))
    if strange and ("\0" in sample or strange > max(2, len(sample) // 100)):
        raise DocumentError(Code.DOCUMENT_BINARY, path=name)
