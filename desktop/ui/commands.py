"""What a person can do in the window, listed once: the palette, the shortcut list and the shortcuts come from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Command:
    """One action with its name in the current language and, if it has one, its shortcut ("Ctrl+N")."""

    key: str  # "chat.new": stable, for tests and for keeping a person's own shortcut
    title: Callable[[], str]
    run: Callable[[], object]
    group: Callable[[], str]
    keys: str = ""
    available: Callable[[], bool] = _always


class Commands(QObject):
    """Every command of the window, in the order they were added."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._commands: dict[str, Command] = {}

    def add(self, command: Command, widget: QWidget, *, everywhere: bool = True) -> None:
        """List `command` and make its shortcut work in `widget`'s window, or in `widget` alone; gone with `widget`."""
        self._commands[command.key] = command
        if command.keys:
            shortcut = QShortcut(QKeySequence(command.keys), widget)
            kind = Qt.ShortcutContext
            shortcut.setContext(kind.WindowShortcut if everywhere else kind.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda: self.run(command.key))
        widget.destroyed.connect(lambda: self._forget(command))
        self.changed.emit()

    def all(self) -> list[Command]:
        return list(self._commands.values())

    def run(self, key: str) -> bool:
        """Run a command by its key; False when it isn't known or not available now."""
        command = self._commands.get(key)
        if command is None or not command.available():
            return False
        command.run()
        return True

    def _forget(self, command: Command) -> None:
        if self._commands.get(command.key) is command:
            del self._commands[command.key]
            self.changed.emit()


commands = Commands()
