"""Keys on Windows: RegisterHotKey of user32, whose message Qt's event loop hands to a native event filter."""

from __future__ import annotations

import ctypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Qt

from desktop.ui.system.hotkey.base import Hotkey, Words, combination, refused

_WM_HOTKEY = 0x0312
_MOD_ALT, _MOD_CONTROL, _MOD_SHIFT, _MOD_WIN, _MOD_NOREPEAT = 1, 2, 4, 8, 0x4000
_HELD = {
    Qt.KeyboardModifier.AltModifier: _MOD_ALT,
    Qt.KeyboardModifier.ControlModifier: _MOD_CONTROL,
    Qt.KeyboardModifier.ShiftModifier: _MOD_SHIFT,
    Qt.KeyboardModifier.MetaModifier: _MOD_WIN,
}
_VK_F1 = 0x70
_FIRST_ID = 0x4C00  # those of a program go up to 0xBFFF
_next_id = [_FIRST_ID]


class _Message(ctypes.Structure):
    """The beginning of MSG, as far as it is read."""

    _fields_ = (
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wParam", ctypes.c_size_t),
        ("lParam", ctypes.c_ssize_t),
    )


class WindowsHotkey(Hotkey):
    """Registered for the thread of the window. A key that another program has is refused by the system."""

    def __init__(self, name: str, words: Words, parent: QObject | None = None, user32: Any = None) -> None:
        super().__init__(name, words, parent)
        self._user32 = user32 if user32 is not None else getattr(ctypes, "windll").user32  # noqa: B009
        self._id = _next_id[0]
        _next_id[0] += 1
        self._keys = ""
        self._filter = _Filter(self)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._filter)

    @property
    def keys(self) -> str:
        return self._keys

    def set_keys(self, keys: str) -> bool:
        self._release()
        if not keys:
            return True
        wanted = combination(keys)
        if wanted is None:
            return False
        held = sum(bit for modifier, bit in _HELD.items() if wanted.keyboardModifiers() & modifier)
        number = virtual_key(wanted.key().value)
        if number == 0 or not self._user32.RegisterHotKey(None, self._id, held | _MOD_NOREPEAT, number):
            refused.add(keys)
            return False
        refused.discard(keys)
        self._keys = keys
        return True

    def close(self) -> None:
        self._release()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self._filter)

    def _release(self) -> None:
        if self._keys:
            self._user32.UnregisterHotKey(None, self._id)
            self._keys = ""

    def heard(self, message: int, identifier: int) -> bool:
        """Whether a message of the system's is our key; it has been told then."""
        if message != _WM_HOTKEY or identifier != self._id or not self._keys:
            return False
        self.pressed.emit("")
        return True


def virtual_key(number: int) -> int:
    """Windows' number of one of Qt's keys: letters, digits, space and function keys are the same everywhere; 0 for
    others, whose place depends on the layout."""
    if number >= Qt.Key.Key_F1.value:
        return _VK_F1 + number - Qt.Key.Key_F1.value
    letter = chr(number)
    return number if letter.isdigit() or "A" <= letter <= "Z" or letter == " " else 0


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, owner: WindowsHotkey) -> None:
        super().__init__()
        self._owner = owner

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        name = kind.data() if isinstance(kind, QByteArray) else kind
        if name not in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            return False, 0
        found = _Message.from_address(int(message))
        return self._owner.heard(found.message, found.wParam), 0
