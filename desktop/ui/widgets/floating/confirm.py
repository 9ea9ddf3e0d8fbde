"""A question before what can't be undone: two sentences and two buttons in the middle of the window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.look.theme import theme
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.floating.popup import Popup
from desktop.ui.widgets.labels import Paragraph

_WIDTH_EMS = 30


class Confirm(Popup):
    """`confirmed` fires for the button that does it. Esc, a click outside and the other one leave all."""

    confirmed = Signal()

    def __init__(self, anchor: QWidget, question: str, note: str, go: str, stay: str, *, danger: bool = False) -> None:
        super().__init__(anchor)
        self.card.setAccessibleName(question)
        self.card.setAccessibleDescription(note)
        self.card.column.setContentsMargins(24, 20, 24, 20)
        self.question = Paragraph(question, "chrome_strong")
        self.note = Paragraph(note, "chrome", "secondary")
        self.go = Button(lambda: go, "danger" if danger else "primary")
        self.stay = Button(lambda: stay)
        self.go.clicked.connect(self._confirm)
        self.stay.clicked.connect(self.close_popup)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.stay)
        row.addWidget(self.go)
        self.card.column.addWidget(self.question)
        self.card.column.addSpacing(8)
        self.card.column.addWidget(self.note)
        self.card.column.addSpacing(24)
        self.card.column.addLayout(row)

    def first_focus(self) -> QWidget:
        return self.stay

    def ask(self) -> None:
        """Show it in the middle of the window."""
        self.open_below(self.anchor)

    def _confirm(self) -> None:
        self.close_popup()
        self.confirmed.emit()

    def _place(self) -> None:
        window = self._over.rect()
        self.setGeometry(window)
        width = min(theme.em("chrome", _WIDTH_EMS), window.width() - 48)
        height = min(self.card.column.totalHeightForWidth(width), window.height() - 48)
        self.card.setGeometry((window.width() - width) // 2, (window.height() - height) // 2, width, height)
