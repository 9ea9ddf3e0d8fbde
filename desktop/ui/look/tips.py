"""Tooltips: words as they are. Qt would read markup in them, and open the pictures it names."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPoint
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QToolTip, QWidget

_LINE = 80  # characters; Qt doesn't break the lines of plain text
_MARKUP = "<qt>"


def tip(text: str) -> str:
    """What Qt must be given so that it shows `text`, letter for letter and in lines that fit the screen."""
    if not Qt.mightBeRichText(text) and all(len(line) <= _LINE for line in text.split("\n")):
        return text
    return _MARKUP + escape(text).replace("\n", "<br>") + "</qt>"


def set_tip(widget: QWidget, text: str) -> None:
    """Show `text` where the mouse rests on a widget."""
    before, shown = widget.toolTip(), tip(text)
    if shown == before:
        return
    widget.setToolTip(shown)
    if shown != text or before.startswith(_MARKUP):
        widget.setAccessibleDescription(text)  # a screen reader would say the markup


def show_tip(at: QPoint, text: str, widget: QWidget) -> None:
    """Show `text` now, at a point of the screen; nothing hides it."""
    QToolTip.showText(at, tip(text), widget)
