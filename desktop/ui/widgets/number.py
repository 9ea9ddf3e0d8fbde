"""A number to type, bounded, with its unit; Up and Down step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.widgets.fields import LineField


class NumberField(LineField):
    """`entered` fires with the text when a person is done: Enter, or the focus goes elsewhere. Esc takes it back."""

    entered = Signal(str)
    stepped = Signal(int)

    def __init__(
        self,
        label: Callable[[], str],
        parent: QWidget | None = None,
        *,
        unit: Callable[[], str] = lambda: "",
        width: int = 136,
    ) -> None:
        self._unit = unit
        self._width = width
        self._kept = ""
        super().__init__(label, parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.returnPressed.connect(self._enter)

    def set_value(self, text: str) -> None:
        """Show a value that is in force."""
        self._kept = text
        self.setText(text)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._width), theme.px(tokens.CONTROL))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._kept:
            self.setText(self._kept)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._enter()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        unit = self._unit()
        if not unit:
            return
        painter = QPainter(self)
        painter.setFont(theme.font_for("chrome", unit))
        painter.setPen(theme.colour("secondary"))
        x = 12 + QFontMetrics(self.font()).horizontalAdvance(self.text()) + 6
        area = QRect(x, 0, self.width() - x - 4, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, unit)

    def _enter(self) -> None:
        if self.text() != self._kept:
            self.entered.emit(self.text())
