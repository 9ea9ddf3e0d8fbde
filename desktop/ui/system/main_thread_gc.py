"""Python's cycle collector, on the main thread only.

It runs wherever an allocation happens to trip it. On a worker thread it would destroy widgets that Python still owns
there, and Qt crashes. So the automatic one is off, and its work is done after something happened on the main thread.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QAbstractEventDispatcher, QObject, QTimer

_AFTER_MS = 500


class MainThreadCollector(QObject):
    """Collects by Python's own thresholds, for as long as it lives. Where nothing happens, nothing wakes it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER_MS)
        self._soon.timeout.connect(self.check)
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self._ask)

    def check(self) -> None:
        """Collect the generations that are due."""
        for generation, (count, most) in enumerate(zip(gc.get_count(), self._thresholds, strict=True)):
            if count <= most:
                return
            gc.collect(generation)

    def _ask(self) -> None:
        """The event loop is about to wait: what has been done may have left something to collect."""
        if gc.get_count()[0] > self._thresholds[0] and not self._soon.isActive():
            self._soon.start()
