"""The window's program: from the built services to an exit status."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop import APP_ID
from desktop.base.crashes import watch
from desktop.base.i18n import translator
from desktop.base.instance import ENV_TOKEN, RAISE, TRANSLATE, opening
from desktop.base.paths import resources
from desktop.base.portable import program
from desktop.base.settings import Settings
from desktop.engine.client.phase import Phase
from desktop.ui import startup, tasks
from desktop.ui.commands import Command, commands
from desktop.ui.frame import commands as frame
from desktop.ui.frame.window import MainWindow
from desktop.ui.frame.window_commands import WindowCommands
from desktop.ui.help import commands as help_commands
from desktop.ui.help.door import HelpDoor
from desktop.ui.later import later
from desktop.ui.leaving import Next, restart
from desktop.ui.look import fonts
from desktop.ui.look.style import dress
from desktop.ui.model_arrival import ModelArrival
from desktop.ui.model_list import ModelList
from desktop.ui.pane import Pane, PaneEntry
from desktop.ui.panes import names
from desktop.ui.panes.chat import commands as chat_commands
from desktop.ui.panes.chat.conversation_list import commands as list_commands
from desktop.ui.panes.chat.messages import commands as message_commands
from desktop.ui.panes.models import commands as models_commands
from desktop.ui.panes.settings import commands as settings_commands
from desktop.ui.panes.settings.sections import add_commands as add_sections
from desktop.ui.panes.story import commands as story_commands
from desktop.ui.panes.translate import commands as translate_commands
from desktop.ui.panes.translate.quick import commands as quick_commands
from desktop.ui.panes.translate.quick.door import QuickDoor
from desktop.ui.preferences import Preferences
from desktop.ui.services import Services
from desktop.ui.system.end_signals import EndSignals
from desktop.ui.system.first_paint import FirstPaint
from desktop.ui.system.main_thread_gc import MainThreadCollector
from desktop.ui.system.single_instance import SingleInstance
from desktop.ui.widgets import accessible

if TYPE_CHECKING:
    from desktop.base.paths import Paths
    from desktop.features.services import Services as Program
    from desktop.ui.files.opened_files import OpenedFiles
    from desktop.ui.first_start.page import FirstStart
    from desktop.ui.leaving import Leave
    from desktop.ui.panes.chat.pane import ChatPane

# What the list of keys has, in its order, whether or not a pane is built.
DECLARED: tuple[Command, ...] = (
    *list_commands.ALL,
    *chat_commands.ALL,
    *message_commands.ALL,
    *story_commands.ALL,
    *translate_commands.ALL,
    *quick_commands.ALL,
    *models_commands.ALL,
    *settings_commands.ALL,
    *help_commands.ALL,
)

log = logging.getLogger(__name__)

_SWITCH_SECONDS = 0.001  # another thread hands the interpreter back to the window this soon
_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)  # an application window keeps them all in memory


def make_application() -> QApplication:
    """The Qt application with our name, icon and fonts; the one that exists, if there is one."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    if application.findChild(MainThreadCollector) is None:
        MainThreadCollector(application)
    application.setApplicationName("lamplight")
    application.setApplicationDisplayName("Lamplight")
    application.setDesktopFileName(APP_ID)
    if sys.platform == "win32":  # its windows share a place in the taskbar with the shortcut that the installer makes
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_ID)
    application.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    icon = QIcon()
    for size in _ICON_SIZES:
        icon.addFile(str(resources() / "icons" / "app" / f"lamplight-{size}.png"), QSize(size, size))
    application.setWindowIcon(icon)
    fonts.load_fonts()
    accessible.install()
    sys.setswitchinterval(_SWITCH_SECONDS)
    return application


def make_window(services: Services) -> MainWindow:
    """The main window, which may be shown before the store is open; `begin` lets its panes read from it."""
    model_list = ModelList(services)
    panes = _panes(services, model_list)
    ways = {pane.key: frame.go_to(pane.key, pane.name, number) for number, pane in enumerate(panes, 1)}
    commands.declare(*DECLARED, *ways.values(), *frame.ALL)
    window = MainWindow(services, model_list, panes)
    WindowCommands(window, services, ways)
    HelpDoor(window)
    for pane in panes:
        if pane.add_commands is not None:
            pane.add_commands(window, partial(window.pane, pane.key))
    model_list.setParent(window)
    return window


