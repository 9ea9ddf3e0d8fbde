"""The command line in this process, with streams of the test's own: bytes go in, bytes come out, in any encoding."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from desktop.app import build
from desktop.cli import main
from desktop.cli.terminal import Terminal
from desktop.features.services import Services


@dataclass(frozen=True)
class Said:
    """The exit status, and what was written."""

    status: int
    out: bytes
    err: str


class Typed(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def _no_window(**_options: object) -> int:
    raise AssertionError("no window is wanted")


def say(
    *argv: object,
    given: bytes | None = b"",
    encoding: str = "utf-8",
    build: Callable[[], Services] = build,
    run_window: Callable[..., int] = _no_window,
    terminal: bool = False,
) -> Said:
    """Run it; `given` None is a program started without a standard input, `terminal` shows the output to a person."""
    kind = Typed if terminal else io.TextIOWrapper
    out, err = (kind(io.BytesIO(), encoding=encoding, newline="") for _ in range(2))
    streams = Terminal(io.TextIOWrapper(io.BytesIO(given or b""), encoding=encoding), out, err)
    if given is None:
        streams._stdin = None
    status = main([str(argument) for argument in argv], build, run_window, streams)
    out.flush()
    err.flush()
    return Said(status, out.buffer.getvalue(), err.buffer.getvalue().decode(encoding))  # type: ignore[attr-defined]
