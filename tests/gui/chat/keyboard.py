"""The keyboard in the chat's window: which message has the focus, and keys sent to whatever has it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.panes.chat.messages.message_view import MessageView
from tests.gui.chat.conftest import Driver

KEY = Qt.Key
NO, SHIFT, CONTROL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "the focus is lost"
    return found


def press(chat: Driver, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO) -> None:
    chat.bot.keyClick(focused(), key, modifiers)
    QApplication.processEvents()


def go_to(chat: Driver, row: int) -> MessageView:
    chat.transcript.focus.focus_row(row)
    view = chat.transcript.focus.view()
    assert view is not None
    assert chat.transcript.row(view.message.id) == row
    return view
