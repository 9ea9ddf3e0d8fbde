"""What a person can do in the window, listed once: the palette, the shortcut list and the shortcuts come from here."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.base.i18n import translator


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
    more_keys: tuple[str, ...] = ()  # other shortcuts for the same, not shown


@dataclass(frozen=True)
class Key:
    """A key that a widget handles by itself, such as Enter in the composer: only told, in the shortcut list."""

    title: Callable[[], str]
    keys: str
    group: Callable[[], str]


@dataclass(frozen=True)
class _Added:
    command: Command
    widget: QWidget
    everywhere: bool


class Commands(QObject):
    """Every command of the window, in the order they were added."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._added: dict[str, _Added] = {}
        self._keys: dict[str, Key] = {}
        self._recent: list[str] = []
        self._later: list[Callable[[], object]] = []

    def add(self, command: Command, widget: QWidget, *, everywhere: bool = True) -> None:
        """List `command` and make its shortcut work in `widget`'s window, or in `widget` alone; gone with `widget`.

        One that works in `widget` alone is only available while that can be seen.
        """
        self._added[command.key] = _Added(command, widget, everywhere)
        kind = Qt.ShortcutContext
        for keys in filter(None, (command.keys, *command.more_keys)):
            shortcut = QShortcut(QKeySequence(keys), widget)
            shortcut.setContext(kind.WindowShortcut if everywhere else kind.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda: self._run_here(command))
        widget.destroyed.connect(lambda: self._forget(command))
        self.changed.emit()

    def add_later(self, add: Callable[[], object], widget: QWidget) -> None:
        """`add` adds what only the whole list needs, such as the keys of panes not built yet; gone with `widget`."""
        self._later.append(add)
        widget.destroyed.connect(lambda: self._later.remove(add))

    def complete(self) -> None:
        """Have everything added, before all commands with their keys are listed."""
        for add in self._later:
            add()

    def tell(self, key: Key) -> None:
        """List a key that is no command; telling it twice lists it once."""
        self._keys[f"{key.keys} {translator.english(key.title)}"] = key

    def all(self) -> list[Command]:
        return [added.command for added in self._added.values()]

    def told(self) -> list[Key]:
        """The keys that are no commands."""
        return list(self._keys.values())

    def possible(self) -> list[Command]:
        """What can be done now: what was chosen here last, then what the open pane offers, the window, the rest."""
        found = [command for command in self.all() if self.is_possible(command.key)]
        order = {key: at for at, key in enumerate(self._recent)}

        def rank(command: Command) -> tuple[int, bool, bool]:
            widget = self._added[command.key].widget
            return order.get(command.key, len(order)), not widget.isVisible(), widget.isWindow()

        return sorted(found, key=rank)

    def is_possible(self, key: str) -> bool:
        """Whether `key` is known and can be run now."""
        added = self._added.get(key)
        if added is None or not isValid(added.widget):
            return False
        return (added.everywhere or added.widget.isVisible()) and added.command.available()

    def listens(self, key: str) -> bool:
        """Whether the shortcut of `key` works now: where a pane isn't shown, its keys may mean another's."""
        return self.is_possible(key) and self._added[key].widget.isVisible()

    def run(self, key: str) -> bool:
        """Run a command by its key; False when it isn't known or not available now."""
        if not self.is_possible(key):
            return False
        self._added[key].command.run()
        return True

    def chosen(self, key: str) -> bool:
        """`run` it and remember that it was chosen from a list."""
        self._recent = [key, *(known for known in self._recent if known != key)][:5]
        return self.run(key)

    def _run_here(self, command: Command) -> None:
        """The shortcut of one window: not that of another one with the same keys of commands."""
        if command.available():
            command.run()

    def _forget(self, command: Command) -> None:
        added = self._added.get(command.key)
        if added is not None and added.command is command:
            del self._added[command.key]
            self.changed.emit()


commands = Commands()
_CAPS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "Return": "Enter"}  # as keyboards are lettered


def keys_text(keys: str) -> str:
    """`Ctrl+Shift+N` as a person reads it: `Ctrl Shift N`; on a Mac in its own signs."""
    if sys.platform == "darwin":
        return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
    text = QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText) or keys
    words = (text[:-1].replace("+", " ") + text[-1:]).split(" ")
    return " ".join(_CAPS.get(word, word) for word in words)
