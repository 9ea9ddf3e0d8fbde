"""The command line as a person uses it, with a home of its own: in this process, or in one of its own.

`run` calls the program's entry point with streams in place of the terminal's: everything but Python's own start is as
in a process. `run_process`, or `COMMAND`, is for what only a process has: its start, signals, a pipe that closes.
"""

from __future__ import annotations

import contextlib
import io
import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop import __main__ as program
from desktop.base.i18n import translator
from desktop.base.paths import Paths
from desktop.library import models

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = [sys.executable, "-m", "desktop"]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def variables(paths: Paths) -> dict[str, str]:
    """English, the test's home, a terminal of the usual width."""
    return {"LAMPLIGHT_HOME": str(paths.data), "LC_ALL": "C.UTF-8", "TERM": "dumb", "COLUMNS": "80"}


@pytest.fixture
def environment(variables: dict[str, str], paths: Paths) -> dict[str, str]:
    """Of the program in a process of its own; other programs keep no models there."""
    return {**os.environ, **variables, "PYTHONPATH": str(ROOT), "HOME": str(paths.data)}


class Streams:
    """Standard input, output and error as Python makes them for pipes under a UTF-8 locale."""

    def __init__(self, given: bytes) -> None:
        self._out, self._err = io.BytesIO(), io.BytesIO()
        self.input = _text(io.BytesIO(given), "surrogateescape")
        self.output, self.error = _text(self._out, "surrogateescape"), _text(self._err, "backslashreplace")

    def written(self) -> tuple[str, str]:
        """Everything that went to output and error."""
        for stream in (self.output, self.error):
            stream.flush()
        return self._out.getvalue().decode(), self._err.getvalue().decode()


def _text(stream: io.BytesIO, errors: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, encoding="utf-8", errors=errors)


@contextlib.contextmanager
def _as_program(arguments: list[str], streams: Streams) -> Iterator[None]:
    """This process as if it had been started so; afterwards nothing of it is left."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(sys, "argv", ["lamplight", *arguments])
        changed.setattr(sys, "stdin", streams.input)
        changed.setattr(sys, "stdout", streams.output)
        changed.setattr(sys, "stderr", streams.error)
        language = translator.language
        try:
            yield
        finally:
            translator.use(language)


@pytest.fixture
def run(variables: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_engine: None) -> Run:
    """Run the program to its end in this process; `given` is its input, keyword arguments are variables."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, given: str | bytes = "", **more: str) -> subprocess.CompletedProcess[str]:
        words = [str(argument) for argument in arguments]
        streams = Streams(given.encode() if isinstance(given, str) else given)
        for name, value in {**variables, **more}.items():
            monkeypatch.setenv(name, value)
        with _as_program(words, streams), pytest.raises(SystemExit) as ended:
            program.main()
        assert isinstance(ended.value.code, int)
        return subprocess.CompletedProcess(words, ended.value.code, *streams.written())

    return run


@pytest.fixture
def run_process(environment: dict[str, str], tmp_path: Path) -> Run:
    """The same in a process of its own."""

    def run(*arguments: object, given: str | bytes = "", **variables: str) -> subprocess.CompletedProcess[str]:
        data = given.encode() if isinstance(given, str) else given
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            input=data,
            capture_output=True,
            env={**environment, **variables},
            cwd=tmp_path,
            timeout=300,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def no_starters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program came without models."""
    monkeypatch.setattr(models, "starter_folders", list)


def until(terminal: int, text: str) -> str:
    """What the program shows up to `text`; fails when it ends before, or shows nothing for two minutes."""
    shown = b""
    while text.encode() not in shown:
        piece = _read(terminal)
        assert piece, shown
        shown += piece
    return shown.decode(errors="replace")


def drain(terminal: int) -> None:
    """Read to the program's end."""
    while _read(terminal):
        pass


def _read(terminal: int) -> bytes:
    if not select.select([terminal], [], [], 120)[0]:
        pytest.fail("the program shows nothing")
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says EIO at the end
        return b""
