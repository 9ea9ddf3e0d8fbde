"""A key in every program, on each kind of system, and the icon in the tray."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop import APP_ID
from desktop.base.settings import CLOSE_TO_TRAY, SUMMON, SUMMON_FOR, SUMMON_KEYS, TRAY
from desktop.ui.panes.chat.pane import ChatPane
from desktop.ui.panes.settings.consequences import Consequences
from desktop.ui.panes.translate.quick.door import QuickDoor
from desktop.ui.presence.summon import Summon
from desktop.ui.presence.tray import Tray
from desktop.ui.system import hotkey as hotkeys
from desktop.ui.system.hotkey import macos, windows
from desktop.ui.system.hotkey.base import answers, is_free
from desktop.ui.system.hotkey.portal import PortalHotkey, trigger_of
from tests.gui.conftest import OpenWindow
from tests.gui.fake_portal import FakePortal, has_bus, session_bus

needs_bus = pytest.mark.skipif(not has_bus(), reason="dbus-daemon is not here")


@pytest.fixture
def bus(tmp_path: Path, qapp: QApplication) -> Iterator[None]:
    with session_bus(tmp_path):
        yield
    answers.clear()


def _words() -> str:
    return "Bring the window"


# -- Wayland ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "trigger"),
    [
        ("Ctrl+Alt+Y", "CTRL+ALT+y"),
        ("Meta+Space", "LOGO+space"),
        ("Shift+F9", "SHIFT+F9"),
        ("Ctrl+Shift+1", "CTRL+SHIFT+1"),
        ("Y", ""),
        ("", ""),
    ],
)
def test_a_wish_in_the_portals_words(qapp: QApplication, keys: str, trigger: str) -> None:
    assert trigger_of(keys) == trigger


@needs_bus
def test_the_portal_gives_a_key(bus: None, qtbot: QtBot) -> None:
    portal = FakePortal()
    key = PortalHotkey("summon_keys", _words)
    with qtbot.waitSignal(key.changed, timeout=10_000):
        assert key.set_keys("Ctrl+Alt+L")
    assert portal.registered == APP_ID
    assert portal.bound == [
        ("summon_keys", {"description": ("s", "Bring the window"), "preferred_trigger": ("s", "CTRL+ALT+l")})
    ]
    assert key.trigger == "Press <Control><Alt>l"
    assert key.keys == "Ctrl+Alt+L"
    with qtbot.waitSignal(key.pressed, timeout=10_000) as pressed:
        portal.press("another's")
        portal.press("summon_keys", "a-token")
    assert pressed.args == ["a-token"]
    key.close()
    assert key.keys == ""
    portal.close()


@needs_bus
@pytest.mark.parametrize("there", [True, False], ids=["a person who says no", "a desktop without one"])
def test_the_portal_gives_none(bus: None, qtbot: QtBot, there: bool) -> None:
    portal = FakePortal(status=1) if there else None
    key = PortalHotkey("summon_keys", _words)
    with qtbot.waitSignal(key.changed, timeout=10_000):
        key.set_keys("Ctrl+Alt+L")
    assert key.failed
    assert key.keys == ""
    assert answers == {"summon_keys": ""}
    key.close()
    if portal is not None:
        portal.close()


def test_no_bus_is_no_key(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nobody'}")
    key = PortalHotkey("summon_keys", _words)
    assert not key.set_keys("Ctrl+Alt+L")
    assert key.failed
    answers.clear()


# -- Windows and macOS, whose libraries are stood in for ---------------------------------------------------------------


class _User32:
    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.taken = False

    def RegisterHotKey(self, *arguments: Any) -> int:
        self.calls.append(("register", *arguments))
        return 0 if self.taken else 1

    def UnregisterHotKey(self, *arguments: Any) -> int:
        self.calls.append(("unregister", *arguments))
        return 1


def test_windows_registers_and_hears(qapp: QApplication, qtbot: QtBot) -> None:
    user32 = _User32()
    key = windows.WindowsHotkey("summon_keys", _words, user32=user32)
    assert key.set_keys("Ctrl+Alt+Space")
    ((_, window, identifier, held, number),) = user32.calls
    assert (window, held, number) == (None, 0x4000 | 1 | 2, 0x20)
    message = windows._Message(None, 0x0312, identifier, 0)
    with qtbot.waitSignal(key.pressed):
        assert key._filter.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(message)) == (True, 0)
    other = windows._Message(None, 0x0312, identifier + 1, 0)
    assert key._filter.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(other)) == (False, 0)
    user32.taken = True
    assert not key.set_keys("Meta+F5")
    assert user32.calls[1:] == [("unregister", None, identifier), ("register", None, identifier, 0x4008, 0x74)]
    assert not is_free("Meta+F5")
    assert not key.set_keys("Ctrl+;")  # whose place the layout decides
    key.close()


class _Carbon:
    def __init__(self) -> None:
        self.calls: list[Any] = []
        self.status = 0

    def GetApplicationEventTarget(self) -> int:
        return 7

    def InstallEventHandler(self, *_: Any) -> int:
        return 0

    def RegisterEventHotKey(self, code: int, held: int, identifier: Any, *_: Any) -> int:
        self.calls.append((code, held, identifier.id))
        return self.status

    def UnregisterEventHotKey(self, _key: Any) -> int:
        self.calls.append("unregister")
        return 0

    def GetEventParameter(self, event: int, *arguments: Any) -> int:
        found = ctypes.cast(arguments[-1], ctypes.POINTER(macos._Identifier)).contents
        found.signature, found.id = macos._SIGNATURE, event
        return 0


def test_macos_registers_and_hears(qapp: QApplication, qtbot: QtBot) -> None:
    carbon = _Carbon()
    key = macos.MacHotkey("summon_keys", _words, carbon=carbon)
    assert key.set_keys("Ctrl+Alt+L")  # Command and Option there
    ((code, held, identifier),) = carbon.calls
    assert (code, held) == (37, 0x0100 | 0x0800)
    with qtbot.waitSignal(key.pressed):
        assert key._hear(None, identifier, None) == 0
    assert key._hear(None, identifier + 1, None) != 0
    carbon.status = -9878  # another has it
    assert not key.set_keys("Ctrl+F1")
    assert not is_free("Ctrl+F1")


def test_every_letter_has_its_place() -> None:
    assert len({macos.key_code(ord(letter)) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 "}) == 37
    assert macos.key_code(Qt.Key.Key_F20.value) == 90
    assert macos.key_code(Qt.Key.Key_F24.value) is None


# -- in the window -----------------------------------------------------------------------------------------------------


def test_the_key_brings_the_window(open_program: OpenWindow, qtbot: QtBot) -> None:
    program = open_program({SUMMON: True, SUMMON_KEYS: "Ctrl+Alt+F7"})
    window, settings = program.show(), program.services.settings
    summon = Summon(program.services, window)
    assert summon.hotkey is not None
    assert summon.hotkey.keys == "Ctrl+Alt+F7"
    window.show_pane("settings")
    window.showMinimized()
    summon.hotkey.pressed.emit("")
    pane = window.current
    assert isinstance(pane, ChatPane)
    assert not window.isMinimized()
    settings.set(SUMMON_FOR, "clipboard")
    QGuiApplication.clipboard().setText("灯塔是什么？")
    summon.hotkey.pressed.emit("")
    assert pane._page.composer.text.toPlainText() == "\n\n灯塔是什么？"
    assert pane._page.composer.text.textCursor().position() == 0
    settings.set(SUMMON, False)
    qtbot.waitUntil(lambda: summon.hotkey.keys == "")


def test_what_the_settings_say_of_keys(open_program: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    program = open_program({SUMMON: True})
    said = Consequences(program.services, program.window.model_list)
    told: Callable[[], str] = lambda: said.text(SUMMON_KEYS)  # noqa: E731
    monkeypatch.setitem(answers, SUMMON_KEYS.key, "Super L")
    assert told() == "Your desktop gave this key: Super L"
    monkeypatch.setitem(answers, SUMMON_KEYS.key, "")
    assert told().startswith("Your desktop gave no key.")
    monkeypatch.delitem(answers, SUMMON_KEYS.key)
    monkeypatch.setattr(hotkeys.base, "refused", {"Ctrl+Alt+Space"})
    assert told() == "Another program has Ctrl+Alt+Space: choose another key."


def test_closing_goes_to_the_tray_only_where_that_was_chosen(
    open_program: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "isVisible", lambda _: True)
    program = open_program({TRAY: True})
    window, settings = program.show(), program.services.settings
    tray = Tray(program.services, window, QuickDoor(program.services, window))
    assert tray.icon is not None
    assert [action.text() for action in tray.icon.contextMenu().actions()] == [
        "Open Lamplight",
        "New conversation",
        "Translate the clipboard",
        "Quit",
    ]
    assert not tray.keeps_window()
    settings.set(CLOSE_TO_TRAY, True)
    assert tray.keeps_window()

    by_person = QCloseEvent()
    monkeypatch.setattr(QCloseEvent, "spontaneous", lambda _: True)
    window.closeEvent(by_person)
    assert not by_person.isAccepted()
    assert not window.isVisible()
    QCoreApplication.processEvents()
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert window.isVisible()
    monkeypatch.setattr(QCloseEvent, "spontaneous", lambda _: False)  # Quit, or the end of the session

    window.hide()
    settings.set(TRAY, False)
    qtbot.waitUntil(window.isVisible)  # nothing else could show it
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: False))
    settings.set(TRAY, True)
    qtbot.wait(0)
    assert not tray.keeps_window()
