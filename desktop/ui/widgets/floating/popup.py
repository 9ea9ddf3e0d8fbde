"""What floats over the window: a card with the shadow, a child widget, so that round corners need no compositor."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.widgets.draw import rounded, shadow

_GAP = 4
_EDGE = 8


class Card(QWidget):
    """A rounded surface with a hairline; its layout is a column."""

    def __init__(self, parent: QWidget | None = None, *, margins: int = 4, fill: str = "card") -> None:
        super().__init__(parent)
        self._fill = fill
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margins, margins, margins, margins)
        self.column.setSpacing(0)
        theme.follow(self, self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        rounded(QPainter(self), self.rect(), tokens.RADIUS_CARD, self._fill, "hairline")


class Popup(QWidget):
    """A card over the whole window's area. A click outside and Esc close it; the focus returns to `anchor`.

    Put widgets into `card.column`. It deletes itself when closed; `closed` tells.
    """

    closed = Signal()

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor.window())
        self._over = anchor.window()
        self.anchor = anchor
        self._focus_before: QWidget | None = None
        self.card = Card(self)
        self.hide()

    def open_below(self, widget: QWidget, *, align_right: bool = False, width: int = 0) -> None:
        """Show under `widget` (above it where there is no room), aligned with its left or right edge."""
        area = QRect(widget.mapTo(self._over, QPoint()), widget.size())
        self._open(area, align_right=align_right, width=width)

    def open_at(self, widget: QWidget, point: QPoint, *, width: int = 0) -> None:
        """Show at a point of `widget`, such as the pointer or the caret."""
        self._open(QRect(widget.mapTo(self._over, point), QSize(1, 1)), align_right=False, width=width)

    def close_popup(self) -> None:
        """Take it away; the focus goes back."""
        if not self.isVisible():
            return
        self.hide()
        self._over.removeEventFilter(self)
        before = self._focus_before
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    def first_focus(self) -> QWidget | None:
        """What gets the focus when it opens."""
        return self.card

    def _open(self, area: QRect, *, align_right: bool, width: int) -> None:
        self._focus_before = QApplication.focusWidget()
        self._area, self._align_right, self._width = area, align_right, width
        self._over.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        target = self.first_focus()
        if target is not None:
            target.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        window = self._over.rect()
        self.setGeometry(window)
        hint = self.card.sizeHint()
        width = min(max(hint.width(), self._width), window.width() - 2 * _EDGE)
        if self.card.hasHeightForWidth():
            hint.setHeight(self.card.heightForWidth(width))
        height = min(hint.height(), window.height() - 2 * _EDGE)
        x = self._area.right() + 1 - width if self._align_right else self._area.left()
        x = max(_EDGE, min(x, window.width() - width - _EDGE))
        y = self._area.bottom() + 1 + _GAP
        if y + height > window.height() - _EDGE:
            above = self._area.top() - _GAP - height
            y = above if above >= _EDGE else window.height() - height - _EDGE
        self.card.setGeometry(x, y, width, height)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.close_popup()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_popup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_popup()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        shadow(QPainter(self), self.card.geometry(), tokens.RADIUS_CARD)
