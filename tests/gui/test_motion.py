"""Less motion, as the setting or the system wants it."""

from __future__ import annotations

import plistlib
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.settings import REDUCED_MOTION
from desktop.ui import motion, preferences
from desktop.ui.theme import theme
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


def test_the_window_follows_both(open_program: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preferences, "system_reduces_motion", lambda: True)
    program = open_program()
    assert theme.motion == 0
    monkeypatch.setattr(preferences, "system_reduces_motion", lambda: False)
    program.preferences._use_motion()
    assert theme.motion > 0
    program.app.settings.set(REDUCED_MOTION, True)
    qtbot.waitUntil(lambda: theme.motion == 0, timeout=5000)
