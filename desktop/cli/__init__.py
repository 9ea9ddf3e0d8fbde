"""The command line: the same features without a window.

Starts quickly: imports neither Qt nor llama.cpp, and SQLAlchemy only where conversations are kept. Exit status: 0; 1
for an error, told in one sentence on stderr; 2 for usage; 130 for Ctrl-C.
"""

from __future__ import annotations

import argparse
import errno
import logging
import os
from collections.abc import Callable
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from desktop.base.error_text import sentence
from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translator  # not `translate`: a module of this package has that name
from desktop.base.instance import ENV_TOKEN, TRANSLATE, address, opening, tell
from desktop.base.paths import Paths
from desktop.base.settings import LANGUAGE, Settings
from desktop.cli.debugging import switched
from desktop.cli.given_files import split
from desktop.cli.parser import parser
from desktop.cli.terminal import Terminal, no_model
from desktop.features.services import Services

log = logging.getLogger(__name__)

OK, FAILED, INTERRUPTED = 0, 1, 130
_SILENT = logging.NullHandler()  # before the log file is open, stderr is for sentences only


def main(
    argv: list[str],
    build: Callable[[], Services],
    run_window: Callable[..., int],
    terminal: Terminal | None = None,
) -> int:
    """Run what `argv` (without the program's name) asks for and return the exit status.

    `build` makes the services and is called only by commands that need them; `run_window` opens the window, with
    `translating` the small one that translates the clipboard, with `welcome` the page of the very first start before.
    """
    terminal = terminal or Terminal()
    logging.getLogger().addHandler(_SILENT)
    with redirect_stdout(terminal.out), redirect_stderr(terminal.err), ExitStack() as switches:
        return _told(lambda: _run(argv, build, run_window, terminal, switches), terminal)


def _run(
    argv: list[str],
    build: Callable[[], Services],
    run_window: Callable[..., int],
    terminal: Terminal,
    switches: ExitStack,
) -> int:
    _speak(Settings(Paths.from_environment().settings_file)[LANGUAGE], terminal)
    whole = parser()
    rest, files = split(argv, whole.command_names)
    arguments = whole.parse_args(rest)
    switches.enter_context(switched(arguments, terminal))
    if arguments.run is None:
        return _open_window(arguments, files, run_window)
    services = build()
    try:
        _speak(services.settings[LANGUAGE], terminal)
        status: int = arguments.run(arguments, services, terminal)
    finally:
        services.close()
    terminal.finish()
    return status


def _open_window(arguments: argparse.Namespace, files: list[Path], run_window: Callable[..., int]) -> int:
    """An open window answers at once, without Qt in this process; otherwise one is opened."""
    wishes: dict[str, Any] = {}
    word = b""
    if arguments.translate_clipboard:
        wishes, word = {"translating": True}, TRANSLATE
    elif arguments.get_starter:
        wishes = {"starter": True}
    if arguments.temporary_home:
        wishes["welcome"] = False
    if files:
        wishes["files"] = files
        word = word or opening(files, os.environ.get(ENV_TOKEN, ""))
    if word and tell(address(Paths.from_environment().data), word):
        return OK
    return run_window(**wishes)


def _told(work: Callable[[], int], terminal: Terminal) -> int:
    """The exit status of `work`; what it raises becomes one sentence."""
    try:
        return work()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        terminal.abandon()  # the reader has what it wanted
        return OK
    except SystemExit as error:  # argparse, after a usage error or --help
        return error.code if isinstance(error.code, int) else FAILED
    except LamplightError as error:
        log.warning("%s", error)
        terminal.fail(no_model() if error.code is Code.NO_MODEL else str(sentence(error)))
        return FAILED
    except OSError as error:
        log.warning("%s", error)
        terminal.fail(str(sentence(_as_ours(error))))
        return FAILED
    except Exception as error:
        log.exception("uncaught")
        terminal.fail(str(sentence(error)))
        return FAILED


def _speak(language: str, terminal: Terminal) -> None:
    """Use this language; English where the terminal has no signs for Chinese."""
    translator.use(language)
    if translator.language != "en" and not terminal.chinese:
        translator.use("en")


def _as_ours(error: OSError) -> Exception:
    """A folder of ours that can't be made or written to, told as such."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return LamplightError(Code.DISK_FULL)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR):
        return LamplightError(Code.DATA_READ_ONLY, path=str(error.filename), cause=error.strerror)
    return error
