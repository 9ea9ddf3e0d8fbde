"""The window is there at once: what is imported before its first paint, and what is typed before the store is open."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import build
from desktop.base.paths import ENV_HOME, Paths
from desktop.store.conversations.drafts import Drafts
from desktop.ui import main
from desktop.ui.commands import commands
from desktop.ui.frame.window import MainWindow
from desktop.ui.panes.chat.pane import ChatPane
from desktop.ui.system.main_thread_gc import MainThreadCollector
from tests.gui.conftest import OpenWindow

# What may be imported before the window has been painted, beside Python's own library.
_PACKAGES = {"desktop", "PySide6", "shiboken6", "shibokensupport", "platformdirs", "regex"}
# Of ours: what the frame, the list and the composer are made of. Everything else can wait.
_OURS = (
    *("desktop.app", "desktop.base", "desktop.engine.client.phase", "desktop.features.chat.filled", "desktop.ui"),
    *("desktop.features.generation.stop", "desktop.formats.thought", "desktop.formats.markdown.text"),
    *("desktop.store.conversations.records", "desktop.store.conversations.organisation_records"),
    *("desktop.store.attachments.records", "desktop.store.search.records", "desktop.store.core.snippet"),
)
_NOT_YET = (
    *("desktop.ui.paper", "desktop.ui.panes.story.pane", "desktop.ui.panes.models.pane", "desktop.ui.panes.chat.parts"),
    *("desktop.ui.panes.chat.transcript", "desktop.ui.panes.chat.typesetting", "desktop.ui.panes.chat.message_actions"),
    *("desktop.ui.panes.settings.pane", "desktop.ui.panes.translate.pane"),
    *(
        "desktop.ui.panes.translate.quick.quick_translation",
        "desktop.ui.frame.palette",
        "desktop.ui.frame.shortcut_list",
    ),
)
# Of Python's library: what loads much.
_HEAVY = {"asyncio", "ssl", "sqlite3", "multiprocessing", "email", "ctypes", "subprocess", "csv", "decimal"}
_CHILD = """
import os, sys
from desktop.app import run_window
from desktop.ui import main
from desktop.ui.system.first_paint import FirstPaint

class Watched(FirstPaint):
    def _was_painted(self):
        print("\\n".join(sys.modules), flush=True)
        os._exit(0)

