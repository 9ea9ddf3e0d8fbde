"""A controller's way off the main thread and back, for the pane it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject

from desktop.ui import tasks


class PaneWork:
    """`failed` gets what was raised, where the caller has no wish of its own. Nothing arrives once `owner` has gone."""

    def __init__(self, owner: QObject, failed: Callable[[Exception], object]) -> None:
        self._owner = owner
        self._failed = failed

    def run(self, func: Callable[[], Any], then: Callable[[Any], object] | None = None) -> None:
        """Do something with the store, after what was asked before; `then` gets the result."""
        tasks.run(func, then, self._failed, self._owner, lane="store")

    def ask(self, func: Callable[[], Any], then: Callable[[Any], object]) -> None:
        """Ask the model; others may be asked meanwhile."""
        tasks.run(func, then, self._failed, self._owner)

    def stream(
        self,
        make: Callable[[], Iterator[Any]],
        on_item: Callable[[Any], object],
        done: Callable[[], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Iterate; each item comes to `on_item`, what was raised to `failed`."""
        tasks.stream(make, on_item, done, failed or self._failed, self._owner)
