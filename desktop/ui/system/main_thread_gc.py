"""Python's cycle collector, on the main thread only.

It runs wherever an allocation happens to trip it. On a worker thread it would destroy widgets that Python still owns
there, and Qt crashes. So the automatic one is off, and a timer does its work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class MainThreadCollector(QObject):
    """Collects by Python's own thresholds, for as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY_MS)
        self._clock.timeout.connect(self.check)
        self._clock.start()

    def check(self) -> None:
        """Collect the generations that are due."""
        for generation, (count, most) in enumerate(zip(gc.get_count(), self._thresholds, strict=True)):
            if count <= most:
                return
            gc.collect(generation)
