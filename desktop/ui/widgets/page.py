"""A page of form: a centred column under a heading."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.text.retranslate import say
from desktop.ui.widgets.labels import Label, Line, Paragraph

_SIDE = 24


class Page(QScrollArea):
    """A centred column of 37.5 em under a heading, scrolled at the window's edge."""

    def __init__(self, title: Callable[[], str], note: Callable[[], str] = lambda: "") -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        row = self._centring = QHBoxLayout(inside)
        row.setContentsMargins(_SIDE, 32, _SIDE, 40)
        self.body = QWidget()
        row.addStretch(1)
        row.addWidget(self.body, 1000)
        row.addStretch(1)
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.heading = Label(title, "heading")
        self.column.addWidget(self.heading)
        self.note = Paragraph("", "chrome", "secondary")
        say(self.note, self.note.set_text, note)
        self.column.addSpacing(2)
        self.column.addWidget(self.note)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # setWidget turns it on
        theme.follow(self, lambda: self.body.setMaximumWidth(theme.em("chat", tokens.FORM_EMS)))

    def set_bare(self) -> None:
        """Without its own heading: the window's header says where one is."""
        self.heading.hide()
        self.note.hide()

    def add_heading(self, text: Callable[[], str]) -> None:
        """A small heading with a hairline under it."""
        self.column.addSpacing(24)
        self.column.addWidget(Label(text, "meta_strong", "secondary"))
        self.column.addSpacing(2)
        self.column.addWidget(Line())

    def finish(self) -> None:
        """Push what there is to the top."""
        self.column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The column stands in the middle of the page whether there is a scroll bar or not."""
        super().resizeEvent(event)
        bar = self.width() - self.viewport().width()
        self._centring.setContentsMargins(_SIDE + bar, 32, _SIDE, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self.viewport()).fillRect(self.viewport().rect(), theme.colour("page"))
        super().paintEvent(event)
