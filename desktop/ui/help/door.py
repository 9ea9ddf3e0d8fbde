"""The way to the help before it is built: F1 in any window of the program, at the page of where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desktop.ui.commands import commands
from desktop.ui.frame.commands import HELP
from desktop.ui.help.topic import topic_of

if TYPE_CHECKING:
    from desktop.ui.frame.window import MainWindow
    from desktop.ui.help.window import HelpWindow


class HelpDoor(QObject):
    """Builds the help's window when it is asked for; it goes when it is closed, and with the main window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._help: HelpWindow | None = None
        commands.bind(HELP, self.open_here, window)
        window.closing.connect(self._close)

    def open_here(self) -> None:
        """The page of what has the focus, or of the pane in front."""
        focused = QApplication.focusWidget()
        self.open_at(topic_of(focused) or topic_of(self._window.current))

    def open_at(self, place: str) -> HelpWindow:
        """Show a place of the handbook."""
        from desktop.ui.help.window import HelpWindow

        if self._help is None or not isValid(self._help):
            self._help = HelpWindow()
        window = self._help
        window.open(place)
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        window.reader.setFocus(Qt.FocusReason.OtherFocusReason)
        return window

    def listen_in(self, other: QWidget) -> None:
        """Let F1 work in another window, too."""
        commands.bind(HELP, self.open_here, other)

    def _close(self) -> None:
        if self._help is not None and isValid(self._help):
            self._help.close()
