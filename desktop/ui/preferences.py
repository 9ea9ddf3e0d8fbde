"""Settings that the window itself obeys: language, appearance, text size, motion; live."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, Qt, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from desktop.base.i18n import translator
from desktop.base.settings import LANGUAGE, REDUCED_MOTION, TEXT_SIZE, THEME, Setting, Settings
from desktop.base.text.plurals import right_to_left
from desktop.ui import tasks
from desktop.ui.look.theme import theme
from desktop.ui.system.motion import system_reduces_motion
from desktop.ui.system.motion_portal import MotionPortal


class Preferences(QObject):
    """Applies the settings to the application, now and after each change. `changed` brings a change to this thread."""

    changed = Signal(object)  # Setting

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application)
        self._settings = settings
        self._qt_texts: QTranslator | None = None
        self.changed.connect(self._apply)
        settings.subscribe(tasks.heard(self.changed.emit, self))
        self._portal = MotionPortal(self)
        self._portal.changed.connect(self._use_motion)
        self._portal.ask()
        theme.watch_system()
        application.applicationStateChanged.connect(self._came_back)
        for setting in (LANGUAGE, THEME, TEXT_SIZE, REDUCED_MOTION):
            self._apply(setting)

    def _apply(self, setting: Setting) -> None:
        if setting is LANGUAGE:
            self._use_language()
        elif setting is THEME:
            theme.choose(self._settings[THEME])
        elif setting is TEXT_SIZE:
            theme.set_text_size(self._settings[TEXT_SIZE])
        elif setting is REDUCED_MOTION:
            self._use_motion()

    def _came_back(self, state: Qt.ApplicationState) -> None:
        """Somebody who comes back may have changed the system's settings meanwhile."""
        if state == Qt.ApplicationState.ApplicationActive:
            self._portal.ask()
            self._use_motion()

    def _use_motion(self) -> None:
        """Nothing moves where the setting says so, and where the system does."""
        reduced = self._settings[REDUCED_MOTION] or system_reduces_motion() or self._portal.reduces
        theme.set_reduced_motion(reduced)

    def _use_language(self) -> None:
        """Our texts and Qt's own (file dialogs, the menus of text fields)."""
        translator.use(self._settings[LANGUAGE])
        leftwards = right_to_left(translator.language)
        directions = Qt.LayoutDirection
        QApplication.setLayoutDirection(directions.RightToLeft if leftwards else directions.LeftToRight)
        if self._qt_texts is not None:
            QCoreApplication.removeTranslator(self._qt_texts)
            self._qt_texts = None
        texts = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.language != "en" and texts.load(f"qtbase_{translator.language}", folder):
            QCoreApplication.installTranslator(texts)
            self._qt_texts = texts
