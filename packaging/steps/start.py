"""How the program is started: in its window, in the terminal, or for one sample answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from .places import Places, say

WINDOW, CHAT, SAMPLE = "window", "chat", "sample"
QUESTION = "What is a lighthouse? Answer in one sentence."


def way(platform: str, environment: Mapping[str, str], *, terminal: bool, window_possible: bool) -> str:
    """Which of the three ways to start in."""
    display = platform in ("darwin", "win32") or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    if display and window_possible:
        return WINDOW
    return CHAT if terminal else SAMPLE


def start(places: Places, *, window_possible: bool, arguments: Sequence[str] = ()) -> None:
    """Become the program; doesn't return."""
    terminal = sys.stdin is not None and sys.stdin.isatty()
    chosen = way(sys.platform, os.environ, terminal=terminal, window_possible=window_possible)
    if chosen != WINDOW:
        _explain(window_possible)
    if chosen == WINDOW:
        command = []
    elif chosen == CHAT:
        say("The same chat opens in this terminal.\n")
        command = ["chat"]
    else:
        say(f"There is no terminal to type in either, so the starter model answers one question:\n\n{QUESTION}\n")
        command = ["ask", QUESTION]
    sys.stdout.flush()
    os.execv(places.python, [str(places.python), str(places.command), *command, *arguments])


def _explain(window_possible: bool) -> None:
    if window_possible:
        say("There is no display here (DISPLAY and WAYLAND_DISPLAY are not set). A virtual one: xvfb-run make run")
    else:
        say("The window can't open without the libraries above.")
