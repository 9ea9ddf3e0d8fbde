"""The command line: the same features without a window.

Starts quickly: imports neither Qt nor llama.cpp, and SQLAlchemy only where conversations are kept. Exit status: 0; 1
for an error, told in one sentence on stderr; 2 for usage; 130 for Ctrl-C.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from desktop.base.error_text import sentence
from desktop.base.errors import LamplightError
from desktop.base.i18n import translator
from desktop.base.paths import Paths
from desktop.base.settings import LANGUAGE, Settings
from desktop.cli.arguments import parser
from desktop.cli.services import Services
from desktop.cli.terminal import Terminal

log = logging.getLogger(__name__)

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(argv: list[str], build: Callable[[], Services], run_window: Callable[[], int]) -> int:
    """Run what `argv` (without the program's name) asks for and return the exit status.

    `build` makes the services and is called only by commands that need them; `run_window` opens the window.
    """
    terminal = Terminal()
    try:
        translator.use(Settings(Paths.from_environment().settings_file)[LANGUAGE])
        arguments = parser().parse_args(argv)
        if arguments.run is None:
            return run_window()
        services = build()
        try:
            status: int = arguments.run(arguments, services, terminal)
        finally:
            services.close()
        terminal.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        terminal.abandon()  # the reader has what it wanted
        return OK
    except SystemExit as error:  # argparse, after a usage error or --help
        return error.code if isinstance(error.code, int) else FAILED
    except (LamplightError, OSError) as error:
        log.warning("%s", error)
        terminal.fail(str(sentence(error)))
        return FAILED
    except Exception as error:
        log.exception("uncaught")
        terminal.fail(str(sentence(error)))
        return FAILED
