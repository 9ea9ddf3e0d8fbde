"""The 56 px between the pages: a hairline, and on it the mark of every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.look import icons
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import show_tip
from desktop.ui.panes.translate.pages.rows import Mark
from desktop.ui.widgets.draw import rounded

WIDTH = 56
_ICONS = {
    Mark.DONE: ("check", "good"),
    Mark.GLOSSARY: ("book", "origin_pinned"),
    Mark.DOUBTFUL: ("question", "doubtful"),
}
_ROOM = 26  # px of the hairline a mark interrupts


def mark_text(mark: Mark) -> str:
    """A mark in words."""
    match mark:
        case Mark.WAITING:
            return translate("TranslatePane", "waiting")
        case Mark.WRITING:
            return translate("TranslatePane", "being translated")
        case Mark.DONE:
            return translate("TranslatePane", "translated")
        case Mark.GLOSSARY:
            return translate("TranslatePane", "translated with terms of the glossary")
        case Mark.DOUBTFUL:
            return translate("TranslatePane", "doubtful: look at it")
    return ""


class Gutter(QWidget):
    """`first_line` gives the first line of a row in this widget's heights; `hovered` carries a row, -1 for none."""

    hovered = Signal(int)

    def __init__(
        self, first_line: Callable[[int], QRect], row_at: Callable[[int], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._first_line = first_line
        self._row_at = row_at
        self.marks: list[Mark] = []
        self.tinted: set[int] = set()
        self.setFixedWidth(WIDTH)
        self.setMouseTracking(True)
        theme.follow(self, self.update)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        if list(marks) != self.marks:
            self.marks = list(marks)
            self.update()

    def set_mark(self, number: int, mark: Mark) -> None:
        if 0 <= number < len(self.marks) and self.marks[number] is not mark:
            self.marks[number] = mark
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.width() // 2
        painter.fillRect(middle, 0, 1, self.height(), theme.colour("hairline"))
        area = event.rect()
        for number, mark in enumerate(self.marks):
            if mark is Mark.NONE:
                continue
            line = self._first_line(number)
            if line.bottom() < area.top() - _ROOM:
                continue
            if line.top() > area.bottom() + _ROOM:
                break
            self._paint_mark(painter, mark, QPoint(middle, line.center().y()), number in self.tinted)

    def _paint_mark(self, painter: QPainter, mark: Mark, at: QPoint, tinted: bool) -> None:
        room = theme.px(_ROOM)
        ground = theme.colour("user_message" if tinted else "page")
        painter.fillRect(at.x() - 1, at.y() - room // 2, 3, room, ground)
        if mark in _ICONS:
            name, token = _ICONS[mark]
            if mark is Mark.DOUBTFUL:
                side = theme.px(24)
                disc = QRectF(at.x() + 0.5 - side / 2, at.y() + 0.5 - side / 2, side, side)
                rounded(painter, disc, side / 2, "doubtful_tint")
            side = theme.px(18 if mark is not Mark.DOUBTFUL else 16)
            painter.drawPixmap(at.x() - side // 2, at.y() - side // 2, icons.pixmap(name, token, side))
            return
        side = theme.px(8)
        dot = QRectF(at.x() + 0.5 - side / 2, at.y() + 0.5 - side / 2, side, side)
        if mark is Mark.WRITING:
            rounded(painter, dot, side / 2, "accent")
        else:
            rounded(painter, dot, side / 2, "page", "border", 1.5)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hovered.emit(self._row_at(round(event.position().y())))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._row_at(event.pos().y())
            words = mark_text(self.marks[row]) if 0 <= row < len(self.marks) else ""
            show_tip(event.globalPos(), words, self)
            return True
        return super().event(event)
