"""Letting the writing live in another folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.ui import tasks
from desktop.ui.leaving import move_writing
from desktop.ui.panes.settings.row import Row
from desktop.ui.services import Services
from desktop.ui.text.number_format import home_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Confirm, file_dialog


class MoveRow(Row):
    """A folder is chosen, what follows is said, and the window closes for it and opens again."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        say(self, self.name.setText, lambda: translate("SettingsPane", "Move the writing"))
        say(self, lambda _: self._say(), lambda: "")
        self.button = Button(lambda: translate("SettingsPane", "Choose a folder…"))
        self.button.setEnabled(not services.paths.fixed)
        self.button.clicked.connect(self._ask_where)
        self.add_control(self.button)

    def choose(self, folder: Path) -> None:
        """Look whether it can move there, then ask."""

        def look() -> Path:
            from desktop.features.home.moving import check_move

            return check_move(self._services.paths, folder)

        tasks.run(look, self.ask, self._refused, self, lane="home")

    def ask(self, target: Path) -> Confirm:
        """Say what happens, and let a person choose."""
        question = Confirm(
            self,
            translate("SettingsPane", "Let the writing live in {folder}?").format(folder=home_text(target)),
            translate(
                "SettingsPane",
                "Conversations, stories, translations and backups are copied, checked, and only then removed where "
                "they were. Models stay where they are. The window closes and opens again.",
            ),
            translate("SettingsPane", "Move it"),
            translate("SettingsPane", "Stay"),
        )
        question.confirmed.connect(lambda: self._move(target))
        question.ask()
        return question

    def _move(self, target: Path) -> None:
        self._services.leave(move_writing(target))
        self.window().close()

    def _ask_where(self) -> None:
        dialog = file_dialog(self, translate("SettingsPane", "Where shall the writing live?"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(self._services.paths.data.parent))
        dialog.fileSelected.connect(lambda name: self.choose(Path(name)))
        dialog.open()

    def _refused(self, error: Exception) -> None:
        self.note.set_look(token="wrong")
        self.note.set_text(sentence(error).what)

    def _say(self) -> None:
        self.note.set_look(token="secondary")
        if self._services.paths.fixed:
            self.note.set_text(
                translate("SettingsPane", "LAMPLIGHT_HOME, or the folder beside the program, says where all of it is.")
            )
            return
        self.note.set_text(
            translate("SettingsPane", "To another disk, say. Models have a “Move everything” of their own, in Models.")
        )
