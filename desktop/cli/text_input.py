"""The one way in for text: the standard input and text files, in whatever encoding they are."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from desktop.base.errors import Code, DocumentError
from desktop.base.i18n import translate
from desktop.formats.encoding import MOST_BYTES, Decoded
from desktop.formats.encoding import decode as decode_bytes

if TYPE_CHECKING:
    from desktop.cli.terminal import Terminal

STANDARD_INPUT = "-"
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def is_input(argument: str | None, terminal: Terminal) -> bool:
    """Whether an argument means the standard input: it is "-", or there is none and something is piped in."""
    return argument == STANDARD_INPUT or (argument is None and not terminal.input_is_a_person)


def read_input(terminal: Terminal, most: int = MOST_BYTES) -> str:
    """All of the standard input.

    Raises DocumentError(INVALID_VALUE) for more than `most` bytes and for what isn't text.
    """
    data = terminal.input.read(most + 1)
    if len(data) > most:
        raise _refused(translate("CommandLine", "more than {size} MiB").format(size=most >> 20))
    return decode(data, terminal.input_encoding)


def input_lines(terminal: Terminal) -> Iterator[str]:
    """The lines of the standard input without their ends, each as soon as it is there.

    Raises DocumentError(INVALID_VALUE) for what isn't text.
    """
    first = terminal.input.readline()
    if b"\0" in first or first.startswith(_WIDE_MARKS):
        # Two bytes or four are one character there, and a line's end isn't one byte: it is read as a whole.
        yield from decode(first + terminal.input.read(MOST_BYTES), terminal.input_encoding).splitlines()
        return
    encoding = ""  # of the lines so far, where it isn't UTF-8: a short line alone says little
    for line in _with(first, terminal.input):
        text = _in(line, encoding)
        if text is None:
            found = _decoded(line, terminal.input_encoding)
            text = found.text
            encoding = encoding if found.encoding == "utf-8" else found.encoding
        yield text.strip("\r\n")


def read_file(path: Path) -> str:
    """A text file. Raises DocumentError: missing, unreadable, binary, or larger than a text can be."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        size = max(path.stat().st_size, len(data))  # a pipe says that it has none
    except (FileNotFoundError, ValueError) as error:
        raise DocumentError(Code.DOCUMENT_MISSING, path=str(path)) from error
    except OSError as error:
        raise DocumentError(Code.DOCUMENT_UNREADABLE, path=str(path), cause=str(error)) from error
    if size > MOST_BYTES:
        raise DocumentError(Code.STORY_TOO_LARGE, path=str(path), size=size >> 20, limit=MOST_BYTES >> 20)
    return decode_bytes(data, str(path), expected=system_encoding()).text


def decode(data: bytes, expected: str | None = None) -> str:
    """Text from bytes of the standard input; `expected` is the system's encoding.

    Raises DocumentError(INVALID_VALUE).
    """
    return _decoded(data, system_encoding() if expected is None else expected).text


def system_encoding() -> str:
    """The encoding that text of this system is in, as far as Python knows."""
    return (sys.stdin.encoding if sys.stdin is not None else "") or ""


def _decoded(data: bytes, expected: str) -> Decoded:
    try:
        return decode_bytes(data, expected=expected)
    except DocumentError as error:
        if error.code is Code.DOCUMENT_TOO_LARGE:
            raise _refused(translate("CommandLine", "more than {size} MiB").format(size=MOST_BYTES >> 20)) from error
        cause = error.details.get("cause", "")
        raise _refused(translate("CommandLine", "not text"), cause) from error


def _in(line: bytes, encoding: str) -> str | None:
    """The line in this encoding; None where it isn't, or there is none yet."""
    try:
        return line.decode(encoding) if encoding else None
    except UnicodeDecodeError:
        return None


def _with(first: bytes, rest: BinaryIO) -> Iterator[bytes]:
    line = first
    while line:
        yield line
        line = rest.readline()


def _refused(value: str, cause: str = "") -> DocumentError:
    return DocumentError(Code.INVALID_VALUE, value=value, name=translate("CommandLine", "the input"), cause=cause)
