"""Whether a free desktop asks for less motion, as it tells every program: the settings portal on D-Bus.

GNOME keeps this in a database of its own and in none of the files that `motion` reads. The keys are documented with
`org.freedesktop.portal.Settings`; the second is GNOME's own, from before there was the first.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

_SERVICE = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Settings"
_REDUCED = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): 0,
}
_PATIENCE = 5000  # ms; nobody waits for it


class MotionPortal(QObject):
    """Asks without waiting. Where there is no portal, nothing is reduced and nothing is started."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._said: dict[tuple[str, str], bool] = {}

    @property
    def reduces(self) -> bool:
        """Whether less motion is asked for, as far as the portal has answered."""
        return any(self._said.values())

    def ask(self) -> None:
        """Ask again; `changed` fires when an answer makes a difference."""
        if sys.platform in ("win32", "darwin"):
            return
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        for key in _REDUCED:
            question = QDBusMessage.createMethodCall(_SERVICE, _PATH, _INTERFACE, "ReadOne")
            question.setArguments(list(key))
            question.setAutoStartService(False)
            watcher = QDBusPendingCallWatcher(bus.asyncCall(question, _PATIENCE), self)
            watcher.finished.connect(lambda done, key=key: self._answered(key, done))

    def _answered(self, key: tuple[str, str], done: QObject) -> None:
        from PySide6.QtDBus import QDBusPendingCallWatcher, QDBusVariant

        assert isinstance(done, QDBusPendingCallWatcher)
        before = self.reduces
        answer = [] if done.isError() else done.reply().arguments()
        done.deleteLater()
        self._said[key] = bool(answer) and isinstance(answer[0], QDBusVariant) and answer[0].variant() == _REDUCED[key]
        if self.reduces != before:
            self.changed.emit()
