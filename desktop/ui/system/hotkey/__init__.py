"""A key that works in every program: X11, the desktop's portal on Wayland, Windows, macOS; Qt has no such thing."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop.ui.system.hotkey.base import Hotkey, Words, answers, chord, is_free

__all__ = ["Hotkey", "answers", "chord", "hotkey", "is_free", "is_possible", "uses_portal"]


def uses_portal() -> bool:
    """Whether the desktop decides about such keys and may ask the person: Wayland keeps them to itself."""
    if sys.platform in ("win32", "darwin"):
        return False
    platform = QGuiApplication.platformName()
    under_wayland = platform == "xcb" and os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return platform.startswith("wayland") or under_wayland


def is_possible() -> bool:
    """Whether this system lets a program have such a key, as far as can be said without asking."""
    if sys.platform in ("win32", "darwin"):
        return True
    if uses_portal():
        from desktop.ui.system.hotkey import portal

        return portal.may_be_there()
    from desktop.ui.system.hotkey import x11

    return QGuiApplication.platformName() == "xcb" and x11.is_there()


def hotkey(name: str, words: Words, parent: QObject | None = None) -> Hotkey:
    """One for this system; where there is none, one that never gets its keys."""
    if sys.platform == "win32":
        from desktop.ui.system.hotkey.windows import WindowsHotkey

        return WindowsHotkey(name, words, parent)
    if sys.platform == "darwin":
        from desktop.ui.system.hotkey.macos import MacHotkey

        return MacHotkey(name, words, parent)
    if not is_possible():
        return Hotkey(name, words, parent)
    if uses_portal():
        from desktop.ui.system.hotkey.portal import PortalHotkey

        return PortalHotkey(name, words, parent)
    from desktop.ui.system.hotkey.x11 import X11Hotkey

    return X11Hotkey(name, words, parent)
