"""A key that works in every program: a grab at the X server, on a connection of its own.

Qt has no such thing. libxcb and libxcb-keysyms are what Qt's own X11 part stands on, so they are there where this can
work; through ctypes they need no other package. A refused grab comes back as an answer, never as Xlib's exit.
"""

from __future__ import annotations

import ctypes
import functools
import logging
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier

from desktop.ui.system.hotkey.base import Hotkey, Words, chord, refused

log = logging.getLogger(__name__)

_KEY_PRESS, _MAPPING_NOTIFY = 2, 34  # X11's numbers of events
_ASYNC = 1
_CAPS, _NUM = 2, 16  # locks that shouldn't matter


def is_there() -> bool:
    """Whether the libraries are here that speak with the X server."""
    return _libraries() is not None


class X11Hotkey(Hotkey):
    """Keys grabbed at the X server."""

    def __init__(self, name: str, words: Words, parent: QObject | None = None) -> None:
        super().__init__(name, words, parent)
        self._keys = ""
        self._connection: Any = None
        self._symbols: Any = None
        self._notifier: QSocketNotifier | None = None
        self._root = 0
        self._grabbed: list[tuple[int, int]] = []  # keycodes and modifiers

    @property
    def keys(self) -> str:
        """What is grabbed now; "" is nothing."""
        return self._keys if self._grabbed else ""

    def set_keys(self, keys: str) -> bool:
        """Take these keys and let the ones before go; "" only lets go. False when the keys can't be had."""
        self._release()
        self._keys = keys
        if not keys:
            return True
        wanted = chord(keys)
        if wanted is None or not is_there() or not self._connect():
            return False
        free = self._grab(*wanted)
        (refused.discard if free else refused.add)(keys)
        return free

    def close(self) -> None:
        """Let go and hang up."""
        self._release()
        if self._connection:
            xcb, keysyms = _loaded()
            if self._notifier is not None:
                self._notifier.setEnabled(False)
            keysyms.xcb_key_symbols_free(self._symbols)
            xcb.xcb_disconnect(self._connection)
            self._connection = None

    # -- the X server ------------------------------------------------------------------------------------------------

    def _connect(self) -> bool:
        if self._connection:
            return True
        xcb, keysyms = _loaded()
        connection = xcb.xcb_connect(None, None)
        if xcb.xcb_connection_has_error(connection):
            xcb.xcb_disconnect(connection)
            return False
        screens = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(connection))
        self._root = screens.data[0]
        self._connection, self._symbols = connection, keysyms.xcb_key_symbols_alloc(connection)
        heard = QSocketNotifier(xcb.xcb_get_file_descriptor(connection), QSocketNotifier.Type.Read, self)
        heard.activated.connect(self._hear)
        self._notifier = heard
        return True

    def _grab(self, keysym: int, modifiers: int) -> bool:
        xcb, _ = _loaded()
        for code in self._codes(keysym):
            for locks in (0, _CAPS, _NUM, _CAPS | _NUM):
                arguments = (self._root, modifiers | locks, code, _ASYNC, _ASYNC)
                cookie = xcb.xcb_grab_key_checked(self._connection, 1, *arguments)
                refused = xcb.xcb_request_check(self._connection, cookie)
                if refused:
                    _libc().free(refused)
                    log.info("another program has the key %s", self._keys)
                    self._release()
                    return False
                self._grabbed.append((code, modifiers | locks))
        return bool(self._grabbed)

    def _codes(self, keysym: int) -> list[int]:
        _, keysyms = _loaded()
        found = keysyms.xcb_key_symbols_get_keycode(self._symbols, keysym)
        codes: list[int] = []
        while found and found[len(codes)]:
            codes.append(found[len(codes)])
        if found:
            _libc().free(found)
        return codes

    def _release(self) -> None:
        if not self._connection:
            return
        xcb, _ = _loaded()
        for code, modifiers in self._grabbed:
            xcb.xcb_ungrab_key(self._connection, code, self._root, modifiers)
        self._grabbed = []
        xcb.xcb_flush(self._connection)

    def _hear(self) -> None:
        xcb, keysyms = _loaded()
        pressed = remapped = False
        while self._connection and (event := xcb.xcb_poll_for_event(self._connection)):
            kind = event[0] & 0x7F
            pressed = pressed or kind == _KEY_PRESS
            if kind == _MAPPING_NOTIFY:
                keysyms.xcb_refresh_keyboard_mapping(self._symbols, event)
                remapped = True
            _libc().free(event)
        if remapped and self._keys:
            self.set_keys(self._keys)  # the letter may be on another key now
        if pressed:
            self.pressed.emit("")


class _Screens(ctypes.Structure):
    """xcb_screen_iterator_t; the first field of a screen is its root window."""

    _fields_ = (("data", ctypes.POINTER(ctypes.c_uint32)), ("rem", ctypes.c_int), ("index", ctypes.c_int))


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


def _loaded() -> tuple[Any, Any]:
    found = _libraries()
    assert found is not None
    return found


@functools.cache
def _libc() -> Any:
    return ctypes.CDLL(None)


@functools.cache
def _libraries() -> tuple[Any, Any] | None:
    """libxcb and libxcb-keysyms; None where they aren't."""
    try:
        xcb, keysyms = ctypes.CDLL("libxcb.so.1"), ctypes.CDLL("libxcb-keysyms.so.1")
    except OSError:
        return None
    _declare(xcb, keysyms)
    return xcb, keysyms


def _declare(xcb: Any, keysyms: Any) -> None:
    pointer, byte, short, word = ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint32
    _libc().free.argtypes = [pointer]
    declared: tuple[tuple[Any, str, Any, list[Any]], ...] = (
        (xcb, "xcb_connect", pointer, [ctypes.c_char_p, pointer]),
        (xcb, "xcb_disconnect", None, [pointer]),
        (xcb, "xcb_connection_has_error", ctypes.c_int, [pointer]),
        (xcb, "xcb_get_setup", pointer, [pointer]),
        (xcb, "xcb_setup_roots_iterator", _Screens, [pointer]),
        (xcb, "xcb_get_file_descriptor", ctypes.c_int, [pointer]),
        (xcb, "xcb_grab_key_checked", _Cookie, [pointer, byte, word, short, byte, byte, byte]),
        (xcb, "xcb_ungrab_key", _Cookie, [pointer, byte, word, short]),
        (xcb, "xcb_request_check", pointer, [pointer, _Cookie]),
        (xcb, "xcb_flush", ctypes.c_int, [pointer]),
        (xcb, "xcb_poll_for_event", ctypes.POINTER(byte), [pointer]),
        (keysyms, "xcb_key_symbols_alloc", pointer, [pointer]),
        (keysyms, "xcb_key_symbols_free", None, [pointer]),
        (keysyms, "xcb_key_symbols_get_keycode", ctypes.POINTER(byte), [pointer, word]),
        (keysyms, "xcb_refresh_keyboard_mapping", ctypes.c_int, [pointer, ctypes.POINTER(byte)]),
    )
    for library, name, result, arguments in declared:
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
