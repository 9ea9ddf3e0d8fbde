"""The side panel at the window's right edge, for the pane in front; the first thing to fold where room is short."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.pane import Pane

_PAGE_LEAST = 608  # px: the measure of a manuscript with its margins


class SidePanel(QWidget):
    """288 px of the window's colour behind a hairline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_pane: dict[str, tuple[Pane, QWidget]] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 0, 0)
        self._stack = QStackedWidget()
        row.addWidget(self._stack)
        theme.follow(self, self._restyle)
        self.hide()

    def add(self, pane: Pane) -> None:
        """Take in the panel of a pane that has been built."""
        side = pane.side()
        if side is not None:
            self._by_pane[pane.key] = (pane, side)
            self._stack.addWidget(side)

    def show_pane(self, key: str, room: int) -> None:
        """The panel of a pane, where it wants one and `room` px (page and panel) hold both, or a person asked."""
        found = self._by_pane.get(key)
        if found is None:
            self.hide()
            return
        pane, side = found
        self._stack.setCurrentWidget(side)
        fits = room - theme.px(tokens.SIDE_PANEL) >= theme.px(_PAGE_LEAST)
        pane.side_room(fits=fits)
        wanted = pane.side_open if fits else pane.side_forced
        self.setVisible(wanted and pane.has_side and not pane.quiet)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("window"))
        painter.fillRect(0, 0, 1, self.height(), theme.colour("hairline"))

    def _restyle(self) -> None:
        self.setFixedWidth(theme.px(tokens.SIDE_PANEL))
        self.update()
