"""Standard input and output: what a model wrote is made harmless before a terminal sees it.

A control character can move the cursor, change the title or, in some terminals, type. A reply has no use for any but
the line feed and the tab. Bidirectional embeddings and overrides can make text read as what it isn't, and go as well.
"""

from __future__ import annotations

import codecs
import os
import re
import sys

from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translate
from desktop.base.scripts import columns

_HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_MAX_INPUT = 16 * 1024 * 1024


def no_model() -> str:
    """What to do about it here; in the window it is something else."""
    return translate("CommandLine", "There is no model yet. Add a GGUF file: lamplight models add PATH")


def harmless(text: str) -> str:
    """`text` without the characters a terminal would act on. Works piece by piece: each character stands for itself."""
    return _HARMFUL.sub("", text)


def escaped(json_text: str) -> str:
    """JSON with the same characters written as `\\uXXXX`: as harmless, and nothing is lost."""
    return _HARMFUL.sub(lambda match: f"\\u{ord(match[0]):04x}", json_text)


def table(rows: list[list[str]]) -> str:
    """Rows as columns side by side, two spaces apart."""
    rows = [[harmless(cell).replace("\n", " ") for cell in row] for row in rows]
    widths = [max(columns(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell + " " * (widths[at] - columns(cell)) for at, cell in enumerate(row)).rstrip() for row in rows
    )


class Terminal:
    """stdout for results, stderr for everything said beside them."""

    def __init__(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # never fail on a character that the encoding doesn't have
        self._status = ""
        self._at_line_start = True

    @property
    def interactive(self) -> bool:
        """Whether a person types the input and sees the answer."""
        return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()

    def write(self, text: str) -> None:
        """A piece of the result, at once."""
        self.status("")
        text = harmless(text)
        if text:
            self._at_line_start = text.endswith("\n")
            sys.stdout.write(text)
            sys.stdout.flush()

    def end_line(self) -> None:
        """Begin a new line where the last one isn't ended yet."""
        if not self._at_line_start:
            self.write("\n")

    def print_json(self, text: str) -> None:
        """One JSON document."""
        self.status("")
        sys.stdout.write(escaped(text) + "\n")
        sys.stdout.flush()

    def note(self, text: str) -> None:
        """A line on stderr."""
        self.status("")
        sys.stderr.write(harmless(text) + "\n")
        sys.stderr.flush()

    def fail(self, text: str) -> None:
        """An error, in one line on stderr."""
        self.note("lamplight: " + " ".join(text.split()))

    def status(self, text: str) -> None:
        """Replace the passing line under the cursor; only a terminal shows one."""
        if text == self._status or not sys.stderr.isatty():
            return
        sys.stderr.write(f"\r{' ' * columns(self._status)}\r{harmless(text)}")
        sys.stderr.flush()
        self._status = text

    def flush(self) -> None:
        """Raises BrokenPipeError where nobody reads any more."""
        sys.stdout.flush()

    def abandon(self) -> None:
        """Nobody reads: let what is still buffered go nowhere, or Python complains at exit."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def read_input() -> str:
    """All of standard input as text: UTF-8, UTF-16 with its mark, or the system's encoding.

    Raises LamplightError(INVALID_VALUE) for more than 16 MiB and for what isn't text.
    """
    data = sys.stdin.buffer.read(_MAX_INPUT + 1)
    if len(data) > _MAX_INPUT:
        raise _bad_input(translate("CommandLine", "more than {size} MiB").format(size=_MAX_INPUT // 1024 // 1024))
    return decode(data)


def decode(data: bytes) -> str:
    """Text from bytes, see `read_input`. Raises LamplightError(INVALID_VALUE)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in data:
        encodings = []
    else:
        encodings = ["utf-8-sig", sys.stdin.encoding or "utf-8"]
    for encoding in encodings:
        try:
            return data.decode(encoding, "strict")
        except UnicodeDecodeError:
            continue
    raise _bad_input(translate("CommandLine", "not text"))


def _bad_input(value: str) -> LamplightError:
    return LamplightError(Code.INVALID_VALUE, value=value, name=translate("CommandLine", "the input"))
