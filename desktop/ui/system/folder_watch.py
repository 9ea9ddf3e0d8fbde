"""Tells when files come or go in folders: the system says so, nothing wakes up to look."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

_MOST = 4000  # folders; systems allow some thousands for each person
_AT_ONCE = 64  # folders that are taken on between two rounds of the event loop
_QUIET_MS = 700  # of a burst of changes the last one counts


class FolderWatch(QObject):
    """`changed` fires a moment after the last of some changes in the folders that are followed."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._waiting: list[str] = []
        self._soon = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._soon.timeout.connect(self.changed)
        self._watcher.directoryChanged.connect(lambda _: self._soon.start())
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._take_on)

    def follow(self, folders: Iterable[Path]) -> None:
        """Follow these folders, and no others."""
        wanted = dict.fromkeys(map(str, list(folders)[:_MOST]))
        followed = set(self._watcher.directories())
        gone = [folder for folder in followed if folder not in wanted]
        if gone:
            self._watcher.removePaths(gone)
        self._waiting = [folder for folder in wanted if folder not in followed]
        if self._waiting:
            self._next.start()

    def followed(self) -> set[str]:
        """The folders that are followed now."""
        return set(self._watcher.directories())

    def stop(self) -> None:
        """Follow nothing any more."""
        self._next.stop()
        self._soon.stop()
        self._waiting = []
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())

    def _take_on(self) -> None:
        some, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        self._watcher.addPaths(some)  # those that have gone, or are too many, are passed over
        if self._waiting:
            self._next.start()
