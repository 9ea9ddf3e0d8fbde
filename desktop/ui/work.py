"""The panes' one way off the main thread and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from PySide6.QtCore import QObject

from desktop.ui import tasks

Then = Callable[[Any], object]
Failed = Callable[[Exception], object]


class Work(Protocol):
    """What a controller asks of it; a test hands in one that does everything at once."""

    def run(self, func: Callable[[], Any], then: Then | None = None, failed: Failed | None = None) -> None:
        """Do something with the store, after what was asked before; `then` gets the result."""

    def ask(self, func: Callable[[], Any], then: Then | None = None, failed: Failed | None = None) -> None:
        """Do something that takes a while, such as asking the model; others may be asked meanwhile."""

    def file(self, func: Callable[[], Any], then: Then | None = None, failed: Failed | None = None) -> None:
        """Write or read a file: behind no model and no other long work, however much of it goes on."""

    def stream(
        self,
        make: Callable[[], Iterator[Any]],
        on_item: Then,
        done: Callable[[], object] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Iterate; each item comes to `on_item`."""


class PaneWork:
    """`Work` for what belongs to `owner`: nothing arrives once that has gone.

    What was raised goes to the caller's `failed`, else to the pane's. A defect of ours, which is any error but a
    `LamplightError` or an `OSError`, is in the log with its traceback before anyone is told (`tasks`).
    """

    def __init__(self, owner: QObject, failed: Failed) -> None:
        self._owner = owner
        self._failed = failed

    def run(self, func: Callable[[], Any], then: Then | None = None, failed: Failed | None = None) -> None:
        tasks.run(func, then, failed or self._failed, self._owner, lane="store")

    def ask(self, func: Callable[[], Any], then: Then | None = None, failed: Failed | None = None) -> None:
        tasks.run(func, then, failed or self._failed, self._owner)

    def file(self, func: Callable[[], Any], then: Then | None = None, failed: Failed | None = None) -> None:
        tasks.run(func, then, failed or self._failed, self._owner, lane="files")

    def stream(
        self,
        make: Callable[[], Iterator[Any]],
        on_item: Then,
        done: Callable[[], object] | None = None,
        failed: Failed | None = None,
    ) -> None:
        tasks.stream(make, on_item, done, failed or self._failed, self._owner)
