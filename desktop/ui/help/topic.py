"""Which page of the help is about where one is.

A widget, or a pane, says so itself by an attribute: `help_topic = "chat#assistants"`. What says nothing is explained
where its parent is.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget


def topic_of(thing: QObject | None) -> str:
    """The topic of the nearest of `thing` and its parents that has one; "" where none has."""
    at = thing
    while at is not None:
        topic = getattr(at, "help_topic", "")
        if topic:
            return str(topic)
        at = at.parentWidget() if isinstance(at, QWidget) else at.parent()
    return ""
