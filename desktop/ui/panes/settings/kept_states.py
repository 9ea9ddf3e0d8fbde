"""The row that tells how much the warm conversations take on disk, with a button that lets them go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QShowEvent

from desktop.base.i18n import translate
from desktop.engine.cache import state_files as states
from desktop.ui import tasks
from desktop.ui.panes.settings.row import Row
from desktop.ui.text.number_format import bytes_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button


class KeptStatesRow(Row):
    """Measured when it is shown; clearing loses no word, only the time to read a conversation again."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._size: int | None = None
        say(self, self.name.setText, lambda: translate("SettingsPane", "Kept warm now"))
        say(self, self.note.set_text, self._words)
        self.clear = Button(lambda: translate("SettingsPane", "Clear"))
        self.clear.setEnabled(False)
        self.clear.clicked.connect(lambda: self._measure(clear_first=True))
        self.add_control(self.clear)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._measure()

    def _measure(self, *, clear_first: bool = False) -> None:
        def work() -> int:
            if clear_first:
                states.clear(self._folder)
            return states.size_of(self._folder)

        tasks.run(work, self._show, owner=self)

    def _show(self, size: int) -> None:
        self._size = size
        self.clear.setEnabled(size > 0)
        self.note.set_text(self._words())

    def _words(self) -> str:
        if self._size is None:
            return "…"
        if not self._size:
            return translate("SettingsPane", "Nothing is kept at the moment.")
        return translate("SettingsPane", "{size} on disk; clearing loses no text.").format(size=bytes_text(self._size))