main.FirstPaint = Watched
run_window(welcome=False)
"""


def test_what_is_imported_before_the_first_paint(display: str, tmp_path: Path) -> None:
    environment = {**os.environ, ENV_HOME: str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", _CHILD], env=environment, capture_output=True, text=True, timeout=120, check=True
    )
    loaded = ran.stdout.split()
    assert "desktop.ui.panes.chat.composer.composer" in loaded  # it is the real program that was painted
    tops = {name.partition(".")[0] for name in loaded}
    own = {name for name in tops if name in sys.stdlib_module_names or name.startswith("_")}
    measuring = {"coverage", "$coverage"}  # by `make coverage`, in every process
    assert tops - own - _PACKAGES - measuring - {"signature_bootstrap"} == set()
    assert tops & _HEAVY == set()
    around = {each[:at] for each in (*_OURS, *_NOT_YET) for at, letter in enumerate(each) if letter == "."}
    ours = [name for name in loaded if name.startswith("desktop") and name not in around]
    assert [name for name in ours if not name.startswith(_OURS)] == []
    assert [name for name in ours if f"{name}.".startswith(tuple(f"{each}." for each in _NOT_YET))] == []


# -- before the store is open ------------------------------------------------------------------------------------------


class _Started(QObject):
    """A whole run of the program; `typed` goes into the composer as soon as the window is painted."""

    def __init__(self, typed: str, *, enter: bool = False) -> None:
        super().__init__()
        self.early = ""
        self.late = ""
        self.title = ""
        self._typed = typed
        self._enter = enter
        self._left = 400
        QTimer.singleShot(0, self, self._type)

    def _window(self) -> MainWindow | None:
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
        return shown[0] if shown else None

    def _type(self) -> None:
        window = self._window()
        if window is None:
            QTimer.singleShot(1, self, self._type)
            return
        text = window.current.page().composer.text  # type: ignore[attr-defined]
        assert not window._begun
        QTest.keyClicks(text, self._typed)
        if self._enter:
            QTest.keyClick(text, Qt.Key.Key_Return)
        self.early = text.toPlainText()
        QTimer.singleShot(50, self, self._wait)

    def _wait(self) -> None:
        window = self._window()
        assert window is not None
        self._left -= 1
        pane = window.current
        assert isinstance(pane, ChatPane)
        if self._left and (not window._begun or pane._early):
            QTimer.singleShot(20, self, self._wait)
            return
        self.late = pane._page.composer.text.toPlainText()
        self.title = pane.title()
        QTimer.singleShot(700, self, window.close)  # the draft is kept meanwhile


def test_what_is_typed_before_the_store_is_open_stays(qapp: QApplication, qtbot: QtBot, paths: Paths) -> None:
    app = build(paths)
    started = _Started("early words")
    assert main.run(app) == 0
    assert (started.early, started.late) == ("early words", "early words")
    again = build(paths)
    assert Drafts(again.open_store().database).read(None) == "early words"
    again.close()


def test_it_follows_the_draft_of_the_conversation_that_opens(qapp: QApplication, qtbot: QtBot, paths: Paths) -> None:
    app = build(paths)
    store = app.open_store()
    kept = store.create_conversation("Open from the last time")
    store.add_message(kept.id, None, "user", "A question")
    Drafts(store.database).keep(kept.id, "a draft")
    app.close()
    paths.window_file.write_text(f'{{"pane": "chat", "panes": {{"chat": {{"open": {kept.id}}}}}}}')
    app = build(paths)
    started = _Started("and more")
    assert main.run(app) == 0
    assert started.title == "Open from the last time"
    assert started.late == "a draft\nand more"


def test_enter_before_the_store_is_open_sends_once_it_is(qapp: QApplication, qtbot: QtBot, paths: Paths) -> None:
    app = build(paths)
    app.open_store().create_conversation("There is one")
    app.close()
    app = build(paths)
    started = _Started("A first question", enter=True)
    assert main.run(app) == 0
    assert started.early == "A first question"
    again = build(paths)
    asked = next(each for each in again.open_store().conversations() if each.title != "There is one")
    assert again.store.path(asked.id)[0].text == "A first question"
    again.close()


def test_the_pane_of_the_last_time_opens_with_the_store(qapp: QApplication, qtbot: QtBot, paths: Paths) -> None:
    paths.window_file.write_text('{"pane": "models", "panes": {"story": {"side": 1}, "models": {}}}')
    shown: list[str] = []

    def look() -> None:
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        if not window._begun:
            QTimer.singleShot(20, look)
            return
        shown.append(window.current.key)
        window.close()

    QTimer.singleShot(50, look)
    assert main.run(build(paths)) == 0
    assert shown == ["models"]
    assert '"side": 1' in paths.window_file.read_text()  # of a pane that was not built this time


# -- panes that are not built yet --------------------------------------------------------------------------------------


def test_a_pane_is_built_when_it_is_shown(open_program: OpenWindow) -> None:
    window = open_program().show()
    assert set(window._panes) == {"chat"}
    window.show_pane("models")
    assert set(window._panes) == {"chat", "models"}


def test_commands_lead_into_panes_that_are_not_built(open_program: OpenWindow) -> None:
    window = open_program().show()
    offered = [command.id for command in commands.possible()]
    assert {"go.story", "go.settings", "settings.keyboard", "settings.about"} <= set(offered)
    assert commands.run("settings.backups")
    assert window.current.key == "settings"
    assert window.current.state() == {"section": "backups"}


def test_the_whole_list_of_shortcuts_has_those_of_every_pane(open_program: OpenWindow) -> None:
    from desktop.ui.frame.shortcut_list import grouped

    open_program().show()
    titles = {title for rows in grouped().values() for title, _ in rows}
    assert {"Go on at the caret", "Next doubtful row", "Take back the last change of a setting"} <= titles


# -- idle --------------------------------------------------------------------------------------------------------------


def test_garbage_is_collected_and_then_nothing_wakes_up(qapp: QApplication, qtbot: QtBot) -> None:
    collector = qapp.findChild(MainThreadCollector)
    assert collector is not None
    for _ in range(3000):
        circle: list[object] = []
        circle.append(circle)
    QCoreApplication.postEvent(qapp, QEvent(QEvent.Type.User))
    qtbot.waitUntil(lambda: collector._soon.isActive(), timeout=2000)
    qtbot.waitUntil(lambda: not collector._soon.isActive(), timeout=5000)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_an_idle_window_has_no_running_timers(open_program: OpenWindow, qtbot: QtBot) -> None:
    window = open_program().show()

    def running() -> list[QTimer]:
        return [t for t in window.findChildren(QTimer) if t.isActive() and t.remainingTime() < 30_000]

    qtbot.waitUntil(lambda: not running(), timeout=10_000)
    qtbot.wait(700)
    assert running() == []
