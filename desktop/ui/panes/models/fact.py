"""Columns of facts on a card: what it is, in the middle the fact, below it a quiet note."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets import Icon, Label, Paragraph
from desktop.ui.widgets.labels import Text


class Fact(QWidget):
    """One column; `show_fact` fills it."""

    def __init__(self, label: Text) -> None:
        super().__init__()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._label = Label(label, "meta", "secondary", elide=True)
        column.addWidget(self._label)
        row = QHBoxLayout()
        row.setSpacing(4)
        self._row = row
        self._icon: Icon | None = None
        self._shown = ("", "text")
        self._said = ("", "", "text", "")
        self.value = Label("", "chrome_medium", elide=True)
        row.addWidget(self.value, 1)
        column.addLayout(row)
        self.note = Paragraph("", "meta", "secondary")
        column.addWidget(self.note)
        column.addStretch(1)

    def add(self, below: QWidget) -> None:
        """Something to press below the note."""
        self._column.insertWidget(self._column.count() - 1, below, 0, Qt.AlignmentFlag.AlignLeft)

    def show_fact(self, value: str, note: str = "", *, token: str = "text", icon: str = "") -> None:
        """Say it; "" for a value that nobody knows leaves the column empty. What stands there already stays so."""
        if (value, note, token, icon) == self._said:
            return
        self._said = (value, note, token, icon)
        self.value.setText(value)
        self.value.set_look(token=token)
        self.note.set_text(note)
        self.note.setVisible(bool(note))
        if (icon, token) == self._shown:
            return
        self._shown = (icon, token)
        if self._icon is not None:
            self._row.removeWidget(self._icon)
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
        if icon:
            self._icon = Icon(icon, token, 16)
            self._row.insertWidget(0, self._icon)
            self._icon.show()
