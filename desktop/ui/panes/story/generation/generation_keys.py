"""The hand's keys: Tab, Esc, Alt+Right, 1 to 5, and whatever a person types while it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from desktop.ui.panes.story.generation.generation_controller import GenerationController


def pressed(generation: GenerationController, event: QKeyEvent) -> bool:
    """Whether a key was the hand's."""
    plain = not event.modifiers() or event.modifiers() == Qt.KeyboardModifier.KeypadModifier
    key = event.key()
    if key == Qt.Key.Key_Escape:
        if generation.writing or generation.openings.isVisible() or generation.asking:
            generation.stop()
            generation.hide_suggestions()
            return True
        if generation.proposal.present:
            generation.reject()
            return True
        return False
    if key == Qt.Key.Key_Tab and plain:
        if generation.proposal.present and not generation.writing:
            generation.accept()
        else:
            generation.continue_()
        return True
    if key == Qt.Key.Key_Right and event.modifiers() == Qt.KeyboardModifier.AltModifier and generation.proposal.present:
        generation.accept_piece()
        return True
    take = generation.openings.take(key - Qt.Key.Key_0) if plain and Qt.Key.Key_1 <= key <= Qt.Key.Key_5 else None
    if take is not None:
        generation.choose(take)
        return True
    if generation.writing and event.text() and event.text().isprintable() and plain:
        generation.stop()  # a person writes: the hand rests
    return False
