"""Backend files are tried one after the other on a thread of their own, for which nobody has to wait to the end."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

from desktop.engine.backends.verdicts import Memory, Verdict

log = logging.getLogger(__name__)


class Trials:
    """Thread-safe. What a try told is kept under its key; who doesn't wait for it gets to know at the next look."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._changed = threading.Condition()
        self._waiting: deque[tuple[str, Callable[[], Verdict]]] = deque()
        self._keys: set[str] = set()  # waiting or being tried
        self._at_work = False
        self._fresh: list[Verdict] = []

    def fresh(self) -> list[Verdict]:
        """What was found out since this was asked last, in this process: nobody has been told yet."""
        with self._changed:
            found, self._fresh = self._fresh, []
            return found

    def tell(self, verdict: Verdict) -> None:
        """Something was found out in another way."""
        with self._changed:
            self._fresh.append(verdict)

    def begin(self, key: str, tries: Callable[[], Verdict]) -> None:
        """Have it tried, unless that is under way."""
        with self._changed:
            if key in self._keys:
                return
            self._keys.add(key)
            self._waiting.append((key, tries))
            if not self._at_work:
                self._at_work = True
                threading.Thread(target=self._run, name="backends", daemon=True).start()

    def wait(self, key: str, seconds: float | None, unknown: Verdict) -> Verdict:
        """What is known of it after at most so many seconds: `unknown`, which is kept, where its try has no end yet, so
        that the next process, or a later one, waits no more."""
        with self._changed:
            self._changed.wait_for(lambda: key not in self._keys, seconds)
            if key in self._keys and self._memory.verdict(key) is None:
                self._memory.keep(key, unknown)
                self._fresh.append(unknown)
            return self._memory.verdict(key) or unknown

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    self._at_work = False
                    return
                key, tries = self._waiting.popleft()
            found = None
            try:
                found = tries()
            except OSError as error:  # no process could be started: that says nothing of the file
                log.warning("a backend couldn't be tried: %s", error)
            with self._changed:
                if found is not None:
                    self._memory.keep(key, found)
                    self._fresh.append(found)
                self._keys.discard(key)
                self._changed.notify_all()
