"""How the program is started: in its window, in the terminal, or for one sample answer."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from . import uv
from .places import Places, say

WINDOW, CHAT, SAMPLE = "window", "chat", "sample"
QUESTION = "What is a lighthouse? Answer in one sentence."


def way(platform: str, environment: Mapping[str, str], *, terminal: bool, window_possible: bool) -> str:
    """Which of the three ways to start in."""
    display = platform in ("darwin", "win32") or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    if display and window_possible:
        return WINDOW
    return CHAT if terminal else SAMPLE


def answers(display: str) -> bool:
    """Whether an X server is behind this name: Qt would abort without one."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    try:
        return bool(xcb.xcb_connection_has_error(connection) == 0)
    finally:
        xcb.xcb_disconnect(connection)


def start(places: Places, *, window_possible: bool, arguments: Sequence[str] = (), starter: bool = False) -> None:
    """Become the program; doesn't return. With `starter` it fetches the starter model: the window while it is open,
    the terminal before it answers.
    """
    terminal = sys.stdin is not None and sys.stdin.isatty()
    environment = dict(os.environ)
    display = environment.get("DISPLAY")
    if sys.platform == "linux" and window_possible and display and not answers(display):
        say(f"The display {display} doesn't answer.")
        del environment["DISPLAY"]
    chosen = way(sys.platform, environment, terminal=terminal, window_possible=window_possible)
    if chosen != WINDOW:
        _explain(window_possible)
    if starter:  # uv fetches its parts where the hub doesn't answer
        added = {key: value for key, value in uv.environment().items() if key not in os.environ}
        environment |= {**added, "LAMPLIGHT_UV": str(uv.ensure(places))}
    if chosen == WINDOW:
        command = ["--get-starter"] if starter else []
    elif chosen == CHAT:
        say("The same chat opens in this terminal.\n")
        command = ["chat"]
    else:
        say(f"There is no terminal to type in either, so the starter model answers one question:\n\n{QUESTION}\n")
        command = ["ask", QUESTION]
    sys.stdout.flush()
    program = [str(places.python), str(places.command)]
    if starter and chosen != WINDOW:
        subprocess.run([*program, "models", "get", "starter"], env=environment, check=False)
    os.execve(places.python, [*program, *command, *arguments], environment)


def _explain(window_possible: bool) -> None:
    if window_possible:
        say("There is no display here to open a window on. With a virtual one: xvfb-run make run")
    else:
        say("The window can't open without the libraries above.")
