"""One window for one data folder: a second start raises the first, hands over its files, and ends."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal

from desktop.base.instance import RAISE, TRANSLATE, address, opened

if sys.platform == "win32":
    from desktop.ui.system.instance_pipe import Pipe as Door
else:
    from desktop.ui.system.instance_socket import Socket as Door

log = logging.getLogger(__name__)

_TURN_MS = 3000


class SingleInstance(QObject):
    """Fires in the first program: `raise_asked` when a second one was started, `translate_asked` for its window,
    `files_given` with the files that the second one was given, as paths.

    `raise_asked` carries what lets a window come forward on Wayland, "" where nothing is needed.
    """

    raise_asked = Signal(str)
    translate_asked = Signal()
    files_given = Signal(list)

    def __init__(self, data: Path, word: bytes = RAISE, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self._word = word  # what to say where another is first
        self._name = address(data)
        self._door = Door(self)
        self._door.said.connect(self._hear)

    def is_first(self) -> bool:
        """Whether this is the only program on the folder; otherwise the other one has been asked to come forward.

        A socket that a killed program left behind answers nobody, and is replaced. Two programs that start together
        take turns; where the folder can't be written, the store will say so better than a lock could.
        """
        turn = QLockFile(str(self._data / "window.lock"))
        turn.tryLock(_TURN_MS)
        try:
            if self._door.tell(self._name, self._word):
                return False
            failed = self._door.listen(self._name)
            if failed:
                log.warning("no single-instance socket: %s", failed)
            return True
        finally:
            turn.unlock()

    def close(self) -> None:
        """Let others be the first again."""
        self._door.close()

    def _hear(self, word: bytes) -> None:
        """One that said nothing wants the window forward."""
        if word == TRANSLATE:
            self.translate_asked.emit()
            return
        files, token = opened(word)
        self.raise_asked.emit(token)
        if files:
            self.files_given.emit(files)
