"""A key that brings the window from every program, ready to write, or with the clipboard's text to ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop.base.settings import SUMMON, SUMMON_FOR, SUMMON_KEYS, Setting
from desktop.ui import tasks
from desktop.ui.system.hotkey import Hotkey, hotkey, is_possible

if TYPE_CHECKING:
    from desktop.ui.frame.window import MainWindow
    from desktop.ui.services import Services


class Summon(QObject):
    """Listens to the key for as long as the setting says so; gone with the window."""

    def __init__(self, services: Services, window: MainWindow) -> None:
        super().__init__(window)
        self._settings = services.settings
        self._window = window
        self.hotkey: Hotkey | None = None
        services.settings.subscribe(tasks.heard(self._changed, self))
        window.closing.connect(self._close)
        self._changed(SUMMON)

    def come(self, token: str = "") -> None:
        """The window in front, the caret in the composer."""
        from desktop.ui.panes.chat.pane import ChatPane

        window = self._window
        window.come_forward(token)
        pane = window.pane("chat")
        assert isinstance(pane, ChatPane)
        if self._settings[SUMMON_FOR] == "clipboard":
            text = QGuiApplication.clipboard().text().strip()
            if text:
                pane.ask_about(text)
                return
        window.show_pane("chat")
        pane.activate()

    def _changed(self, setting: Setting) -> None:
        if setting not in (SUMMON, SUMMON_KEYS):
            return
        wanted = self._settings[SUMMON_KEYS] if self._settings[SUMMON] and is_possible() else ""
        if self.hotkey is None:
            if not wanted:
                return
            self.hotkey = hotkey(SUMMON_KEYS.key, SUMMON.label, self)
            self.hotkey.pressed.connect(self.come)
        self.hotkey.set_keys(wanted)

    def _close(self) -> None:
        if self.hotkey is not None:
            self.hotkey.close()
