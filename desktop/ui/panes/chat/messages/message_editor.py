"""A message while a person changes it, in the place where it stands."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.composer.composer_text import ComposerText
from desktop.ui.panes.chat.messages.commands import KEEP_EDIT
from desktop.ui.panes.chat.text_column import LIFT
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button
from desktop.ui.widgets.draw import rounded

_PAD_X, _PAD_TOP = 16, 12
_GAP = 8
_MOST_LINES = 24
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EditorText(ComposerText):
    """In a person's own message Enter sends, as in the composer; in a reply it breaks the line and Ctrl+Enter keeps."""

    def __init__(self, parent: QWidget, *, own: bool) -> None:
        self._own = own
        super().__init__(parent)

    def natural_height(self) -> int:
        line = self.cursorRect().height() or theme.line("chat")
        high = self.document().size().height()
        return int(max(line, min(high, _MOST_LINES * line))) + LIFT

    def event(self, event: QEvent) -> bool:
        """Esc belongs to the field, not to the shortcut that stops a reply."""
        if event.type() == QEvent.Type.ShortcutOverride and cast("QKeyEvent", event).key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTER and not self._own and not control and not self.composing:
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)


class MessageEditor(QWidget):
    """A card with the text and what to do with it. `kept` carries the text and whether it is to be answered.

    Nothing ends it but its buttons and keys, so that what is written isn't lost by a click beside it.
    """

    kept = Signal(str, bool)
    cancelled = Signal()
    changed = Signal(str)
    resized = Signal()

    def __init__(self, text: str, parent: QWidget, *, own: bool) -> None:
        super().__init__(parent)
        self._before = text
        self._own = own
        self._card = QRect()
        self.text = EditorText(self, own=own)
        self.text.setPlainText(text)
        self.text.document().setModified(False)
        self.text.submitted.connect(lambda: self._keep(answer=own))
        self.text.stop_asked.connect(self.cancelled)
        self.text.height_changed.connect(self.resized)
        self.text.focused.connect(lambda _: self.update())
        self.text.textChanged.connect(self._changed)
        self.cancel = Button(lambda: translate("Chat", "Cancel"), "quiet", parent=self)
        self.cancel.clicked.connect(self.cancelled)
        self.keep = Button(lambda: translate("Chat", "Keep"), "plain" if own else "primary", parent=self)
        self.keep.clicked.connect(lambda: self._keep(answer=False))
        self.send: Button | None = None
        if own:
            self.send = Button(lambda: translate("Chat", "Send"), "primary", "arrow-up", self)
            self.send.clicked.connect(lambda: self._keep(answer=True))
        name = (
            (lambda: translate("Chat", "Edit your message")) if own else (lambda: translate("Chat", "Edit the reply"))
        )
        say(self, self._name, name)

    def _name(self, name: str) -> None:
        self.setAccessibleName(name)
        self.text.setAccessibleName(name)
        self.text.setAccessibleDescription(
            translate("Chat", "Enter sends it as a new version, Esc leaves it as it was.")
            if self._own
            else translate("Chat", "{keys} keeps it as a new version, Esc leaves it as it was.").format(
                keys=KEEP_EDIT.keys_text
            )
        )

    def begin(self, text: str | None = None) -> None:
        """Take the focus, the caret at the end; `text` was being written earlier."""
        if text is not None:
            self.text.setPlainText(text)
        cursor = self.text.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.text.setTextCursor(cursor)

    def _changed(self) -> None:
        usable = bool(self.text.toPlainText().strip())
        for button in (self.keep, self.send):
            if button is not None:
                button.setEnabled(usable)
        self.changed.emit(self.text.toPlainText())

    def _keep(self, *, answer: bool) -> None:
        text = self.text.toPlainText()
        if text == self._before:
            self.cancelled.emit()
        elif text.strip():
            self.kept.emit(text, answer)

    def fit(self, width: int) -> int:
        """Lay out in `width` px and return the height."""
        inner = width - 2 * _PAD_X
        self.text.setGeometry(_PAD_X - 2, _PAD_TOP - LIFT, inner + 4, self.text.height())
        self.text.document().setTextWidth(self.text.viewport().width())  # at once: it may not be shown yet
        high = self.text.natural_height()
        self.text.setGeometry(_PAD_X - 2, _PAD_TOP - LIFT, inner + 4, high)
        y = _PAD_TOP - LIFT + high + _GAP
        side = theme.px(tokens.CONTROL)
        x = width - _GAP
        for button in (self.send, self.keep, self.cancel):
            if button is not None:
                wide = button.sizeHint().width()
                x -= wide
                button.setGeometry(x, y, wide, side)
                x -= _GAP
        self._card = QRect(0, 0, width, y + side + _GAP)
        return self._card.height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        line, width = ("accent", tokens.RING_WIDTH) if self.text.hasFocus() else ("border", tokens.HAIRLINE)
        rounded(QPainter(self), self._card, tokens.RADIUS_CARD, "card", line, width)
