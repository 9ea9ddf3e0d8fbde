"""The window's program: from the built services to an exit status."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.base.i18n import translator
from desktop.base.instance import RAISE, TRANSLATE
from desktop.base.paths import resources
from desktop.base.settings import Settings
from desktop.engine.client.engine import Phase
from desktop.ui import startup, tasks
from desktop.ui.commands import Command, commands
from desktop.ui.frame import commands as frame
from desktop.ui.frame.window import MainWindow
from desktop.ui.frame.window_commands import WindowCommands
from desktop.ui.look import fonts
from desktop.ui.look.style import dress
from desktop.ui.model_list import ModelList
from desktop.ui.pane import Pane
from desktop.ui.panes.chat import commands as chat_commands
from desktop.ui.panes.chat.command_bindings import bind_commands as bind_chat
from desktop.ui.panes.chat.conversation_list import commands as list_commands
from desktop.ui.panes.chat.messages import commands as message_commands
from desktop.ui.panes.chat.pane import ChatPane
from desktop.ui.panes.models import commands as models_commands
from desktop.ui.panes.models.command_bindings import bind_commands as bind_models
from desktop.ui.panes.models.pane import ModelsPane
from desktop.ui.panes.settings import commands as settings_commands
from desktop.ui.panes.settings.pane import SettingsPane
from desktop.ui.panes.story import commands as story_commands
from desktop.ui.panes.story.command_bindings import bind_commands as bind_story
from desktop.ui.panes.story.pane import StoryPane
from desktop.ui.panes.translate import commands as translate_commands
from desktop.ui.panes.translate.command_bindings import bind_commands as bind_translate
from desktop.ui.panes.translate.pane import TranslatePane
from desktop.ui.panes.translate.quick.quick_translation import Quick
from desktop.ui.preferences import Preferences
from desktop.ui.services import Services
from desktop.ui.system.end_signals import EndSignals
from desktop.ui.system.main_thread_gc import MainThreadCollector
from desktop.ui.system.single_instance import SingleInstance

if TYPE_CHECKING:
    from desktop.features.services import Services as Program

# What the list of keys has, in its order, whether or not a pane is built.
DECLARED: tuple[Command, ...] = (
    *list_commands.ALL,
    *chat_commands.ALL,
    *message_commands.ALL,
    *story_commands.ALL,
    *translate_commands.ALL,
    *models_commands.ALL,
    *settings_commands.ALL,
)

log = logging.getLogger(__name__)

_SWITCH_SECONDS = 0.001  # another thread hands the interpreter back to the window this soon
_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def make_application() -> QApplication:
    """The Qt application with our name, icon and fonts; the one that exists, if there is one."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    if application.findChild(MainThreadCollector) is None:
        MainThreadCollector(application)
    application.setApplicationName("lamplight")
    application.setApplicationDisplayName("Lamplight")
    application.setDesktopFileName("lamplight")
    application.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    icon = QIcon()
    for size in _ICON_SIZES:
        icon.addFile(str(resources() / "icons" / "app" / f"lamplight-{size}.png"), QSize(size, size))
    application.setWindowIcon(icon)
    fonts.load_fonts()
    sys.setswitchinterval(_SWITCH_SECONDS)
    return application


def build_window(services: Services) -> MainWindow:
    """The main window with every pane there is."""
    model_list = ModelList(services)
    commands.declare(*DECLARED)
    chat = ChatPane(services, model_list)
    story = StoryPane(services, model_list)
    translate = TranslatePane(services, model_list)
    models = ModelsPane(services, model_list)
    panes: list[Pane] = [chat, story, translate, models, SettingsPane(services, model_list)]
    ways = {pane.key: frame.go_to(pane.key, pane.name, number) for number, pane in enumerate(panes, 1)}
    commands.declare(*ways.values(), *frame.ALL)
    bind_chat(chat)
    bind_story(story)
    bind_translate(translate)
    bind_models(models, model_list)
    window = MainWindow(services, model_list, panes)
    WindowCommands(window, services, ways)
    model_list.setParent(window)
    for pane in panes:
        pane.setParent(window)
    return window


def run(app: Program, *, translating: bool = False) -> int:
    """Open the window and return the exit status when it closes. A second start raises the first window instead.

    With `translating` the clipboard's text is shown translated, in the first program's small window.
    """
    application = make_application()
    Preferences(application, app.settings)
    dress(application)
    instance = SingleInstance(app.paths.data, TRANSLATE if translating else RAISE)
    if not instance.is_first():
        log.info("another window is open on this folder; it was asked to come forward")
        app.close()
        return 0
    signals = EndSignals(application)
    try:
        while True:  # again after the person went back to a copy of the database
            wanted: list[Path] = []
            if not startup.open_store(app):
                return 1
            status = _open_once(app, application, instance, wanted, translating=translating)
            if not wanted:
                return status
            translating = False
            startup.restore(app, wanted[0])
    finally:
        signals.close()
        instance.close()
        app.close()


def _open_once(
    app: Program, application: QApplication, instance: SingleInstance, wanted: list[Path], *, translating: bool
) -> int:
    """One window until it closes; into `wanted` goes the copy that a person wants to go back to."""
    if app.model_manager.state.phase is Phase.STOPPED:
        app.model_manager.start()
    services = Services(
        app.store,
        app.model_manager,
        app.chat,
        app.library,
        app.settings,
        app.paths,
        lambda: app.translation_service,
        app.paper,
        wanted.append,
    )
    window = build_window(services)
    instance.raise_asked.connect(lambda: _raise(window))
    quick = Quick(services, window)
    instance.translate_asked.connect(quick.show_translated)
    window.show()
    if translating:
        quick.show_translated()
    status = application.exec()
    if not tasks.finish():
        log.warning("closing although something still runs")
    instance.raise_asked.disconnect()
    instance.translate_asked.disconnect()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return status


def run_failed(error: Exception) -> int:
    """Tell that the program can't start, in the system's language and look; returns the exit status."""
    application = make_application()
    translator.use("system")
    Preferences(application, Settings())
    dress(application)
    startup.refuse(error)
    return 1


def _raise(window: MainWindow) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
