"""Less motion, as the setting or the system wants it."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.settings import REDUCED_MOTION
from desktop.ui import preferences
from desktop.ui.look.theme import theme
from desktop.ui.system import motion
from tests.gui.conftest import OpenWindow


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the files of free desktops")
@pytest.mark.parametrize(
    ("file", "text", "reduced"),
    [
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n", True),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0.5\n", False),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=false\n", True),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations = 0\n", True),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=1\n", False),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=often\n", False),
        ("kdeglobals", "no sections at all", False),
        ("other", "", False),
    ],
)
def test_free_desktops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, text: str, reduced: bool) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text)
    assert motion.system_reduces_motion() is reduced


def test_mac(tmp_path: Path) -> None:
    file = tmp_path / "com.apple.universalaccess.plist"
    assert not motion._mac(file)
    file.write_bytes(plistlib.dumps({"reduceMotion": True}))
    assert motion._mac(file)


_ON_A_BUS = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusVariant, QDBusVirtualObject
from desktop.ui.system.motion_portal import MotionPortal

ANSWERS = {answers}

class Portal(QDBusVirtualObject):
    def introspect(self, path):
        return ""

    def handleMessage(self, message, connection):
        answer = ANSWERS.get(".".join(message.arguments()))
        told = message.createErrorReply("org.example.Unknown", "no such key")
        connection.send(told if answer is None else message.createReply(QDBusVariant(answer)))
        return True

application = QCoreApplication([])
desk = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, "desk")
answering = Portal()
assert desk.registerVirtualObject("/org/freedesktop/portal/desktop", answering)
assert desk.registerService("org.freedesktop.portal.Desktop")
portal = MotionPortal()
told = []
portal.changed.connect(lambda: told.append(portal.reduces))
portal.ask()
QTimer.singleShot(700, lambda: (ANSWERS.clear(), portal.ask()))
QTimer.singleShot(1400, application.quit)
application.exec()
print(told)
"""


@pytest.mark.skipif(not shutil.which("dbus-run-session"), reason="no D-Bus on this machine")
@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"org.freedesktop.appearance.reduced-motion": 1}, [True, False]),
        ({"org.gnome.desktop.interface.enable-animations": False}, [True, False]),
        ({"org.freedesktop.appearance.reduced-motion": 0, "org.gnome.desktop.interface.enable-animations": True}, []),
        ({"org.freedesktop.appearance.reduced-motion": "often"}, []),
        ({}, []),
    ],
)
def test_the_portal_of_a_free_desktop(answers: dict[str, object], told: list[bool]) -> None:
    code = _ON_A_BUS.replace("{answers}", repr(answers))
    command = ["dbus-run-session", "--", sys.executable, "-c", code]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == repr(told), ran.stderr


def test_the_window_follows_the_portal(open_program: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    program = open_program()
    assert theme.motion > 0
    monkeypatch.setattr(type(program.preferences._portal), "reduces", True)
    program.preferences._portal.changed.emit()
    assert theme.motion == 0


def test_the_window_follows_both(open_program: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preferences, "system_reduces_motion", lambda: True)
    program = open_program()
    assert theme.motion == 0
    monkeypatch.setattr(preferences, "system_reduces_motion", lambda: False)
    program.preferences._use_motion()
    assert theme.motion > 0
    program.app.settings.set(REDUCED_MOTION, True)
    qtbot.waitUntil(lambda: theme.motion == 0, timeout=5000)
