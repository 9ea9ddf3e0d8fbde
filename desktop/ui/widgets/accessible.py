"""What our own widgets are to a screen reader, where Qt can't know: by default a widget that isn't Qt's has no role.

A class says it itself: `accessible_role = QAccessible.Role.List`. Qt's own classes keep what Qt knows of them.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import isValid

_installed: list[object] = []
_made: dict[int, QAccessibleInterface] = {}  # Qt holds no reference to what Python makes


def install() -> None:
    """Let Qt ask here first; once for the program. Nothing happens until a screen reader comes."""
    if not _installed:
        _installed.append(_factory)
        QAccessible.installFactory(_factory)


def _factory(_name: str, thing: QObject) -> QAccessibleInterface | None:
    role = getattr(thing, "accessible_role", None)
    if role is None or not isinstance(thing, QWidget) or not isValid(thing):
        return None
    key = id(thing)
    made = _made[key] = QAccessibleWidget(thing, role)
    thing.destroyed.connect(lambda: _made.pop(key, None))
    return made
