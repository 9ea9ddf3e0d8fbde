"""The amber caret."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QTextEdit

from desktop.ui.look.theme import theme

WIDTH = 2


class Caret(QObject):
    """Blinks as the system wishes; steady for a moment after each move."""

    def __init__(self, editor: QTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self.lit = False
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._turn)
        editor.cursorPositionChanged.connect(self.wake)
        editor.installEventFilter(self)

    def wake(self) -> None:
        """Show it now."""
        self.lit = self._editor.hasFocus()
        time = QApplication.cursorFlashTime()
        if self.lit and time > 0:
            self._blink.start(time // 2)
        else:
            self._blink.stop()
        self._editor.viewport().update()

    def _turn(self) -> None:
        self.lit = not self.lit
        area = self._editor.cursorRect()
        self._editor.viewport().update(area.adjusted(-4, -4, 4, 4))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            QTimer.singleShot(0, self, self.wake)
        return False

    def paint(self, painter: QPainter, area: QRect) -> None:
        height = min(area.height(), theme.px(22))
        top = area.top() + (area.height() - height) / 2
        painter.fillRect(QRectF(area.left(), top, WIDTH, height), theme.colour("accent"))
