"""The controller's way off the main thread and back, and what the widgets do when something changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from desktop.store.translation.records import Job


class Work(Protocol):
    """The way off the main thread."""

    def run(self, func: Callable[[], Any], then: Callable[[Any], object] | None = None) -> None:
        """Do something with the store, after what was asked before; `then` gets the result."""

    def ask(self, func: Callable[[], Any], then: Callable[[Any], object]) -> None:
        """Ask the model; others may be asked meanwhile."""

    def stream(
        self,
        make: Callable[[], Iterator[Any]],
        on_item: Callable[[Any], object],
        done: Callable[[], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Iterate; each item comes to `on_item`, what was raised to `failed`."""


class View(Protocol):
    """The view reads the new state from the controller."""

    def jobs_changed(self) -> None: ...
    def job_changed(self) -> None: ...
    def rows_changed(self) -> None: ...
    def row_changed(self, segment_id: int) -> None: ...
    def progress_changed(self) -> None: ...
    def languages_changed(self) -> None: ...
    def model_changed(self) -> None: ...
    def memory_changed(self) -> None: ...
    def trashed(self, job: Job) -> None: ...
    def failed(self, error: Exception) -> None: ...
