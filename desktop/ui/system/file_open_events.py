"""Files that macOS gives a program: a double click, "Open with", a drop on the icon in the dock."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent


class FileOpenEvents(QObject):
    """`files_given` for each. It looks at every event of the program, so only where files come in this way."""

    files_given = Signal(list)

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.files_given.emit([Path(event.file())])
            return True
        return False
