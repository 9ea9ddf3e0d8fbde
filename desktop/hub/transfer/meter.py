"""How fast bytes come, and how long the rest will take."""

from __future__ import annotations

import threading
import time
from collections import deque

_STEP = 0.25  # seconds that are counted together
_RECENT = 4.0
_LONG = 30.0


class Meter:
    """Counts bytes by the monotonic clock, which no setting of the time moves. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._steps: deque[tuple[float, int]] = deque()  # begin of the step, bytes in it
        self._begun: float | None = None

    def begin(self) -> None:
        """Bytes may come from now on; what was before doesn't count."""
        with self._lock:
            self._steps.clear()
            self._begun = time.monotonic()

    def count(self, size: int) -> None:
        """So many have come."""
        now = time.monotonic()
        with self._lock:
            self._begun = now if self._begun is None else self._begun
            if self._steps and now - self._steps[-1][0] < _STEP:
                self._steps[-1] = (self._steps[-1][0], self._steps[-1][1] + size)
            else:
                self._steps.append((now, size))
            while self._steps[0][0] < now - _LONG:
                self._steps.popleft()

    def speed(self) -> float:
        """Bytes a second just now; 0 soon after nothing comes any more."""
        return self._mean(_RECENT)

    def seconds_left(self, rest: int) -> float | None:
        """How long `rest` bytes will take, as it went in the last half minute; None where nothing came."""
        mean = self._mean(_LONG)
        return rest / mean if mean > 0 else None

    def _mean(self, seconds: float) -> float:
        now = time.monotonic()
        with self._lock:
            if self._begun is None:
                return 0.0
            came = sum(size for begin, size in self._steps if begin >= now - seconds)
            return came / min(seconds, max(now - self._begun, _STEP))
