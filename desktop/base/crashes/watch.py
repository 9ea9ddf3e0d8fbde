"""Notices crashes and has them reported: faults in Python through the log, the system's through faulthandler, and the
engine's where its owner tells.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
from collections import deque
from pathlib import Path
from typing import IO

from desktop.base.crashes.report import Crash, Step, of_engine, of_exception, of_fault
from desktop.base.crashes.reports import Reports
from desktop.base.errors import LamplightError

_STEPS = 40
_MOST = 5  # reports of one run: what fails all the time is reported once
_OURS = "desktop"
_OPEN = "open-{pid}.fault"


class Watch(logging.Handler):
    """One for the process, from `begin` to `end`. As a handler of the log it sees what is done, and what fails."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.reports = Reports(folder)
        self._steps: deque[Step] = deque(maxlen=_STEPS)
        self._reported: set[str] = set()
        self._file: IO[str] | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] != _OURS:
            return  # what libraries say may hold anything
        template = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        self._steps.append(Step(record.created, record.levelname, record.name, template))
        if record.exc_info is not None and record.levelno >= logging.ERROR:
            error = record.exc_info[1]
            if error is not None and not isinstance(error, LamplightError | OSError | KeyboardInterrupt):
                self.add(of_exception(error, self._steps))

    def add(self, crash: Crash) -> None:
        """Report it, unless the same was reported in this run."""
        if crash.signature in self._reported or len(self._reported) >= _MOST:
            return
        self._reported.add(crash.signature)
        self.reports.add(crash)

    def engine_ended(self, log_text: str, ending: dict[str, int]) -> None:
        """The engine's process ended without having been asked to."""
        self.add(of_engine(log_text, ending, self._steps))

    # -- what ends the process at once ---------------------------------------------------------------------------------

    def take_faults(self) -> None:
        """Report what ended earlier runs, and have the system's faults of this one written down."""
        folder = self.reports.folder
        with contextlib.suppress(OSError):
            for path in folder.glob(_OPEN.format(pid="*")):
                written = path.read_text(encoding="utf-8", errors="replace")
                if written:
                    self.reports.add(of_fault(written))
                if written or not _is_running(path):
                    path.unlink(missing_ok=True)
            if faulthandler.is_enabled():
                return  # somebody who debugs has it on the terminal
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = (folder / _OPEN.format(pid=os.getpid())).open("w", encoding="utf-8")
            faulthandler.enable(self._file)

    def end(self) -> None:
        """Watch no more; a run that ended well leaves nothing."""
        logging.getLogger().removeHandler(self)
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            with contextlib.suppress(OSError):
                Path(self._file.name).unlink()
            self._file = None


def _is_running(path: Path) -> bool:
    """Whether the process is there whose file this is."""
    try:
        pid = int(path.stem.partition("-")[2])
        if os.name != "nt":
            os.kill(pid, 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True


_watch: list[Watch] = []


def begin(folder: Path) -> Watch:
    """Watch this process from now on, with reports in this folder; another call replaces the first."""
    stop()
    made = Watch(folder)
    _watch.append(made)
    logging.getLogger().addHandler(made)
    return made


def stop() -> None:
    """Watch no more."""
    while _watch:
        _watch.pop().end()


def take_faults() -> None:
    """As `Watch.take_faults`, where this process is watched."""
    for watch in _watch:
        watch.take_faults()


def engine_ended(log_text: str, ending: dict[str, int]) -> None:
    """Report that the engine's process ended by itself, where this process is watched."""
    for watch in _watch:
        watch.engine_ended(log_text, ending)
