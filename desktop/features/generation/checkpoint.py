"""A growing text and its copy on disk, at most a second behind."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from desktop.base.errors import LamplightError

log = logging.getLogger(__name__)

CHECKPOINT_SECONDS = 0.5


class Checkpoint:
    """Knows what of a text was kept last, and when. A failing disk doesn't end the writing: it is tried again."""

    def __init__(self, kept: str) -> None:
        """`kept` is what is on disk already."""
        self._kept = kept
        self._kept_at = time.monotonic()

    def keep_if_due(self, text: Callable[[], str], write: Callable[[str], object]) -> None:
        """Call `write` with the `text` when it has changed and half a second has passed. `write` may raise
        LamplightError."""
        now = time.monotonic()
        if now - self._kept_at < CHECKPOINT_SECONDS:
            return
        wanted = text()
        if wanted == self._kept:
            return
        self._kept_at = now
        try:
            write(wanted)
        except LamplightError as error:
            log.warning("growing text not kept: %s", error)
        else:
            self._kept = wanted
