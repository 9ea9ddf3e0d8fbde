"""When the window stands on the screen: measured for the log, and the moment from which on all else may begin."""

from __future__ import annotations

import logging
import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)

_AT_LATEST_MS = 2000  # a window that opens minimised isn't painted


class FirstPaint(QObject):
    """`done` fires once: the window has been painted, and what was typed meanwhile has been taken."""

    done = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.painted: tuple[float, float] | None = None  # seconds of the clock and of the processor
        self._window = window
        self._ended = False
        window.installEventFilter(self)
        QTimer.singleShot(_AT_LATEST_MS, self, self._end)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._was_painted)  # the children are painted with it
        return False

    def _was_painted(self) -> None:
        self.painted = time.monotonic(), time.process_time()
        QTimer.singleShot(0, self, self._end)

    def _end(self) -> None:
        if self._ended:
            return
        self._ended = True
        self.done.emit()
        if self.painted is not None and self._window.isVisible():
            log.info("painted after %.3f s, in %.3f s of the processor", _since_start(self.painted[0]), self.painted[1])


def _since_start(moment: float) -> float:
    """Seconds of the clock from the start of this process to `moment` of the monotonic clock."""
    import psutil  # not before the paint that is measured

    return float(time.time() - psutil.Process().create_time()) - (time.monotonic() - moment)
