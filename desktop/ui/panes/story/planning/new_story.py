"""A new story: its title and its language; and another title for one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look.theme import theme
from desktop.ui.widgets import Button, Label, LineField, Popup, Segmented

_WIDTH = 320


class TitlePopup(Popup):
    """`entered` carries the title."""

    entered = Signal(str)

    def __init__(self, anchor: QWidget, title: str = "") -> None:
        super().__init__(anchor)
        self.field = LineField(lambda: translate("StoryPane", "Title"))
        self.field.setText(title)
        self.field.selectAll()
        self.field.setMinimumWidth(theme.px(_WIDTH))
        self.field.returnPressed.connect(self._keep)
        row = QHBoxLayout()
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        keep = Button(lambda: translate("StoryPane", "Rename"), "plain")
        keep.clicked.connect(self._keep)
        row.addWidget(keep)
        self.card.column.addLayout(row)

    def first_focus(self) -> QWidget:
        return self.field

    def _keep(self) -> None:
        title = self.field.text().strip()
        self.close_popup()
        if title:
            self.entered.emit(title)


class NewStory(Popup):
    """`made` carries title and language."""

    made = Signal(str, str)

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        column = self.card.column
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(Label(lambda: translate("StoryPane", "New story"), "title"))
        self.field = LineField(
            lambda: translate("StoryPane", "Title"), placeholder=lambda: translate("StoryPane", "Title")
        )
        self.field.setMinimumWidth(theme.px(_WIDTH))
        self.field.returnPressed.connect(self._make)
        column.addWidget(self.field)
        row = QHBoxLayout()
        self.language = Segmented(
            lambda: translate("StoryPane", "Language of the story"), lambda: [("en", "English"), ("zh", "中文")]
        )
        self.language.set_value("zh" if theme.chinese else "en")
        row.addWidget(self.language)
        row.addStretch(1)
        self.button = Button(lambda: translate("StoryPane", "Begin"), "primary")
        self.button.clicked.connect(self._make)
        row.addWidget(self.button)
        column.addLayout(row)

    def first_focus(self) -> QWidget:
        return self.field

    def _make(self) -> None:
        title = self.field.text().strip() or translate("StoryPane", "Untitled story")
        self.close_popup()
        self.made.emit(title, self.language.value)
