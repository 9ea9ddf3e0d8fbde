"""Ctrl-C in the terminal that started the window, and the system's wish that it ends, close it as a person does.

Qt's loop waits in C, where Python runs no handler of a signal: the signal writes a byte to a socket that the loop
watches. No timer is needed.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import socket
import threading
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

log = logging.getLogger(__name__)

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class EndSignals(QObject):
    """Quits the application at the first signal; a second one ends the process at once. `close` undoes it."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._ours, theirs = socket.socketpair()
        self._ours.setblocking(False)
        theirs.setblocking(False)
        self._theirs = theirs
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._quit)
        self._before = {}
        self._wakeup = -1
        if threading.current_thread() is threading.main_thread():
            heard = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
            self._before = {number: signal.signal(number, self._take) for number in heard}
            self._wakeup = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        """Let signals do again what they did before."""
        self._restore()
        self._notifier.setEnabled(False)
        self._ours.close()
        self._theirs.close()

    def _take(self, number: int, _frame: FrameType | None) -> None:
        """Python calls this when it runs again; the byte in the socket has done the work by then."""
        log.info("asked to end by signal %d", number)

    def _quit(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._ours.recv(64)
        self._restore()
        QApplication.quit()

    def _restore(self) -> None:
        before, self._before = self._before, {}
        if before:
            signal.set_wakeup_fd(self._wakeup)
        for number, handler in before.items():
            signal.signal(number, handler)
