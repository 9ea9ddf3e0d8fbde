"""Removing everything: a list of what and where, a word to type, then nothing of it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.base.sizes import bytes_text
from desktop.ui import tasks
from desktop.ui.leaving import remove_everything
from desktop.ui.panes.settings.row import Row
from desktop.ui.services import Services
from desktop.ui.text.number_format import home_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Label, Line, LineField, PanelSheet, Paragraph, Scrolled, Switch

if TYPE_CHECKING:
    from desktop.features.home.inventory import Kept

_NAMED = 3  # paths of one sort that are shown


class RemoveRow(Row):
    """Leads to the list."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        say(self, self.name.setText, lambda: translate("SettingsPane", "Remove all my data"))
        say(
            self,
            self.note.set_text,
            lambda: translate("SettingsPane", "What that is, and where, is shown first. The program itself stays."),
        )
        self.button = Button(lambda: translate("SettingsPane", "Show what…"), "danger")
        self.button.clicked.connect(self.look)
        self.add_control(self.button)

    def look(self) -> None:
        """Find out what there is, and show it."""
        paths, settings = self._services.paths, self._services.settings

        def work() -> list[Kept]:
            from desktop.features.home.removing import inventory

            return inventory(paths, settings)

        tasks.run(work, self._show, self._failed, self, lane="home")

    def _show(self, kept: list[Kept]) -> None:
        sheet = RemoveSheet(self, kept)
        sheet.open_over()
        sheet.agreed.clicked.connect(lambda: self._remove(kept, sheet))

    def _remove(self, kept: list[Kept], sheet: RemoveSheet) -> None:
        self._services.leave(remove_everything(kept, models_elsewhere=sheet.elsewhere.isChecked()))
        self.window().close()

    def _failed(self, error: Exception) -> None:
        self.note.set_text(sentence(error).what)


class RemoveSheet(PanelSheet):
    """What goes. `agreed` can be pressed once the word was typed."""

    def __init__(self, anchor: QWidget, kept: list[Kept]) -> None:
        super().__init__(anchor, lambda: translate("SettingsPane", "Remove all my data"), width_em=44, height_em=40)
        from desktop.features.home.inventory import What
        from desktop.features.home.removing import word

        self.elsewhere = Switch(lambda: translate("SettingsPane", "Remove these models, too"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(0)
        for each in kept:
            column.addWidget(_KeptLine(each, self.elsewhere if each.what is What.MODELS_ELSEWHERE else None))
        column.addStretch(1)
        self.body.addWidget(Scrolled(inside), 1)
        self.body.addSpacing(12)
        self.body.addWidget(
            Paragraph(
                lambda: translate(
                    "SettingsPane",
                    "It can’t be undone. Models in folders of other programs, and files that you saved elsewhere, are "
                    "not touched. Type “{word}” to go on.",
                ).format(word=word()),
                "chrome",
            )
        )
        self.body.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.field = LineField(lambda: translate("SettingsPane", "The word"))
        self.field.textChanged.connect(self._typed)
        row.addWidget(self.field, 1)
        stay = Button(lambda: translate("SettingsPane", "Keep everything"))
        stay.clicked.connect(self.close_popup)
        row.addWidget(stay)
        self.agreed = Button(lambda: translate("SettingsPane", "Remove everything"), "danger")
        self.agreed.setEnabled(False)
        row.addWidget(self.agreed)
        self.body.addLayout(row)

    def first_focus(self) -> QWidget:
        return self.field

    def _typed(self, text: str) -> None:
        from desktop.features.home.removing import is_word

        self.agreed.setEnabled(is_word(text))


class _KeptLine(QWidget):
    """One sort of things: what, how much, where; a switch for what goes only when asked for."""

    def __init__(self, kept: Kept, switch: Switch | None) -> None:
        super().__init__()
        from desktop.features.home.inventory import what_text

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(what_text(kept.what), "chrome_medium", elide=True))
        for place in self._places(kept):
            words.addWidget(Label(place, "meta", "secondary", elide=True))
        row.addLayout(words, 1)
        if kept.size:
            row.addWidget(Label(bytes_text(kept.size), "chrome", "secondary"), 0, Qt.AlignmentFlag.AlignTop)
        if switch is not None:
            row.addWidget(switch, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addWidget(Line())

    @staticmethod
    def _places(kept: Kept) -> list[str]:
        named = [*kept.names, *(home_text(path) for path in kept.shown)]
        if len(named) <= _NAMED:
            return named
        more = translate("SettingsPane", "and {count} more").format(count=len(named) - _NAMED)
        return [*named[:_NAMED], more]
