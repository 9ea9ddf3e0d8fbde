"""Looking for models while the window is open: on another thread, again when something changes on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.ui import tasks
from desktop.ui.system.folder_watch import FolderWatch

if TYPE_CHECKING:
    from desktop.library.models import Library, Snapshot

_AGAIN_MS = (2000, 2000, 4000, 8000, 16000)  # while a file is being written; after these only the system's word counts

Found = TypeVar("Found")


class ModelLook(QObject, Generic[Found]):
    """`found` fires with what is made of each snapshot, on the other thread and in order: `begin` is asked at the start
    of each look for what makes it; it gives None for a snapshot that nobody needs.
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(
        self, library: Library, begin: Callable[[], Callable[[Snapshot], Found | None]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._begin = begin
        self._watch = FolderWatch(self)
        self._watch.changed.connect(self._changed)
        self._number = 0  # of the look that counts
        self._running = False
        self._wanted = False
        self._closed = False
        self._tries = 0
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.start)

    def start(self, *, overtake: bool = False) -> None:
        """Look. One that is under way ends first, and at once where `overtake` says that its result is out of date."""
        if self._closed:
            return
        if self._running and not overtake:
            self._wanted = True
            return
        self._again.stop()
        self._number += 1
        self._running, self._wanted = True, False
        number = self._number
        tasks.stream(
            partial(self._look, number),
            partial(self._take, number),
            partial(self._ended, number),
            partial(self._failed, number),
            self,
        )

    def close(self) -> None:
        """Look no more; what is under way ends at once."""
        self._closed = True
        self._number += 1
        self._again.stop()
        self._watch.stop()

    @property
    def running(self) -> bool:
        """Whether a look is under way, or about to follow."""
        return self._running

    @property
    def waits(self) -> bool:
        """Whether it will look again by itself, since a file is being written."""
        return self._again.isActive()

    def _look(self, number: int) -> Iterator[tuple[Snapshot, Found, list[Path]]]:
        describe = self._begin()
        for snapshot in self._library.look(lambda: number != self._number):
            found = describe(snapshot)
            if found is not None:
                yield snapshot, found, _to_watch(snapshot) if snapshot.complete else []

    def _take(self, number: int, item: tuple[Snapshot, Found, list[Path]]) -> None:
        if number != self._number:
            return
        snapshot, found, folders = item
        if snapshot.complete:
            self._watch.follow(folders)
            if snapshot.arriving and self._tries < len(_AGAIN_MS):
                self._again.start(_AGAIN_MS[self._tries])
                self._tries += 1
            elif not snapshot.arriving:
                self._tries = 0
        self.found.emit(found)

    def _changed(self) -> None:
        self._tries = 0
        self.start()

    def _ended(self, number: int) -> None:
        if number == self._number:
            self._running = False
            if self._wanted:
                self.start()

    def _failed(self, number: int, error: Exception) -> None:
        self._ended(number)
        self.failed.emit(error)


def _to_watch(snapshot: Snapshot) -> list[Path]:
    """Every folder that was looked into; of one that isn't there the nearest above it that is."""
    folders = dict.fromkeys(folder for folder in snapshot.folders if folder.is_dir())
    for folder in snapshot.folders:
        if folder not in folders:
            above = next((parent for parent in folder.parents if parent.is_dir()), None)
            if above is not None and above != above.parent:
                folders[above] = None
    return list(folders)
