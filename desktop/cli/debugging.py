"""The switches for those who debug: `--debug` and `--temporary-home`, for the window and for every command.

Both are variables of the environment inside the program, so that the engine's process has them, too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

from desktop.base.i18n import translate
from desktop.base.log import AREAS, ENV_LOG, LEVELS, read_levels, show_log, stop_log
from desktop.base.paths import ENV_HOME
from desktop.cli.terminal import Terminal


@contextmanager
def switched(arguments: argparse.Namespace, terminal: Terminal) -> Iterator[None]:
    """What `arguments` switch on, until the end of the block."""
    _check_levels(terminal)
    with ExitStack() as ends:
        if arguments.debug:
            ends.callback(_set(ENV_LOG, os.environ.get(ENV_LOG) or "debug"))
            ends.callback(show_log())
        if arguments.temporary_home:
            ends.enter_context(_temporary_home(terminal))
        yield


@contextmanager
def _temporary_home(terminal: Terminal) -> Iterator[None]:
    folder = tempfile.mkdtemp(prefix="lamplight-home-")
    with ExitStack() as ends:
        ends.callback(_remove, folder, terminal)
        ends.callback(_set(ENV_HOME, folder))
        if threading.current_thread() is threading.main_thread():
            ends.callback(signal.signal, signal.SIGTERM, signal.signal(signal.SIGTERM, _leave))
        terminal.note(translate("CommandLine", "Temporary home, removed at the end: {path}").format(path=folder))
        yield


def _leave(number: int, _frame: FrameType | None) -> None:
    """End as after any error, so that nothing is left behind."""
    raise SystemExit(128 + number)


def _remove(folder: str, terminal: Terminal) -> None:
    stop_log()  # an open file can't be removed everywhere
    try:
        shutil.rmtree(folder)
    except OSError as error:
        left = translate("CommandLine", "{path} could not be removed: {cause}")
        terminal.note(left.format(path=folder, cause=error.strerror or error))


def _check_levels(terminal: Terminal) -> None:
    """Say what in `LAMPLIGHT_LOG` is no level or area; the program runs anyway."""
    try:
        read_levels(os.environ.get(ENV_LOG, ""))
    except ValueError as error:
        told = translate("CommandLine", "{name}: “{value}” is none. Levels: {levels}. Areas: {areas}.")
        terminal.note(told.format(name=ENV_LOG, value=error, levels=", ".join(LEVELS), areas=", ".join(AREAS)))


def _set(name: str, value: str) -> Callable[[], None]:
    """Set a variable of the environment; returns what sets it back."""
    before = os.environ.get(name)
    os.environ[name] = value

    def restore() -> None:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before

    return restore