def build_window(services: Services) -> MainWindow:
    """The main window over a store that is open."""
    window = make_window(services)
    window.begin()
    return window


def _panes(services: Services, model_list: ModelList) -> list[PaneEntry]:
    """Every pane there is, in the order of the rail."""

    def chat() -> Pane:
        from desktop.ui.panes.chat.pane import ChatPane

        pane = ChatPane(services, model_list)
        pane.begun.connect(lambda: _bind_chat(pane))
        return pane

    def story() -> Pane:
        from desktop.ui.panes.story.command_bindings import bind_commands
        from desktop.ui.panes.story.pane import StoryPane

        pane = StoryPane(services, model_list)
        bind_commands(pane)
        return pane

    def translation() -> Pane:
        from desktop.ui.panes.translate.command_bindings import bind_commands
        from desktop.ui.panes.translate.pane import TranslatePane

        pane = TranslatePane(services, model_list)
        bind_commands(pane)
        return pane

    def models() -> Pane:
        from desktop.ui.panes.models.command_bindings import bind_commands
        from desktop.ui.panes.models.pane import ModelsPane

        pane = ModelsPane(services, model_list)
        bind_commands(pane, model_list)
        return pane

    def settings() -> Pane:
        from desktop.ui.panes.settings.pane import SettingsPane

        return SettingsPane(services, model_list)

    return [
        PaneEntry("chat", "chat", names.chat, chat),
        PaneEntry("story", "feather", names.story, story),
        PaneEntry("translate", "translate", names.translation, translation),
        PaneEntry("models", "layers", names.models, models, foot=True),
        PaneEntry("settings", "sliders", names.settings, settings, foot=True, add_commands=add_sections),
    ]


def _bind_chat(pane: ChatPane) -> None:
    from desktop.ui.panes.chat.command_bindings import bind_commands

    bind_commands(pane)


def run_first(paths: Paths) -> FirstStart:
    """Show the page of the very first start until it is answered; its `choice` is None where it was closed."""
    from desktop.ui.first_start.page import FirstStart, wait_for_choice

    application = make_application()
    settings = Settings()  # what is chosen is kept when all of it is
    translator.use("system")
    preferences = Preferences(application, settings)
    dress(application)
    signals = EndSignals(application)
    page = FirstStart(paths, settings)
    try:
        wait_for_choice(page)
    finally:
        signals.close()
        preferences.deleteLater()
    if page.choice is None:
        page.close()
        tasks.finish()
    return page


def run(
    app: Program,
    *,
    translating: bool = False,
    starter: bool = False,
    files: Sequence[Path] = (),
    first: FirstStart | None = None,
) -> int:
    """Open the window and return the exit status when it closes. A second start raises the first window instead.

    With `translating` the clipboard's text is shown translated, in the first program's small window; with
    `starter` the starter model is fetched where it isn't here yet; `files` are opened in the window. `first` is the
    answered page of the very first start, in whose place the window stands.
    """
    application = make_application()
    Preferences(application, app.settings)
    dress(application)
    token = os.environ.get(ENV_TOKEN, "")
    word = opening(files, token) if files or token else RAISE
    instance = SingleInstance(app.paths.data, TRANSLATE if translating else word)
    if not instance.is_first():
        log.info("another window is open on this folder; it was asked to come forward")
        app.close()
        return 0
    watch.take_faults()
    signals = EndSignals(application)
    follows = Next.END
    try:
        while True:  # again after something that can only be done while nothing is open
            open_window = _Opening(app, instance, translating=translating, starter=starter, files=files, first=first)
            status = open_window.run(application)
            if open_window.leave is None:
                return status
            translating, starter, files, first = False, False, (), None
            place = app.paths.data
            follows = open_window.leave(app)
            if follows is not Next.OPEN_AGAIN:
                return status
            if app.paths.data != place:
                instance.close()
                instance = SingleInstance(app.paths.data)
                instance.is_first()
    finally:
        signals.close()
        instance.close()
        app.close()
        watch.stop()
        if follows is Next.RESTART:
            restart(program())


