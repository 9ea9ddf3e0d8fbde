"""The log files. Errors that people see as a sentence stand here in full; message texts never do, at any level.

`LAMPLIGHT_LOG` turns it up or down for the whole program or by area, in the window's process and in the engine's:
`debug`, or `engine=debug,store=info`, or `warning,ui.panes.chat=debug`.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

ENV_LOG = "LAMPLIGHT_LOG"
LEVELS = ("debug", "info", "warning", "error")
AREAS = ("base", "cli", "engine", "features", "formats", "library", "store", "ui")

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_MAX_BYTES = 2_000_000
_OURS = "desktop"

log = logging.getLogger(__name__)

_started: list[logging.Handler] = []  # by `start_log`: none or one
_turned: list[logging.Logger] = []  # whose level was asked for


def start_log(path: Path, level: int = logging.INFO) -> None:
    """Send the log of this process to `path` (2 MB, two older files kept) and record uncaught exceptions there.

    Where the file can't be written the program still runs; warnings then go to stderr. A second call replaces the
    first.
    """
    handler: logging.Handler
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=_MAX_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
        handler.setLevel(logging.WARNING)
    stop_log()
    _started.append(_begin(handler, level))
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def show_log(level: int = logging.INFO) -> Callable[[], None]:
    """Send the log of this process to stderr, too, for a person who debugs or where stderr is a log file.

    Returns what ends it.
    """
    handler = _begin(logging.StreamHandler(), level)
    return lambda: logging.getLogger().removeHandler(handler)


def stop_log() -> None:
    """Close the log file, so that its folder can be removed."""
    while _started:
        handler = _started.pop()
        logging.getLogger().removeHandler(handler)
        handler.close()


def read_levels(wanted: str) -> dict[str, int]:
    """The levels that a value of `LAMPLIGHT_LOG` asks for, by area; "" is the whole program.

    Raises ValueError with the part that is none.
    """
    levels: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in wanted.lower().split(","))):
        area, _, level = part.rpartition("=")
        area = area.strip().removeprefix(f"{_OURS}.")
        if level.strip() not in LEVELS or (area and area.partition(".")[0] not in AREAS):
            raise ValueError(part)
        levels[area] = logging.getLevelNamesMapping()[level.strip().upper()]
    return levels


def _begin(handler: logging.Handler, level: int) -> logging.Handler:
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.setLevel(level)
    root.addHandler(handler)
    _set_levels()
    return handler


def _set_levels() -> None:
    """Ours only: what libraries say at "debug" is theirs, and may hold what people wrote."""
    while _turned:
        _turned.pop().setLevel(logging.NOTSET)
    try:
        levels = read_levels(os.environ.get(ENV_LOG, ""))
    except ValueError as error:
        log.warning("%s: what is “%s”? Levels: %s. Areas: %s.", ENV_LOG, error, ", ".join(LEVELS), ", ".join(AREAS))
        return
    for area, level in levels.items():
        logger = logging.getLogger(f"{_OURS}.{area}" if area else _OURS)
        logger.setLevel(level)
        _turned.append(logger)


def _log_uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("desktop").critical("uncaught", exc_info=(kind, error, trace))  # type: ignore[arg-type]
