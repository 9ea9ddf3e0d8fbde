"""The right page: read, walked through, and corrected row by row."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.base.i18n import translate
from desktop.ui import fonts
from desktop.ui.panes.translate.row_text import STYLE, RowText
from desktop.ui.say import say
from desktop.ui.theme import theme

_READ = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class TargetText(RowText):
    """`word_asked` fires for a click on a word (row, offset, where); `edit_asked` for F2, Enter and a double click."""

    word_asked = Signal(int, int, QPoint)
    edit_asked = Signal(int)

    def __init__(self, left: int, right: int, parent: QWidget | None = None) -> None:
        super().__init__(left, right, parent)
        self.setTextInteractionFlags(_READ)
        say(self, self.setAccessibleName, lambda: translate("TranslatePane", "Translation"))
        say(
            self,
            self.setAccessibleDescription,
            lambda: translate("TranslatePane", "F2 edits a sentence, Space shows other words."),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_asked.emit(self.current)
        elif event.key() == Qt.Key.Key_Space:
            cursor = self.textCursor()
            self.word_asked.emit(self.current, cursor.positionInBlock(), self.cursorRect(cursor).bottomLeft())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        cursor = self.cursorForPosition(event.position().toPoint())
        row, offset = cursor.blockNumber(), cursor.positionInBlock()
        on_text = self.area(row).contains(event.position().toPoint()) and offset < len(self.row(row))
        if event.button() == Qt.MouseButton.LeftButton and on_text and not self.textCursor().hasSelection():
            self.word_asked.emit(row, offset, self.cursorRect(cursor).bottomLeft())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit_asked.emit(self.cursorForPosition(event.position().toPoint()).blockNumber())


class RowEditor(QPlainTextEdit):
    """A row while a person writes in it. Enter and leaving keep it, Esc doesn't."""

    kept = Signal(str)
    ended = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = text
        self._over = False
        self.setPlainText(text)
        self.setFont(theme.font(STYLE, chinese=fonts.is_chinese(text)))
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(4)
        self.setCursorWidth(2)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), theme.colour("card"))
        self.setPalette(palette)
        self.setStyleSheet(
            f"RowEditor {{ background: {theme.colour('card').name()}; "
            f"border: 2px solid {theme.colour('accent').name()}; border-radius: 6px; }}"
        )
        say(self, self.setAccessibleName, lambda: translate("TranslatePane", "Translation of this sentence"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(keep=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(keep=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._end(keep=True)

    def _end(self, *, keep: bool) -> None:
        if self._over:
            return
        self._over = True
        text = " ".join(self.toPlainText().split("\n")).strip()
        if keep and text and text != self._text:
            self.kept.emit(text)
        self.ended.emit()