class _Opening(QObject):
    """One window until it closes: painted first, then the store is opened, then the engine starts."""

    def __init__(
        self,
        app: Program,
        instance: SingleInstance,
        *,
        translating: bool,
        starter: bool,
        files: Sequence[Path],
        first: FirstStart | None,
    ) -> None:
        super().__init__()
        self._app = app
        self._instance = instance
        self._translating = translating
        self._starter = starter
        self._first = first
        self._files = list(files)  # given before the store is open
        self._opened_files: OpenedFiles | None = None  # from then on
        self._refused = False
        self.leave: Leave | None = None  # what is done once the window has closed
        self._services = Services.of(app, later, self._leave)
        self._window = make_window(self._services)
        self._first_paint = FirstPaint(self._window)
        self._first_paint.done.connect(self._begin)

    def run(self, application: QApplication) -> int:
        """Show it, and return the exit status when it has closed."""
        window = self._window
        self._instance.raise_asked.connect(self._raise)
        if self._first is not None:
            window.setGeometry(self._first.geometry())
        self._instance.files_given.connect(self._open_files)
        if sys.platform == "darwin":
            from desktop.ui.system.file_open_events import FileOpenEvents

            FileOpenEvents(application).files_given.connect(self._open_files)
        window.show()
        status = application.exec()
        if not tasks.finish():
            log.warning("closing although something still runs")
        self._instance.raise_asked.disconnect(self._raise)
        self._instance.files_given.disconnect(self._open_files)
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return 1 if self._refused else status

    def _begin(self) -> None:
        app, window = self._app, self._window
        if self._first is not None:
            self._first.close()
        opened = startup.open_store(app, self._prepare)
        if not window.isVisible():
            return  # it was closed meanwhile
        if not opened:
            self._refused = True
            window.close()
            return
        window.begin()
        from desktop.ui.crash_offer import offer_reports
        from desktop.ui.panes.models.downloads.left_over import tell_left_over
        from desktop.ui.presence.summon import Summon
        from desktop.ui.presence.tray import Tray
        from desktop.ui.update_notice import tell_new_version

        door = QuickDoor(self._services, window)
        self._instance.translate_asked.connect(door.show_translated)
        Summon(self._services, window)
        Tray(self._services, window, door)
        if self._translating:
            door.show_translated()
        if app.model_manager.state.phase is Phase.STOPPED:
            app.model_manager.start()
        tell_left_over(self._services, window)
        tell_new_version(self._services, window)
        offer_reports(self._services.paths, window)
        self._begin_files()
        if self._first is not None and self._first.choice is not None and self._first.choice.model is not None:
            ModelArrival(self._services, window.model_list, window).begin(self._first.choice.model)
        elif self._starter:
            ModelArrival(self._services, window.model_list, window).begin_starter()

    def _prepare(self) -> None:
        """On another thread: import and make what `begin` takes."""
        importlib.import_module("desktop.ui.panes.chat.parts")
        _ = self._app.model_manager

    def _leave(self, what: Leave) -> None:
        self.leave = what

    def _begin_files(self) -> None:
        """From now on files can be opened: first those that were given with the start."""
        from desktop.ui.files.opened_files import OpenedFiles

        self._opened_files = OpenedFiles(self._services, self._window)
        if self._files:
            self._open_files([])

    def _open_files(self, files: list[Path]) -> None:
        self._files += files
        if self._opened_files is not None:
            given, self._files = self._files, []
            self._opened_files.open(given)

    def _raise(self, token: str) -> None:
        self._window.come_forward(token)


def run_failed(error: Exception, paths: Paths) -> Paths | None:
    """Tell that the program can't start, in the system's language and look; the folders to try again with, or None."""
    application = make_application()
    translator.use("system")
    preferences = Preferences(application, Settings())
    dress(application)
    try:
        return startup.refuse(error, paths)
    finally:
        preferences.deleteLater()
