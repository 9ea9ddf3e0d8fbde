"""What a person can do in the window: a command says once how it is called, on which keys it is and how it looks.

Menus, buttons, tips, the palette and the list of keys show it from here, and what can't be done now as such. A
`Command` is declared without anything being built; `commands.bind` joins it to what does it, once that exists.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

Target = TypeVar("Target")
Words = Callable[[], str]  # in the current language


def keys_text(keys: str) -> str:
    """`Ctrl+Shift+N` as a person reads it: `Ctrl Shift N`; on a Mac in its own signs."""
    if sys.platform == "darwin":
        return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
    return plain_keys(keys)


def plain_keys(keys: str) -> str:
    """The same in words, whatever the system: as the handbook writes them."""
    text = QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText) or keys
    words = (text[:-1].replace("+", " ") + text[-1:]).split(" ")
    return " ".join(_CAPS.get(word, word) for word in words)


_CAPS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "Return": "Enter"}  # as keyboards are lettered


@dataclass(frozen=True, eq=False)
class Command:
    """An action with its names, its keys ("Ctrl+N") and its icon. Its id stays the same in every version.

    One that is never bound, such as Enter in the composer, is only told in the list of keys.
    """

    id: str
    title: Words  # in the palette and the list of keys
    group: Words
    keys: str = ""
    more_keys: tuple[str, ...] = ()  # other keys for the same, not shown
    icon: str = ""
    label: Words | None = None  # in menus and on buttons, near what it is about; else `title`
    danger: bool = False
    own_keys: bool = False  # a widget handles the keys by itself: here they are only shown

    @property
    def keys_text(self) -> str:
        """The keys as a person reads them; "" where there are none."""
        return keys_text(self.keys) if self.keys else ""

    @property
    def said(self) -> Words:
        """What menus and buttons say."""
        return self.label or self.title


@dataclass(frozen=True, eq=False)
class CommandOn(Command, Generic[Target]):
    """A command for one of several things, such as a message: in a menu for the one below the mouse, from the palette
    and by its keys for the current one."""

    def on(self, target: Target) -> On:
        """The command for this one."""
        return On(self, target)


@dataclass(frozen=True)
class On:
    """A command and what it is meant for."""

    command: Command
    target: object


@dataclass(frozen=True)
class Look:
    """How a command stands now, for what shows it."""

    label: str
    keys: str
    icon: str
    enabled: bool
    checked: bool | None  # None for one that is nothing to be switched
    danger: bool


@dataclass(frozen=True)
class _Bound:
    """A command joined to what does it. What is called gets the target, None for a plain command."""

    command: Command
    widget: QWidget
    everywhere: bool
    while_seen: bool
    run: Callable[[Any], object]
    enabled: Callable[[Any], bool]
    checked: Callable[[Any], bool] | None
    label: Callable[[Any], str] | None
    current: Callable[[], Any] | None  # the target from the palette and by keys

    def reachable(self) -> bool:
        """Whether it can be done now without being pointed at."""
        if not isValid(self.widget) or (self.while_seen and not self.widget.isVisible()):
            return False
        if not isinstance(self.command, CommandOn):
            return self.enabled(None)
        target = self.current_target()
        return target is not None and self.enabled(target)

    def current_target(self) -> Any:
        """What it is done to where nothing was pointed at."""
        return self.current() if self.current is not None else None

    def run_current(self) -> None:
        """Do it for the current target."""
        self.run(self.current_target())


class Commands(QObject):
    """Every command of the program, in the order they were declared, and what does those that can be done."""

    changed = Signal()  # another one is listed

    def __init__(self) -> None:
        super().__init__()
        self._declared: dict[str, Command] = {}
        self._bound: dict[str, list[_Bound]] = {}
        self._followers: dict[str, dict[int, Callable[[], object]]] = {}
        self._recent: list[str] = []

    # -- what there is -----------------------------------------------------------------------------------------------

    def declare(self, *listed: Command) -> None:
        """List commands whether or not what does them is built yet; declaring one twice lists it once."""
        self._declared.update({command.id: command for command in listed})
        self.changed.emit()

    def all(self) -> list[Command]:
        """Every command, those too that can't be done now."""
        return list(self._declared.values())

    # -- who does them -----------------------------------------------------------------------------------------------

    def bind(
        self,
        command: Command,
        run: Callable[[], object],
        widget: QWidget,
        *,
        enabled: Callable[[], bool] = lambda: True,
        checked: Callable[[], bool] | None = None,
        label: Words | None = None,
        everywhere: bool = True,
        while_seen: bool = False,
        also: tuple[QWidget, ...] = (),
    ) -> None:
        """Let `run` do `command` for as long as `widget` lives. Its keys work in `widget`'s window.

        With `everywhere` false they work in `widget` and in `also` alone. Such a command, or one `while_seen`, is only
        possible while `widget` can be seen. `label` is for one that is called otherwise from time to time.
        """
        made = _Bound(
            command,
            widget,
            everywhere,
            while_seen or not everywhere,
            lambda _: run(),
            lambda _: enabled(),
            None if checked is None else lambda _: checked(),
            None if label is None else lambda _: label(),
            None,
        )
        self._add(made, also)

    def bind_on(
        self,
        command: CommandOn[Target],
        run: Callable[[Target], object],
        widget: QWidget,
        *,
        current: Callable[[], Target | None] | None = None,
        enabled: Callable[[Target], bool] = lambda _: True,
        checked: Callable[[Target], bool] | None = None,
        label: Callable[[Target], str] | None = None,
        everywhere: bool = True,
        while_seen: bool = False,
        also: tuple[QWidget, ...] = (),
    ) -> None:
        """As `bind`, for a command with a target. `current` is the one that the palette and the keys mean now; without
        it the command is only for menus and buttons."""
        seen = while_seen or not everywhere
        self._add(_Bound(command, widget, everywhere, seen, run, enabled, checked, label, current), also)

    def _add(self, made: _Bound, also: tuple[QWidget, ...]) -> None:
        command, contexts = made.command, Qt.ShortcutContext
        if self._declared.get(command.id) is not command:
            self.declare(command)
        self._bound.setdefault(command.id, []).append(made)
        for widget in () if command.own_keys else (made.widget, *also):
            for keys in filter(None, (command.keys, *command.more_keys)):
                shortcut = QShortcut(QKeySequence(keys), widget)
                shortcut.setContext(contexts.WindowShortcut if made.everywhere else contexts.WidgetWithChildrenShortcut)
                shortcut.activated.connect(lambda: self._pressed(made))
        made.widget.destroyed.connect(lambda: self._forget(made))
        self.refresh(command)

    def _pressed(self, made: _Bound) -> None:
        """The keys of one window: not those of another one with the same commands."""
        if made.reachable():
            made.run_current()

    def _forget(self, made: _Bound) -> None:
        bound = self._bound.get(made.command.id, [])
        if made in bound:
            bound.remove(made)

    def _of(self, command: Command | str) -> _Bound | None:
        bound = self._bound.get(command if isinstance(command, str) else command.id)
        return bound[-1] if bound else None

    # -- doing -------------------------------------------------------------------------------------------------------

    def possible(self) -> list[Command]:
        """What can be done now: what was last chosen here first, then what the open pane and the window offer."""
        found = [command for command in self.all() if self.is_possible(command)]
        order = {key: at for at, key in enumerate(self._recent)}

        def rank(command: Command) -> tuple[int, bool]:
            bound = self._of(command)
            return order.get(command.id, len(order)), bound is None or not bound.widget.isVisible()

        return sorted(found, key=rank)

    def is_possible(self, command: Command | str) -> bool:
        """Whether it can be done now, from the palette or by its keys."""
        bound = self._of(command)
        return bound is not None and bound.reachable()

    def listens(self, command: Command | str) -> bool:
        """Whether its keys work now: where a pane isn't shown, its keys may mean another's."""
        bound = self._of(command)
        return bound is not None and bound.reachable() and bound.widget.isVisible()

    def run(self, command: Command | On | str) -> bool:
        """Do it; False when nothing does it, or not now."""
        if isinstance(command, On):
            bound = self._of(command.command)
            if bound is None or not isValid(bound.widget) or not bound.enabled(command.target):
                return False
            bound.run(command.target)
            return True
        bound = self._of(command)
        if bound is None or not bound.reachable():
            return False
        bound.run_current()
        return True

    def chosen(self, command: Command) -> bool:
        """`run` it and remember that it was chosen from a list."""
        self._recent = [command.id, *(known for known in self._recent if known != command.id)][:5]
        return self.run(command)

    # -- showing -----------------------------------------------------------------------------------------------------

    def look(self, what: Command | On) -> Look:
        """How it stands now, for a menu or a button; one that isn't bound yet as if it could be done."""
        command, target = (what.command, what.target) if isinstance(what, On) else (what, None)
        bound = self._of(command)
        if bound is None or (isinstance(command, CommandOn) and target is None):
            return Look(command.said(), command.keys_text, command.icon, True, None, command.danger)
        return Look(
            command.said() if bound.label is None else bound.label(target),
            command.keys_text,
            command.icon,
            bound.enabled(target),
            None if bound.checked is None else bound.checked(target),
            command.danger,
        )

    def checked(self, command: Command) -> bool | None:
        """Whether one that can be done now is on; None for one that is nothing to be switched."""
        bound = self._of(command)
        return None if bound is None or bound.checked is None else bound.checked(bound.current_target())

    def follow(self, what: Command | On, owner: QObject, update: Callable[[], object]) -> None:
        """Call `update` whenever the command may look otherwise, for as long as `owner` lives."""
        command = what.command if isinstance(what, On) else what
        followers = self._followers.setdefault(command.id, {})
        number = id(owner)
        followers[number] = update
        owner.destroyed.connect(lambda: followers.pop(number, None))

    def refresh(self, *listed: Command) -> None:
        """Whether these can be done, are on or are called otherwise may have changed: tell what shows them."""
        for command in listed:
            for update in tuple(self._followers.get(command.id, {}).values()):
                update()


commands = Commands()
