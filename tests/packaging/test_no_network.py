"""The program as a person has it opens no socket but those of the file system: in chat, story, translation, at its end.

It runs in a network namespace with nothing in it, so that it must also work without; every `socket` call of it and of
its engine is written down by strace. It is the finished bundle that runs.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.virtual_display import VirtualDisplay

ROOT = Path(__file__).resolve().parent.parent.parent
ALONE = ("unshare", "--map-root-user", "--net")
_PATIENCE = 90.0


def _missing() -> str:
    for tool in ("strace", "unshare", "xdotool", "Xvfb"):
        if not shutil.which(tool):
            return f"{tool} is not here"
    if subprocess.run([*ALONE, "strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode:
        return "no network namespace of one's own, or nothing may be traced here"
    return ""


pytestmark = [
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.skipif(sys.platform != "linux" or bool(_missing()), reason=_missing() or "Linux only"),
]


class Watched:
    """The program alone in its namespace, with what it was seen to open."""

    def __init__(self, program: Path, home: Path, trace: Path, display: str = "") -> None:
        self._trace = trace
        self._command = [*ALONE, "strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=socket", "-o", str(trace)]
        self._command.append(str(program))
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "WAYLAND_", "XDG_"))}
        self._environment = {**kept, "LAMPLIGHT_HOME": str(home), "DISPLAY": display, "LC_ALL": "C.UTF-8"}

    def start(self, *arguments: str, text: str = "") -> subprocess.Popen[bytes]:
        """Run it with these arguments and this on its standard input."""
        running = subprocess.Popen(
            [*self._command, *arguments],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert running.stdin is not None
        running.stdin.write(text.encode())
        running.stdin.close()
        running.stdin = None
        return running

    def families(self) -> set[str]:
        """The kinds of sockets that were asked for."""
        calls = [line.partition("socket(")[2] for line in self._trace.read_text().splitlines() if "socket(" in line]
        return {call.partition(",")[0] for call in calls}


def _until(condition: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < ends, what
        time.sleep(0.2)


def _count(home: Path, query: str) -> int:
    try:
        with sqlite3.connect(f"file:{home / 'lamplight.sqlite3'}?mode=ro", uri=True) as database:
            return int(database.execute(query).fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # not made yet


def _home(folder: Path, translator: Path) -> Path:
    """A home that isn't at its very first start, which asks where things shall lie, with a model that translates."""
    home = folder / "home"
    (home / "models").mkdir(parents=True)
    (home / "models" / translator.name).symlink_to(translator)
    (home / "settings.json").write_text("{}")
    return home


def test_strace_would_see_one(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    code = "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)"
    subprocess.run(
        [*ALONE, "strace", "-f", "--seccomp-bpf", "-e", "trace=socket", "-o", trace, sys.executable, "-c", code],
        check=True,
    )
    assert "AF_INET6" in trace.read_text()


def test_commands_open_none(program: Path, tmp_path: Path, base_model: Path) -> None:
    """A question, a story gone on with, a translation."""
    home = _home(tmp_path, base_model)
    for number, (arguments, text) in enumerate(
        (
            (["ask", "--max-tokens", "8", "What is a lighthouse?"], ""),
            (["write", "-", "--words", "8"], "The lamp was lit, and nobody saw it."),
            (["translate", "--to", "zh", "-"], "Good morning."),
        )
    ):
        watched = Watched(program, home, tmp_path / f"trace{number}")
        out, err = watched.start(*arguments, text=text).communicate(timeout=_PATIENCE)
        assert out.strip(), err.decode()
        assert watched.families() <= {"AF_UNIX"}, arguments


@pytest.mark.gui
def test_the_window_opens_none(program: Path, tmp_path: Path, base_model: Path) -> None:
    """A message and its reply, every pane, a translation, and the end."""
    home = _home(tmp_path, base_model)
    display = VirtualDisplay(tmp_path)
    watched = Watched(program, home, tmp_path / "trace", display.name)
    running = watched.start()
    try:
        windows: list[str] = []

        def shown() -> bool:
            windows[:] = display.do("search", "--onlyvisible", "--class", "lamplight").split()
            return bool(windows)

        _until(shown, "no window")
        window = windows[-1]
        display.do("windowfocus", "--sync", window)
        replies = "SELECT count(*) FROM messages WHERE role = 'assistant' AND status = 'complete'"

        def said() -> bool:
            return _count(home, "SELECT count(*) FROM messages") > 0

        _until(lambda: _count(home, "SELECT count(*) FROM alembic_version") > 0, "no database")
        display.do("type", "--window", window, "hello")
        display.do("key", "Return")
        _until(said, "the message was not kept")
        _until(lambda: _count(home, replies) > 0, "no reply")
        title = display.do("getwindowname", window)
        for keys in ("ctrl+4", "ctrl+2", "ctrl+3"):
            display.do("key", keys)
            _until(lambda: display.do("getwindowname", window) != title, keys)  # noqa: B023
            title = display.do("getwindowname", window)
        display.do("type", "--window", window, "Good morning.")
        _until(
            lambda: _count(home, "SELECT count(*) FROM translation_segments WHERE target != ''") > 0, "no translation"
        )
        display.do("key", "ctrl+q")
        assert running.wait(_PATIENCE) == 0
    finally:
        running.kill()
        display.close()
    assert watched.families() == {"AF_UNIX"}
    uses = home / "network.json"
    assert not uses.exists(), "nothing was asked, and nothing is counted"
