"""The right page: read, walked through, and corrected row by row."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop.base.i18n import translate
from desktop.formats.markdown.text import is_chinese
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.translate.commands import EDIT_ROW, OTHER_WORDS
from desktop.ui.panes.translate.pages.row_text import STYLE, TINT, RowText
from desktop.ui.text.caret import Caret
from desktop.ui.text.cjk_punctuation import Squeeze
from desktop.ui.text.retranslate import say

EDITOR_SIDE = 7  # px its frame reaches beyond the words
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
            lambda: translate("TranslatePane", "{edit} edits a sentence, {words} shows other words.").format(
                edit=EDIT_ROW.keys_text, words=OTHER_WORDS.keys_text
            ),
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


class RowEditor(QTextEdit):
    """A row while a person writes in it, where and as it stands. Enter and leaving keep it, Esc doesn't."""

    kept = Signal(str)
    ended = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = text
        self._over = False
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.document().setDefaultFont(theme.font(STYLE, chinese=is_chinese(text)))
        self.setPlainText(text)
        frame = self.document().rootFrame().frameFormat()
        frame.setLeftMargin(EDITOR_SIDE - tokens.RING_WIDTH)
        frame.setRightMargin(EDITOR_SIDE - tokens.RING_WIDTH)
        frame.setTopMargin(TINT - tokens.RING_WIDTH)
        self.document().rootFrame().setFrameFormat(frame)
        line = QTextBlockFormat()
        line.setLineHeight(theme.line(STYLE), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(line)
        self._squeeze = Squeeze(self.document(), lambda: theme.em(STYLE, 1))
        self.setCursorWidth(0)
        self._caret = Caret(self)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), theme.colour("card"))
        palette.setColor(QPalette.ColorRole.Highlight, theme.colour("selection"))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.colour("text"))
        self.setPalette(palette)
        self.setStyleSheet(
            f"RowEditor {{ background: {theme.colour('card').name()}; "
            f"border: {tokens.RING_WIDTH}px solid {theme.colour('accent').name()}; border-radius: 6px; }}"
        )
        say(self, self.setAccessibleName, lambda: translate("TranslatePane", "Translation of this sentence"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._caret.lit:
            self._caret.paint(QPainter(self.viewport()), self.cursorRect())

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
