"""The pane's ways off the main thread and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject

from desktop.base.errors import LamplightError
from desktop.ui import tasks


class Work:
    """Bound to one owner; what goes wrong is told to `failed` unless the caller takes it."""

    def __init__(self, owner: QObject, failed: Callable[[Exception], object]) -> None:
        self._owner = owner
        self._told = failed

    def run(
        self,
        func: Callable[[], Any],
        then: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Something with the store, after what was asked before."""
        tasks.run(func, then, failed or self._failed, self._owner, lane="store")

    def ask(
        self,
        func: Callable[[], Any],
        then: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Something that takes a while, beside the store."""
        tasks.run(func, then, failed or self._failed, self._owner)

    def file(
        self,
        func: Callable[[], Any],
        then: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Write or read a file: behind no model and no other long work, however much of it goes on."""
        tasks.run(func, then, failed or self._failed, self._owner, lane="story-files")

    def stream(
        self,
        make: Callable[[], Iterator[Any]],
        on_item: Callable[[Any], object],
        done: Callable[[], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Iterate; each item comes back here."""
        tasks.stream(make, on_item, done, failed or self._failed, self._owner)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, LamplightError | OSError):
            raise error
        self._told(error)
