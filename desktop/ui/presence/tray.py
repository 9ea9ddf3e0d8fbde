"""An icon in the system tray, where a person wants one; with it, closing the window may leave the program there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.base.i18n import translate
from desktop.base.settings import CLOSE_TO_TRAY, TRAY, Setting
from desktop.ui import tasks
from desktop.ui.commands import commands
from desktop.ui.text.retranslate import say

if TYPE_CHECKING:
    from desktop.ui.frame.window import MainWindow
    from desktop.ui.panes.translate.quick.door import QuickDoor
    from desktop.ui.services import Services


class Tray(QObject):
    """The icon comes and goes with the setting; without a tray on the desktop there is none, and closing ends."""

    def __init__(self, services: Services, window: MainWindow, door: QuickDoor) -> None:
        super().__init__(window)
        self._settings = services.settings
        self._window = window
        self._door = door
        self.icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        window.stays_when_closed = self.keeps_window
        window.closing.connect(self._close)
        services.settings.subscribe(tasks.heard(self._changed, self))
        self._changed(TRAY)

    def keeps_window(self) -> bool:
        """Whether a window that is closed goes on without being seen: only where it can be had back by the icon."""
        shown = self.icon is not None and self.icon.isVisible() and QSystemTrayIcon.isSystemTrayAvailable()
        return shown and bool(self._settings[CLOSE_TO_TRAY])

    def _changed(self, setting: Setting) -> None:
        if setting is not TRAY:
            return
        if self._settings[TRAY] and QSystemTrayIcon.isSystemTrayAvailable():
            if self.icon is None:
                self._build()
            assert self.icon is not None
            self.icon.show()
        elif self.icon is not None:
            self.icon.hide()
            if not self._window.isVisible():
                self._window.come_forward()  # nothing else could show it

    def _build(self) -> None:
        icon = self.icon = QSystemTrayIcon(self._window.windowIcon(), self)
        menu = self._menu = QMenu()
        done: tuple[tuple[Callable[[], str], Callable[[], object]], ...] = (
            (lambda: translate("Tray", "Open Lamplight"), self._window.come_forward),
            (lambda: translate("Tray", "New conversation"), self._new_conversation),
            (lambda: translate("Tray", "Translate the clipboard"), self._door.show_translated),
            (lambda: translate("Tray", "Quit"), self._window.close),
        )
        for words, action in done:
            made = QAction(menu)
            say(made, made.setText, words)
            made.triggered.connect(lambda _=False, action=action: action())
            menu.addAction(made)
        icon.setContextMenu(menu)
        icon.activated.connect(self._pressed)

    def _pressed(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self._window.come_forward()

    def _new_conversation(self) -> None:
        self._window.come_forward()
        commands.run("chat.new")

    def _close(self) -> None:
        if self.icon is not None:
            self.icon.hide()
        if self._menu is not None:
            self._menu.deleteLater()
            self._menu = None
