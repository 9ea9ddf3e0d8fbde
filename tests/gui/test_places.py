"""Every place of the program is usable: it is told what is there, and there is room for it in any language and size.

A few of all combinations are walked through each time. `make accessibility` takes all of them, also at each scale of
the display.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from handbook.scenes import prepare
from handbook.stage import Stage
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base import i18n
from desktop.base.settings import LANGUAGE, TEXT_SIZE, THEME
from tests.gui import checks, pseudo, walk
from tests.gui.conftest import OpenWindow
from tests.gui.pseudo import LEFTWARDS, LONGER

_SMALL, _USUAL, _LARGE = (1024, 700), (1280, 800), (2560, 1600)
_ALL = bool(os.environ.get("LAMPLIGHT_EVERY_SCALE"))
_ROOM: dict[str, walk.Check] = {"room": checks.room}
_NAMES: dict[str, walk.Check] = {"names": checks.names_and_roles}
_CONTRAST: dict[str, walk.Check] = {"contrast": checks.contrast}
# language, text size, look, size of the window, what is looked at
_FEW = (
    ("en", 100, "light", _USUAL, {**_ROOM, **_NAMES, **_CONTRAST}),
    ("zh_CN", 175, "dark", _LARGE, {**_ROOM, **_NAMES, **_CONTRAST}),
    (LONGER, 100, "light", _SMALL, _ROOM),
    (LONGER, 300, "light", _LARGE, _ROOM),
    (LEFTWARDS, 150, "light", _LARGE, _ROOM),
)
_EVERY = tuple(
    (language, size, look, _SMALL if size == 100 else _LARGE, {**_ROOM, **_NAMES, **_CONTRAST})
    for language in ("en", "zh_CN", LONGER, LEFTWARDS)
    for size in (100, 150, 175, 200, 300)
    for look in ("light", "dark")
)
_Case = tuple[str, int, str, tuple[int, int], dict[str, walk.Check]]


@pytest.fixture
def languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's languages and two that nobody speaks."""
    folder = pseudo.make(tmp_path / "i18n")
    monkeypatch.setattr(i18n, "folder", lambda: folder)
    for code, name in i18n.find_languages(folder).items():
        monkeypatch.setitem(i18n.LANGUAGES, code, name)


@pytest.mark.parametrize(
    "case", _EVERY if _ALL else _FEW, ids=lambda case: f"{case[0]}-{case[1]}-{case[2]}-{case[3][0]}"
)
@pytest.mark.usefixtures("languages")
def test_every_place(open_program: OpenWindow, qtbot: QtBot, tmp_path: Path, case: _Case) -> None:
    language, size, look, (width, height), looked_at = case
    opened = open_program({LANGUAGE: language, TEXT_SIZE: size, THEME: look})
    leftwards = language == LEFTWARDS
    expected = Qt.LayoutDirection.RightToLeft if leftwards else Qt.LayoutDirection.LeftToRight
    assert QApplication.layoutDirection() == expected
    stage = Stage(opened.app, opened.services, tmp_path, opened.window)
    stage.window.resize(width, height)
    prepare(stage)
    rail, page = stage.window.rail, stage.window.page
    assert (rail.x() > page.x()) == leftwards  # mirrored
    assert walk.walk(stage, looked_at) == {}
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.usefixtures("languages")
def test_another_language_is_offered_and_used_at_once(open_program: OpenWindow, qtbot: QtBot) -> None:
    program = open_program()
    window = program.show()
    assert (LONGER, "Pseudo") in LANGUAGE.choices()
    program.app.settings.set(LANGUAGE, LONGER)
    qtbot.waitUntil(lambda: window.rail.accessibleName() == pseudo.longer("Panes"), timeout=10_000)
    program.app.settings.set(LANGUAGE, "en")
    qtbot.waitUntil(lambda: window.rail.accessibleName() == "Panes", timeout=10_000)
