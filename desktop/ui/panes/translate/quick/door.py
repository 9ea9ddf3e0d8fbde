"""The way to the translation window before it is built: the command, and the key once it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.base.settings import HOTKEY, Setting
from desktop.ui import tasks
from desktop.ui.commands import commands
from desktop.ui.panes.translate.quick.commands import SHOW

if TYPE_CHECKING:
    from desktop.ui.frame.window import MainWindow
    from desktop.ui.panes.translate.quick.quick_translation import Quick
    from desktop.ui.services import Services


class QuickDoor(QObject):
    """Builds `Quick` when it is first asked for, or at once where a key is to be listened to. Gone with the window."""

    def __init__(self, services: Services, window: MainWindow) -> None:
        super().__init__(window)
        self._services = services
        self._window = window
        self._quick: Quick | None = None
        commands.bind(SHOW, self.show_translated, window)
        services.settings.subscribe(tasks.heard(self._changed, self))
        self._changed(HOTKEY)

    def show_translated(self) -> None:
        """The text of the clipboard, translated."""
        self.quick().show_translated()

    def quick(self) -> Quick:
        """The window's owner, built now if it isn't yet."""
        from desktop.ui.panes.translate.quick.quick_translation import Quick

        if self._quick is None:
            self._quick = Quick(self._services, self._window)
        return self._quick

    def _changed(self, setting: Setting) -> None:
        if setting is HOTKEY and self._services.settings[HOTKEY]:
            self.quick()
