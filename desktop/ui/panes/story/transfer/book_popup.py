"""What stands in an exported book beside the story: its author, a dedication, what stands between scenes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.store.stories.records import StorySettings
from desktop.ui.look.theme import theme
from desktop.ui.widgets import Button, Choice, Label, LineField, Popup, TextField

_WIDTH = 360
_BREAKS = ("* * *", "⁂", "—", "#")


class BookPopup(Popup):
    """`kept` carries the changed settings."""

    kept = Signal(object)

    def __init__(self, anchor: QWidget, settings: StorySettings) -> None:
        super().__init__(anchor)
        self._settings = settings
        column = self.card.column
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(Label(translate("StoryPane", "The exported book"), "title"))
        column.addWidget(Label(translate("StoryPane", "Author"), "meta", "secondary"))
        self.author = LineField(lambda: translate("StoryPane", "Author"))
        self.author.setText(settings.author)
        self.author.setMinimumWidth(theme.px(_WIDTH))
        column.addWidget(self.author)
        column.addWidget(Label(translate("StoryPane", "Dedication"), "meta", "secondary"))
        self.dedication = TextField(lambda: translate("StoryPane", "Dedication"), rows=3)
        self.dedication.setPlainText(settings.dedication)
        column.addWidget(self.dedication)
        column.addWidget(Label(translate("StoryPane", "Between scenes"), "meta", "secondary"))
        self.breaks = Choice(lambda: translate("StoryPane", "Between scenes"), self._breaks, width=160)
        self.breaks.set_value(settings.break_style)
        row = QHBoxLayout()
        row.addWidget(self.breaks)
        row.addStretch(1)
        keep = Button(lambda: translate("StoryPane", "Keep"), "primary")
        keep.clicked.connect(self._keep)
        row.addWidget(keep)
        column.addLayout(row)

    def _breaks(self) -> list[tuple[str, str]]:
        known = [(sign, sign) for sign in _BREAKS] + [("", translate("StoryPane", "An empty line"))]
        own = self._settings.break_style
        return known if own in dict(known) else [(own, own), *known]

    def first_focus(self) -> QWidget:
        return self.author

    def _keep(self) -> None:
        changed = replace(
            self._settings,
            author=self.author.text().strip(),
            dedication=self.dedication.toPlainText().strip(),
            break_style=str(self.breaks.value),
        )
        self.close_popup()
        self.kept.emit(changed)
