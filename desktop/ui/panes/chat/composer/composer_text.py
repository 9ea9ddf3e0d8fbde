"""The field one writes a message in: plain text, Enter sends, an input method is never disturbed."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit, QWidget

from desktop.base.i18n import translate
from desktop.formats.markdown.text import is_chinese
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.text_column import LIFT
from desktop.ui.text.retranslate import say

_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_MOST_LINES = 10
_CARET = 2
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ComposerText(QTextEdit):
    """`submitted` fires for Enter; Shift+Enter breaks the line; Enter while an input method composes does neither.

    `stop_asked` fires for Esc, `recalled` for Up where nothing is written. `height_changed` asks for another height,
    `focused` tells that the focus came or went.
    """

    submitted = Signal()
    stop_asked = Signal()
    height_changed = Signal()
    focused = Signal(bool)
    files_dropped = Signal(list)  # of paths, pasted or dropped
    recalled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False
        self._chinese = False
        self._hint = ""
        self._caret_on = False
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.setCursorWidth(0)  # Qt's caret is the colour of the text: ours is painted below
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        frame = self.document().rootFrame().frameFormat()
        frame.setLeftMargin(_CARET)
        self.document().rootFrame().setFrameFormat(frame)
        say(self, self.setAccessibleName, lambda: translate("Chat", "Message"))
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._toggle_caret)
        self.cursorPositionChanged.connect(self._restart_caret)
        self.document().contentsChanged.connect(self._follow_script)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self.height_changed.emit())
        theme.follow(self, self._restyle)

    def set_hint(self, hint: str) -> None:
        """What stands in the field while it is empty."""
        self._hint = hint
        self.setAccessibleDescription(hint)
        self._follow_script()
        self.viewport().update()

    @property
    def composing(self) -> bool:
        """Whether an input method is putting a word together."""
        return self._composing

    def replace_text(self, text: str) -> None:
        """Put another text in, the caret behind it; Undo brings the one before back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def natural_height(self) -> int:
        """The height of the text, at most ten lines."""
        line = theme.line("chat", chinese=self._chinese)
        high = math.ceil(self.document().size().height())
        hint = theme.line("chat", chinese=is_chinese(self._hint))  # the first letter typed moves nothing
        return max(hint, line, min(high, _MOST_LINES * line)) + LIFT

    # -- looks -----------------------------------------------------------------------------------------------------

    def _restyle(self) -> None:
        palette = self.palette()
        clear = theme.colour("card")
        clear.setAlpha(0)
        palette.setColor(QPalette.ColorRole.Base, clear)
        palette.setColor(QPalette.ColorRole.Text, theme.colour("text"))
        palette.setColor(QPalette.ColorRole.Highlight, theme.colour("selection"))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.colour("text"))
        self.setPalette(palette)
        self._set_script()

    def _follow_script(self) -> None:
        chinese = is_chinese(self.toPlainText() or self._hint)
        line = theme.line("chat", chinese=chinese)
        if chinese != self._chinese or self.document().begin().blockFormat().lineHeight() != line:
            self._chinese = chinese
            self._set_script()

    def _set_script(self) -> None:
        """The font and the line height for the script of the text; not a step of undo."""
        font = theme.font("chat", chinese=self._chinese)
        self.setFont(font)
        self.document().setDefaultFont(font)
        form = QTextBlockFormat()
        form.setLineHeight(theme.line("chat", chinese=self._chinese), _FIXED)
        cursor = QTextCursor(self.document())
        cursor.joinPreviousEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(form)
        cursor.endEditBlock()
        self.height_changed.emit()

    def _restart_caret(self) -> None:
        self._caret_on = self.hasFocus()
        flash = QApplication.cursorFlashTime() // 2
        if self.hasFocus() and flash > 0:
            self._blink.start(flash)
        self.viewport().update()

    def _toggle_caret(self) -> None:
        self._caret_on = not self._caret_on
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        line = theme.line("chat", chinese=self._chinese)
        if self.document().isEmpty() and not self._composing:
            painter.setFont(self.font())
            painter.setPen(theme.colour("secondary"))
            area = QRectF(_CARET, LIFT, self.viewport().width() - _CARET, line)
            words = painter.fontMetrics().elidedText(self._hint, Qt.TextElideMode.ElideRight, int(area.width()))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()
        super().paintEvent(event)
        if self._caret_on and self.hasFocus():
            painter = QPainter(self.viewport())
            rect = self.cursorRect()
            high = min(rect.height(), 20 * line // 24)
            left = min(max(0, rect.left() - 1), self.viewport().width() - _CARET)
            painter.fillRect(left, rect.bottom() - high + 1, _CARET, high, theme.colour("accent"))

    # -- events ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.accept()
            if not self._composing and not event.isAutoRepeat():
                self.submitted.emit()
        elif event.key() in _ENTER and self._composing:
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and not self._composing:
            self.stop_asked.emit()
        elif event.key() == Qt.Key.Key_Up and not self._composing and self.document().isEmpty():
            self.recalled.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Esc belongs to the input method while it composes, not to the shortcut that stops a reply."""
        if event.type() == QEvent.Type.ShortcutOverride and self._composing:
            event.accept()
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self._restart_caret()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._restart_caret()
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._blink.stop()
        self._composing = False
        self._restart_caret()
        self.focused.emit(False)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted is plain text; files are attached."""
        files = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()] if source.hasUrls() else []
        if files:
            self.files_dropped.emit(files)
        elif source.hasText():
            self.textCursor().insertText(source.text())
            self.ensureCursorVisible()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():  # a file: the window takes it
            event.ignore()
        else:
            super().dragEnterEvent(event)
