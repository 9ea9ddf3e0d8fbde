"""Keys on macOS: RegisterEventHotKey of Carbon, which needs no permission, unlike a tap on all keys."""

from __future__ import annotations

import ctypes
import ctypes.util
from ctypes import POINTER, byref, c_int32, c_uint32, c_void_p
from typing import Any

from PySide6.QtCore import QObject, Qt

from desktop.ui.system.hotkey.base import Hotkey, Words, combination, refused

_KEYBOARD_CLASS = 0x6B657962  # 'keyb'
_HOTKEY_PRESSED = 5
_SIGNATURE = 0x4C414D50  # 'LAMP'
# Qt calls Command "Control" and Control "Meta" on a Mac.
_HELD = {
    Qt.KeyboardModifier.ControlModifier: 0x0100,
    Qt.KeyboardModifier.ShiftModifier: 0x0200,
    Qt.KeyboardModifier.AltModifier: 0x0800,
    Qt.KeyboardModifier.MetaModifier: 0x1000,
}
# Places on the keyboard, kVK_ANSI_… of Carbon's Events.h.
_LETTERS = dict(zip("ASDFHGZXCV", range(10), strict=True)) | {
    **dict(zip("BQWERYT", range(11, 18), strict=True)),
    **dict(zip("123465", range(18, 24), strict=True)),
    **{"9": 25, "7": 26, "8": 28, "0": 29, "O": 31, "U": 32, "I": 34, "P": 35, "L": 37, "J": 38, "K": 40},
    **{"N": 45, "M": 46, " ": 49},
}
_FUNCTION = (122, 120, 99, 118, 96, 97, 98, 100, 101, 109, 103, 111, 105, 107, 113, 106, 64, 79, 80, 90)


class _EventType(ctypes.Structure):
    _fields_ = (("event_class", c_uint32), ("event_kind", c_uint32))


class _Identifier(ctypes.Structure):
    _fields_ = (("signature", c_uint32), ("id", c_uint32))


_HANDLER = ctypes.CFUNCTYPE(c_int32, c_void_p, c_void_p, c_void_p)
_next_id = [1]


class MacHotkey(Hotkey):
    """Each has a handler of its own on the program's event target; it asks an event for whose key it is."""

    def __init__(self, name: str, words: Words, parent: QObject | None = None, carbon: Any = None) -> None:
        super().__init__(name, words, parent)
        self._carbon = carbon if carbon is not None else _carbon()
        self._id = _next_id[0]
        _next_id[0] += 1
        self._keys = ""
        self._key = c_void_p()
        self._handler = c_void_p()
        self._callback = _HANDLER(self._hear)  # kept for as long as the system may call it
        kind = _EventType(_KEYBOARD_CLASS, _HOTKEY_PRESSED)
        self._target = self._carbon.GetApplicationEventTarget()
        self._carbon.InstallEventHandler(self._target, self._callback, 1, byref(kind), None, byref(self._handler))

    @property
    def keys(self) -> str:
        return self._keys

    def set_keys(self, keys: str) -> bool:
        self._release()
        if not keys:
            return True
        wanted = combination(keys)
        code = None if wanted is None else key_code(wanted.key().value)
        if wanted is None or code is None:
            return False
        held = sum(bit for modifier, bit in _HELD.items() if wanted.keyboardModifiers() & modifier)
        identifier = _Identifier(_SIGNATURE, self._id)
        failed = self._carbon.RegisterEventHotKey(code, held, identifier, self._target, 0, byref(self._key))
        if failed:
            refused.add(keys)
            return False
        refused.discard(keys)
        self._keys = keys
        return True

    def close(self) -> None:
        self._release()
        if self._handler:
            self._carbon.RemoveEventHandler(self._handler)
            self._handler = c_void_p()

    def _release(self) -> None:
        if self._keys:
            self._carbon.UnregisterEventHotKey(self._key)
            self._keys = ""

    def _hear(self, _next: int | None, event: int | None, _data: int | None) -> int:
        found = _Identifier()
        name, kind = 0x2D2D2D2D, 0x686B6964  # kEventParamDirectObject '----', typeEventHotKeyID 'hkid'
        self._carbon.GetEventParameter(event, name, kind, None, ctypes.sizeof(found), None, byref(found))
        if (found.signature, found.id) == (_SIGNATURE, self._id):
            self.pressed.emit("")
            return 0
        return -9874  # eventNotHandledErr: it is another's


def key_code(number: int) -> int | None:
    """The place on the keyboard of one of Qt's keys."""
    if number >= Qt.Key.Key_F1.value:
        at = number - Qt.Key.Key_F1.value
        return _FUNCTION[at] if at < len(_FUNCTION) else None
    return _LETTERS.get(chr(number))


def _carbon() -> Any:
    library = ctypes.CDLL(ctypes.util.find_library("Carbon") or "Carbon")
    library.GetApplicationEventTarget.restype = c_void_p
    library.InstallEventHandler.argtypes = [c_void_p, _HANDLER, c_uint32, POINTER(_EventType), c_void_p, c_void_p]
    library.RegisterEventHotKey.argtypes = [c_uint32, c_uint32, _Identifier, c_void_p, c_uint32, c_void_p]
    library.UnregisterEventHotKey.argtypes = [c_void_p]
    library.RemoveEventHandler.argtypes = [c_void_p]
    size = ctypes.c_size_t
    library.GetEventParameter.argtypes = [c_void_p, c_uint32, c_uint32, c_void_p, size, c_void_p, c_void_p]
    return library
