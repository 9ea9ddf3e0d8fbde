"""When the window stands on the screen: measured for the log, and the moment from which on all else may begin."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

log = logging.getLogger(__name__)

_AT_LATEST_MS = 2000  # a window that opens minimised isn't painted


class FirstPaint(QObject):
    """`done` fires once: the window has been painted, and what was typed meanwhile has been taken."""

    done = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._painted: _Moment | None = None
        self._ended = False
        window.installEventFilter(self)
        QTimer.singleShot(_AT_LATEST_MS, self, self._end)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._was_painted)  # the children are painted with it
        return False

    def _was_painted(self) -> None:
        self._painted = _Moment()
        QTimer.singleShot(0, self, self._end)

    def _end(self) -> None:
        if self._ended:
            return
        self._ended = True
        painted, taken = self._painted, _Moment()
        self.done.emit()
        if painted is not None and isValid(self._window) and self._window.isVisible():
            log.info("painted after %s; what was typed is taken after %s", painted, taken)


class _Moment:
    """A moment after the start of this process."""

    def __init__(self) -> None:
        self._clock = time.monotonic()
        self._processor = time.process_time()

    def __str__(self) -> str:
        since = _age() - (time.monotonic() - self._clock)
        return f"{since:.3f} s ({self._processor:.3f} s of the processor)"


def _age() -> float:
    """Seconds since this process began. On Linux the time of the start is told as since the boot, to the hundredth."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        stat = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        return time.clock_gettime(time.CLOCK_BOOTTIME) - int(stat[19]) / os.sysconf("SC_CLK_TCK")
    import psutil  # not before the paint that is measured

    return time.time() - float(psutil.Process().create_time())
