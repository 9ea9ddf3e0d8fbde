"""The real window on a screen of its own: Xvfb is started before Qt looks for a display."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import App, build
from desktop.base.i18n import translator
from desktop.base.paths import Paths
from desktop.base.settings import LANGUAGE, SEED, Setting, Value
from desktop.ui import tasks
from desktop.ui.frame.window import MainWindow
from desktop.ui.look.style import dress
from desktop.ui.look.theme import theme
from desktop.ui.main import build_window, make_application
from desktop.ui.preferences import Preferences
from desktop.ui.services import Services

_HERE = Path(__file__).parent
sys.path.append(str(_HERE.parent.parent / "packaging"))  # the handbook's stage and scenes
_SCREEN = "2560x1600x24"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.gui)


@pytest.fixture(scope="session")
def display() -> str:
    """An X server without a window manager, of any free number, that outlives its last window (`-noreset`).

    It ends when this process does, however that ends, and not before: Qt must never see it go.
    """
    read, write = os.pipe()
    command = f"Xvfb -displayfd {write} -screen 0 {_SCREEN} -noreset -nolisten tcp & server=$!; read _; kill $server"
    subprocess.Popen(["sh", "-c", command], pass_fds=[write], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    if not number:
        pytest.fail("Xvfb did not start; the set-up installs it")
    # GNOME's theme is one that knows light and dark; without a session bus it asks nobody.
    os.environ.update(DISPLAY=f":{number}", QT_QPA_PLATFORM="xcb", QT_QPA_PLATFORMTHEME="gnome")
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    return os.environ["DISPLAY"]


@pytest.fixture(scope="session")
def qapp(display: str) -> QApplication:
    """The application as `run` makes it; pytest-qt uses it too."""
    application = make_application()
    dress(application)
    gc.collect()
    gc.freeze()  # the modules are for good, and needn't be gone through again after each test
    return application


class Opened:
    """One run of the program inside the test: the services, and the window once it is opened."""

    def __init__(self, application: QApplication, bot: QtBot, paths: Paths, settings: dict[Setting, Value]) -> None:
        self.app: App = build(paths)
        # A drawn seed would now and then make a reply too short to be stopped in the middle.
        self.app.settings.override(SEED, 4)
        for setting, value in settings.items():
            self.app.settings.set(setting, value)
        self.preferences = Preferences(application, self.app.settings)
        app = self.app
        self.services = Services.of(app)
        self._bot = bot
        self.window: MainWindow = build_window(self.services)

    def show(self, width: int = 1280, height: int = 800) -> MainWindow:
        """Show the window at a size and wait for the list of models."""
        self.window.resize(width, height)
        with self._bot.waitExposed(self.window):
            self.window.show()
        self._bot.waitUntil(lambda: self.window.model_list.read, timeout=20_000)
        return self.window

    def close(self) -> None:
        """Close as `run` does; safe to call twice."""
        if self.window is None:
            return
        window, self.window = self.window, None
        window.close()
        assert tasks.finish(20)
        QCoreApplication.processEvents()
        window.deleteLater()
        self.preferences.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.app.close()


OpenWindow = Callable[..., Opened]


@pytest.fixture
def open_program(
    qapp: QApplication, qtbot: QtBot, paths: Paths, new_database: Path, kept_engine: None
) -> Iterator[OpenWindow]:
    """Start the program over the test's own folder, as often as the test likes; `start` also loads the model."""
    running: list[Opened] = []

    def start(settings: dict[Setting, Value] | None = None, *, load: bool = False) -> Opened:
        if not paths.database.exists():
            shutil.copy(new_database, paths.database)
        opened = Opened(qapp, qtbot, paths, {LANGUAGE: "en", **(settings or {})})
        running.append(opened)
        if load:
            opened.app.model_manager.start()
        return opened

    yield start
    for opened in running:
        opened.close()
    gc.collect()  # the automatic collector is off: see desktop/ui/system/main_thread_gc.py
    theme.set_text_size(100)
    theme.choose("system")
    if translator.language != "en":
        translator.use("en")
