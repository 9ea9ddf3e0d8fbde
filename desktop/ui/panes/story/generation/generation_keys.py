"""The hand's keys: Tab, Esc, Alt+Right, 1 to 5, and whatever a person types while it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from desktop.ui.panes.story.generation.generation_controller import Hand


def pressed(hand: Hand, event: QKeyEvent) -> bool:
    """Whether a key was the hand's."""
    plain = not event.modifiers() or event.modifiers() == Qt.KeyboardModifier.KeypadModifier
    key = event.key()
    if key == Qt.Key.Key_Escape:
        if hand.writing or hand.openings.isVisible() or hand.asking:
            hand.stop()
            hand.hide_openings()
            return True
        if hand.proposal.present:
            hand.reject()
            return True
        return False
    if key == Qt.Key.Key_Tab and plain:
        if hand.proposal.present and not hand.writing:
            hand.accept()
        else:
            hand.continue_()
        return True
    if key == Qt.Key.Key_Right and event.modifiers() == Qt.KeyboardModifier.AltModifier and hand.proposal.present:
        hand.accept_piece()
        return True
    take = hand.openings.take(key - Qt.Key.Key_0) if plain and Qt.Key.Key_1 <= key <= Qt.Key.Key_5 else None
    if take is not None:
        hand.choose(take)
        return True
    if hand.writing and event.text() and event.text().isprintable() and plain:
        hand.stop()  # a person writes: the hand rests
    return False
