"""The header: the title of what is open at the left, the model picker and the pane's actions at the right."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.ui.frame.commands import COLUMN, HELP
from desktop.ui.frame.model_picker import ModelPicker
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.model_list import ModelList
from desktop.ui.pane import Pane
from desktop.ui.widgets import CommandIcon, Label


class Header(QWidget):
    """48 px, with a button for the column while that is folded."""

    def __init__(self, model_list: ModelList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(12)
        self._row = row
        self._unfold = CommandIcon(COLUMN)
        self._unfold.hide()
        row.addWidget(self._unfold)
        self.title = Label("", "title", elide=True)
        row.addWidget(self.title, 1)
        self.picker = ModelPicker(model_list)
        row.addWidget(self.picker)
        self._actions = QStackedWidget()
        self._by_pane: dict[str, QWidget] = {}
        row.addWidget(self._actions)
        row.addWidget(CommandIcon(HELP))
        theme.follow(self, self._restyle)

    def add(self, pane: Pane) -> None:
        """Take in the actions of a pane that has been built."""
        actions = pane.header()
        if actions is not None:
            self._by_pane[pane.key] = actions
            self._actions.addWidget(actions)

    def show_pane(self, key: str) -> None:
        """The actions of this pane."""
        actions = self._by_pane.get(key)
        self._actions.setVisible(actions is not None)
        if actions is not None:
            self._actions.setCurrentWidget(actions)
            self._actions.setFixedWidth(actions.sizeHint().width())

    def set_folded(self, folded: bool) -> None:
        """Show the way back to the column."""
        self._unfold.setVisible(folded)
        self._row.setContentsMargins(16 if folded else 24, 0, 16, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("page"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("hairline"))

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(tokens.HEADER))
        self.update()
