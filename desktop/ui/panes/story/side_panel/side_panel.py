"""The side panel: Memory, Takes, Style, and the button that folds it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import set_tip
from desktop.ui.panes.story import commands
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import CommandIcon, Scrolled
from desktop.ui.widgets.buttons import Pressable


class _Tab(Pressable):
    """A word with an amber line under it while it is in front."""

    def __init__(self, label: Callable[[], str]) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoExclusive(True)
        say(self, self._name, label)

    def _name(self, label: str) -> None:
        self.setText(label)
        self.setAccessibleName(label)
        self.updateGeometry()

    elides = True  # in a narrow panel; the tip has the whole word

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(24), theme.px(tokens.HEADER))

    def sizeHint(self) -> QSize:
        width = QFontMetrics(theme.font_for("chrome_strong", self.text())).horizontalAdvance(self.text())
        return QSize(width, theme.px(tokens.HEADER))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        chosen = self.isChecked()
        painter.setFont(theme.font_for("chrome_strong" if chosen else "chrome_medium", self.text()))
        painter.setPen(theme.colour("text" if chosen or self.hovered else "secondary"))
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        set_tip(self, "" if shown == self.text() else self.text())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), self.style().visualAlignment(self.layoutDirection(), flags), shown)
        if chosen:
            painter.fillRect(0, self.height() - 2, self.width(), 2, theme.colour("accent"))


class _Head(QWidget):
    def __init__(self) -> None:
        super().__init__()
        theme.follow(self, lambda: self.setFixedHeight(theme.px(tokens.HEADER)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, theme.colour("hairline"))


class Side(QWidget):
    """Views by their tab. `shown` fires with the number of the tab in front."""

    shown = Signal(int)

    def __init__(self, memory: QWidget, takes: QWidget, style: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = _Head()
        row = QHBoxLayout(head)
        row.setContentsMargins(19, 0, 16, 0)
        row.setSpacing(20)
        self._stack = QStackedWidget()
        self.tabs: list[_Tab] = []
        for number, (label, view) in enumerate(
            (
                (lambda: translate("StoryPane", "Memory"), memory),
                (lambda: translate("StoryPane", "Takes"), takes),
                (lambda: translate("StoryPane", "Style"), style),
            )
        ):
            tab = _Tab(label)
            tab.clicked.connect(lambda _=False, number=number: self.show_tab(number))
            row.addWidget(tab)
            self.tabs.append(tab)
            self._stack.addWidget(Scrolled(view))
        row.addStretch(1)
        row.addWidget(CommandIcon(commands.SIDE))
        column.addWidget(head)
        column.addWidget(self._stack, 1)
        self.show_tab(0)

    @property
    def current(self) -> int:
        return self._stack.currentIndex()

    def show_tab(self, number: int) -> None:
        self.tabs[number].setChecked(True)
        self._stack.setCurrentIndex(number)
        self.shown.emit(number)
