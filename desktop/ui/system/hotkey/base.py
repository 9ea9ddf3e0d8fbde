"""What a key for every program is, on whichever system."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

Words = Callable[[], str]

_MODIFIERS = {
    Qt.KeyboardModifier.ShiftModifier: 1,
    Qt.KeyboardModifier.ControlModifier: 4,
    Qt.KeyboardModifier.AltModifier: 8,
    Qt.KeyboardModifier.MetaModifier: 64,
}
_F1_KEYSYM = 0xFFBE

answers: dict[str, str] = {}  # what a desktop gave, by the setting it was asked for; "" is nothing
refused: set[str] = set()  # what another program has, as far as it was tried


class Hotkey(QObject):
    """`pressed` fires when the keys are, whichever program has the focus; it carries what lets a window come forward
    on Wayland, "" elsewhere. `changed` fires when a desktop has answered what it gave.

    `name` tells it from the program's others, `words` say what it does where the desktop asks the person.
    """

    pressed = Signal(str)
    changed = Signal()

    def __init__(self, name: str, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.words = words

    @property
    def keys(self) -> str:
        """What is ours now; "" is nothing."""
        return ""

    def set_keys(self, keys: str) -> bool:
        """Take these keys and let the ones before go; "" only lets go. False when the keys can't be had."""
        return not keys

    def close(self) -> None:
        """Let go."""


def combination(keys: str) -> QKeyCombination | None:
    """The one key of "Ctrl+Alt+Y" with what is held; None but for a function key, or a key with Ctrl, Alt or Super."""
    sequence = QKeySequence(keys)
    if sequence.count() != 1:
        return None
    found: QKeyCombination = sequence[0]  # type: ignore[index]
    number, held = found.key().value, found.keyboardModifiers()
    if Qt.Key.Key_F1.value <= number <= Qt.Key.Key_F24.value:
        return found
    strong = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return found if held & strong and 0x20 <= number <= 0x7E else None


def chord(keys: str) -> tuple[int, int] | None:
    """Keysym and X modifiers of such keys; None where they can't be one."""
    found = combination(keys)
    if found is None:
        return None
    modifiers = sum(bit for modifier, bit in _MODIFIERS.items() if found.keyboardModifiers() & modifier)
    number = found.key().value
    if number >= Qt.Key.Key_F1.value:
        return _F1_KEYSYM + number - Qt.Key.Key_F1.value, modifiers
    return ord(chr(number).lower()), modifiers


def is_free(keys: str) -> bool:
    """Whether the keys are ours, or weren't refused when they were asked for."""
    return keys not in refused
