"""Rows of the second column: a word one is in or goes to, and the small headings between them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.text.retranslate import say
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.draw import mirrored, rounded

_TICK = 18


class RowButton(Pressable):
    """A row of 32 px that stays selected while what it names is shown, with `tick` and a check at its end. Up and Down
    move between the rows.
    """

    def __init__(
        self, label: Callable[[], str], parent: QWidget | None = None, *, checkable: bool = True, tick: bool = False
    ) -> None:
        super().__init__(parent)
        self._tick = tick
        self._note = ""
        self.setCheckable(checkable)
        self.setAutoExclusive(checkable)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        say(self, self._name, label)

    def mark(self, selected: bool) -> None:
        """Select the row or not; none of a column may be."""
        self.setAutoExclusive(False)
        self.setChecked(selected)
        self.setAutoExclusive(self.isCheckable())

    def set_note(self, note: str) -> None:
        """A few quiet characters at the right edge, such as a number; "" for none."""
        self._note = note
        self.setAccessibleDescription(note)
        self.update()

    def _name(self, label: str) -> None:
        self.setText(label)
        self.setAccessibleName(label)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(tokens.ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isChecked() or self.isDown():
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "selected")
        elif self.hovered:
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "hover")
        font = theme.font_for("chrome_medium" if self.isChecked() else "chrome", self.text())
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        side = theme.px(_TICK) if self._tick else 0
        area = QRect(8, 0, self.width() - 16 - side, self.height())
        if self._tick and self.isChecked():
            self._paint_icon(painter, "check", "accent_text", self.width() - side - 10, side)
        if self._note:
            area.setRight(area.right() - self._paint_note(painter, area))
            painter.setFont(font)
            painter.setPen(theme.colour("text"))
        shown = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(mirrored(area, self.rect()), flags, shown)

    def _paint_note(self, painter: QPainter, area: QRect) -> int:
        """Draws it; returns the width it takes, with the gap before it."""
        font = theme.font_for("meta", self._note)
        painter.setFont(font)
        painter.setPen(theme.colour("text" if self.isChecked() else "secondary"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(mirrored(area, self.rect()), flags, self._note)
        return QFontMetrics(font).horizontalAdvance(self._note) + 8
