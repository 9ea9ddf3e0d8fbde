"""The second column: a title row with the fold button, and below it what the pane in front puts there."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.frame.commands import COLUMN
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.pane import Pane
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import CommandIcon, IconButton, Label


class _Side(QWidget):
    """One pane's column: its title row and its widget."""

    def __init__(self, pane: Pane, content: QWidget, fold: IconButton) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(0)
        title = Label("", "title", elide=True)
        say(title, title.setText, pane.column_title)
        pane.title_changed.connect(lambda: title.setText(pane.column_title()))
        row.addWidget(title, 1)
        row.addWidget(fold)
        actions = pane.column_actions()
        if actions is not None:
            row.addWidget(actions)
        head = QWidget()
        head.setLayout(row)
        theme.follow(head, lambda: head.setFixedHeight(theme.px(tokens.HEADER)))
        column.addWidget(head)
        column.addWidget(content, 1)


class Column(QWidget):
    """256 px of sidebar, 232 in a narrow window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sides: dict[str, QWidget] = {}
        self._window_width = 0
        self._outlines: set[str] = set()
        self._current = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._stack = QStackedWidget()
        row.addWidget(self._stack, 1)
        theme.follow(self, self._restyle)

    def add(self, pane: Pane) -> None:
        """Take in the column of a pane that has been built."""
        content = pane.column()
        if content is None:
            return
        if pane.has_outline:
            self._outlines.add(pane.key)
        self._sides[pane.key] = _Side(pane, content, CommandIcon(COLUMN))
        self._stack.addWidget(self._sides[pane.key])

    def has(self, key: str) -> bool:
        """Whether this pane has a column."""
        return key in self._sides

    def show_pane(self, key: str) -> None:
        self._current = key
        if key in self._sides:
            self._stack.setCurrentWidget(self._sides[key])
            self._restyle()

    def set_window_width(self, width: int) -> None:
        """Shrink where the window is narrow."""
        self._window_width = width
        self._restyle()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sidebar"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.colour("hairline"))

    def _restyle(self) -> None:
        narrow = self._window_width < theme.px(tokens.NARROW_WINDOW)
        wide = tokens.COLUMN_NARROW if narrow else tokens.COLUMN
        self.setFixedWidth(theme.px(tokens.COLUMN_OUTLINE if self._current in self._outlines else wide))
        self.update()
