"""The scroll bar of both pages. It stands for the whole document, also where only a part of it is laid out."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollBar, QWidget

from desktop.base.i18n import translate
from desktop.ui.panes.translate.pages.row_window import RowWindow
from desktop.ui.text.retranslate import say

WIDTH = 12


class PageBar(QScrollBar):
    """`inner` is the hidden bar of a page. `part_asked` carries the row to bring to the top, which isn't laid out;
    `next_part_asked` fires where the part that is laid out ends soon.
    """

    part_asked = Signal(int)
    next_part_asked = Signal()

    def __init__(self, inner: QScrollBar, laid_out: RowWindow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inner = inner
        self._laid_out = laid_out
        self._average = 0.0  # px of a row, for those that aren't laid out
        self._moving = False  # by us
        self.setFixedWidth(WIDTH)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()
        say(self, self.setAccessibleName, lambda: translate("TranslatePane", "Scroll both pages"))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.next_part_asked)
        inner.valueChanged.connect(self.show_place)
        inner.rangeChanged.connect(self._range_changed)
        self.valueChanged.connect(self._moved)

    def forget(self) -> None:
        """Another document: its rows have other heights."""
        self._average = 0.0

    def show_place(self) -> None:
        """The pages have moved: follow them, and ask for another part where this one ends."""
        value = self._inner.value()
        self._moving = True
        self.setValue(value + round(self._laid_out.first * self._average))
        self._moving = False
        room = self._inner.pageStep()
        before = value < room // 2 and self._laid_out.first > 0
        after = value > self._inner.maximum() - room // 2 and self._laid_out.last < self._laid_out.total
        if self._laid_out.is_part and (before or after):
            self._soon.start()

    def _range_changed(self, least: int, most: int) -> None:
        if self._laid_out.is_part:
            self._average = self._average or (most + self._inner.pageStep()) / self._laid_out.count
            most += round((self._laid_out.total - self._laid_out.count) * self._average)
        self._moving = True
        self.setRange(least, most)
        self._moving = False
        self.setVisible(most > least)
        self.setPageStep(self._inner.pageStep())
        self.setSingleStep(self._inner.singleStep())

    def _moved(self, value: int) -> None:
        if self._moving:
            return
        inside = value - round(self._laid_out.first * self._average)
        if not self._laid_out.is_part or 0 <= inside <= self._inner.maximum():
            self._inner.setValue(inside)
        else:
            self.part_asked.emit(min(self._laid_out.total - 1, max(0, int(value / self._average))))
