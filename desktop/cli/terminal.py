"""Standard output: what a model wrote is made harmless before a terminal sees it.

A control character can move the cursor, change the title or, in some terminals, type. A reply has no use for any but
the line feed and the tab. Bidirectional embeddings and overrides can make text read as what it isn't, and go as well.

Where an encoding lacks a character nothing gets lost: text shows it as `\\uXXXX` and that is said once, JSON writes it
so anyway, and a document that has an encoding of its own is written in that.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import re
import sys
from contextlib import suppress
from typing import Any, BinaryIO, TextIO

from desktop.base.i18n import translate
from desktop.base.text.scripts import columns

_HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_JSON_ESCAPES = "lamplight-json"  # the name of our way to write what an encoding lacks


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
    """stdout for results, stderr for everything said beside them, stdin for what is piped or typed.

    A test passes streams of its own.
    """

    def __init__(self, stdin: TextIO | None = None, stdout: TextIO | None = None, stderr: TextIO | None = None) -> None:
        self._stdin = stdin or sys.stdin  # None where the program was started without one
        self.out: TextIO = stdout or sys.stdout or _nowhere()
        self.err: TextIO = stderr or sys.stderr or _nowhere()
        for stream in (self.out, self.err):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # never fail on a character that the encoding lacks
        self._status = ""
        self._at_line_start = True
        self._escaped = False

    # -- in --------------------------------------------------------------------------------------------------------

    @property
    def interactive(self) -> bool:
        """Whether a person types the input and sees the answer."""
        return self.input_is_a_person and self._stdin is not None and self.err.isatty()

    @property
    def input_is_a_person(self) -> bool:
        """Whether nothing is piped in."""
        return self._stdin is None or self._stdin.isatty()

    @property
    def input(self) -> BinaryIO:
        """The bytes of the standard input; empty where there is none."""
        return io.BytesIO() if self._stdin is None else self._stdin.buffer

    @property
    def input_encoding(self) -> str:
        """The encoding that the system would read the input in."""
        return getattr(self._stdin, "encoding", None) or ""

    def ask(self, prompt: str) -> str:
        """A line that the person types. Raises EOFError when there is no more, KeyboardInterrupt for Ctrl-C."""
        return input(prompt)

    # -- out -------------------------------------------------------------------------------------------------------

    @property
    def chinese(self) -> bool:
        """Whether Chinese can be shown at all."""
        return _holds("灯", self.err) and _holds("灯", self.out)

    def write(self, text: str) -> None:
        """A piece of the result, at once."""
        self.status("")
        text = harmless(text)
        if text:
            self._at_line_start = text.endswith("\n")
            self._escaped = self._escaped or not (_is_utf8(self.out) or _holds(text, self.out))
            self.out.write(text)
            self.out.flush()

    def write_document(self, text: str) -> None:
        """A file's contents: to a pipe in UTF-8, whatever the terminal's encoding, as the file itself would be."""
        buffer = getattr(self.out, "buffer", None)
        if buffer is None or self.out.isatty() or _is_utf8(self.out):
            self.write(text)
            return
        self.status("")
        self.out.flush()
        buffer.write(harmless(text).encode("utf-8", "backslashreplace"))
        buffer.flush()

    def end_line(self) -> None:
        """Begin a new line where the last one isn't ended yet."""
        if not self._at_line_start:
            self.write("\n")

    def print_json(self, value: Any, *, indent: int | None = None) -> None:
        """One JSON document, on one line (as JSON Lines has them) unless it is indented for people.

        Characters stand as they are where stdout's encoding has them and they do no harm, else as `\\uXXXX`.
        """
        self.print_json_text(json.dumps(value, ensure_ascii=False, indent=indent))

    def print_json_text(self, text: str) -> None:
        """Like `print_json`, for a document that is written already."""
        self.status("")
        encoding = _encoding(self.out)
        self.out.write(escaped(text).encode(encoding, _JSON_ESCAPES).decode(encoding) + "\n")
        self.out.flush()

    def note(self, text: str) -> None:
        """A line on stderr."""
        self.status("")
        self.err.write(harmless(text) + "\n")
        self.err.flush()

    def fail(self, text: str) -> None:
        """An error, in one line on stderr."""
        self.note("lamplight: " + " ".join(text.split()))

    def status(self, text: str) -> None:
        """Replace the passing line under the cursor; only a terminal shows one."""
        if text == self._status or not self.err.isatty():
            return
        self.err.write(f"\r{' ' * columns(self._status)}\r{harmless(text)}")
        self.err.flush()
        self._status = text

    def finish(self) -> None:
        """Say what could not be shown as it is. Raises BrokenPipeError where nobody reads any more."""
        self.out.flush()
        if self._escaped:
            self._escaped = False
            told = translate(
                "CommandLine",
                "(some characters are not in the encoding {encoding} and stand as \\uXXXX; PYTHONUTF8=1 writes them)",
            )
            self.note(told.format(encoding=self.out.encoding))

    def abandon(self) -> None:
        """Nobody reads: let what is still buffered go nowhere, or Python complains at exit."""
        with suppress(io.UnsupportedOperation):  # a test's stream is no file
            target = self.out.fileno()
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, target)
            os.close(nowhere)


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # as long as the program runs


def _encoding(stream: TextIO) -> str:
    return stream.encoding or "utf-8"  # a StringIO has none, and holds everything


def _is_utf8(stream: TextIO) -> bool:
    return codecs.lookup(_encoding(stream)).name == "utf-8"


def _holds(text: str, stream: TextIO) -> bool:
    if text.isascii():
        return True
    try:
        text.encode(_encoding(stream))
    except UnicodeEncodeError:
        return False
    return True


def _json_escapes(error: UnicodeError) -> tuple[str, int]:
    """What an encoding lacks, as JSON writes it: UTF-16 in hexadecimal. A half of a pair is written as it is, too."""
    assert isinstance(error, UnicodeEncodeError)
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{high:02x}{low:02x}" for high, low in zip(units[::2], units[1::2], strict=True)), error.end


codecs.register_error(_JSON_ESCAPES, _json_escapes)
