"""Another title for the open conversation."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.widgets import Button, LineField, Popup

_WIDTH = 320


class RenamePopup(Popup):
    """`renamed` carries the title; an empty one changes nothing."""

    renamed = Signal(str)

    def __init__(self, anchor: QWidget, title: str) -> None:
        super().__init__(anchor)
        row = QHBoxLayout()
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(8)
        self.field = LineField(lambda: translate("Chat", "Title"))
        self.field.setText(title)
        self.field.selectAll()
        self.field.setMinimumWidth(_WIDTH)
        self.field.returnPressed.connect(self._keep)
        row.addWidget(self.field, 1)
        self.button = Button(lambda: translate("Chat", "Rename"), "plain")
        self.button.clicked.connect(self._keep)
        row.addWidget(self.button)
        self.card.column.addLayout(row)

    def first_focus(self) -> QWidget | None:
        return self.field

    def _keep(self) -> None:
        title = self.field.text()
        self.close_popup()
        self.renamed.emit(title)
