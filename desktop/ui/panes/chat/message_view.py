"""What every message on the page shares: its data, its height for a width, hover, and how it is read out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget

from desktop.store import Message

_SPOKEN = 300


class MessageView(QWidget):
    """One message. The transcript asks for its height with `fit` and tells it with `reveal` what is looked at.

    `resized` asks to be fitted again.
    """

    resized = Signal()
    link_clicked = Signal(str)

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message

    def show_message(self, message: Message) -> None:
        """Show another state of the message."""
        self.message = message

    def restyle(self) -> None:
        """Theme, text size or language changed."""

    def fit(self, width: int) -> int:
        """Lay out in `width` px and return the height."""
        raise NotImplementedError

    def reveal(self, _top: int, _bottom: int) -> None:
        """The part between these heights is looked at."""

    def set_hovered(self, _hovered: bool) -> None:
        """The pointer came or went."""

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.set_hovered(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.set_hovered(False)


def spoken(text: str) -> str:
    """The beginning of a text, for an accessible name."""
    return text if len(text) <= _SPOKEN else text[:_SPOKEN] + "…"
