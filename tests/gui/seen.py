"""What stands on the screen, for tests: every text of every visible widget, and whether it has room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui import tasks
from desktop.ui.widgets import Label, Paragraph


@dataclass(frozen=True)
class Seen:
    """One text and the widget it is on; `fits` says whether all of it is visible."""

    text: str
    widget: QWidget
    fits: bool = True

    def __repr__(self) -> str:
        return f"{type(self.widget).__name__}({self.text!r})"


def visible(root: QWidget) -> Iterator[QWidget]:
    """`root` and everything visible in it."""
    if root.isVisible():
        yield root
        yield from (child for child in root.findChildren(QWidget) if child.isVisible())


def texts(root: QWidget) -> list[Seen]:
    """Every text that is drawn, spoken or hinted at."""
    found: list[Seen] = []
    for widget in visible(root):
        if isinstance(widget, Paragraph):
            room = widget.heightForWidth(widget.width()) <= widget.height()
            found.append(Seen(widget.text(), widget, room))
        elif isinstance(widget, QLabel):
            gives_way = isinstance(widget, Label) and widget.elides
            room = gives_way or (
                widget.sizeHint().width() <= widget.width() and widget.sizeHint().height() <= widget.height() + 2
            )
            found.append(Seen(widget.text(), widget, room))
        elif isinstance(widget, QAbstractButton):
            room = (
                getattr(widget, "elides", False) or not widget.text() or widget.sizeHint().width() <= widget.width() + 1
            )
            found.append(Seen(widget.text(), widget, room))
        elif isinstance(widget, (QLineEdit, QPlainTextEdit)):
            found.append(Seen(widget.placeholderText(), widget))
        found += [Seen(text, widget) for text in (widget.toolTip(), widget.accessibleName()) if text]
    return [seen for seen in found if seen.text.strip()]


def settled(bot: QtBot, root: QWidget) -> None:
    """Wait until no task runs and everything visible has stood in its place for three looks, with the same focus."""
    looks: list[object] = []

    def still() -> bool:
        places = [(id(widget), widget.geometry().getRect()) for widget in visible(root)]
        looks.append((places, root.window().focusWidget()))
        return tasks.idle() and len(looks) > 2 and looks[-1] == looks[-2] == looks[-3]

    bot.waitUntil(still, timeout=10_000)
