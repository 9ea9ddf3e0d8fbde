"""Asking a person at the terminal before something happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.i18n import translate

if TYPE_CHECKING:
    from desktop.cli.terminal import Terminal


def agreed(terminal: Terminal, *, yes: bool) -> bool:
    """Whether to go on with what was just said: as a person answers; without asking where `yes` was given, or where
    nobody is there to ask."""
    if yes or not terminal.interactive:
        return True
    try:
        answer = terminal.ask(translate("CommandLine", "Go on? [y/N] "))
    except EOFError:
        return False
    return answer.strip().casefold() in ("y", "yes", translate("CommandLine", "yes").casefold())
