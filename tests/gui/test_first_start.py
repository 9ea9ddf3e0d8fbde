"""The page of the very first start: what it shows, what it keeps, and that it comes once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import build, run_window
from desktop.base.errors import Code, StoreError
from desktop.base.i18n import translator
from desktop.base.paths import ENV_HOME, Paths, choose_folder
from desktop.base.settings import HUB_SOURCE, LANGUAGE, Settings
from desktop.features.home.disks import FOLDER
from desktop.features.models.placement.hardware import Hardware, Report
from desktop.ui import startup, tasks
from desktop.ui.first_start.page import FirstStart
from desktop.ui.frame.window import MainWindow
from desktop.ui.preferences import Preferences
from desktop.ui.startup import Question


@pytest.fixture
def usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """The system's folders, in the test's own."""
    monkeypatch.delenv(ENV_HOME, raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(Hardware, "look", lambda self: Report(None, 2))
    return Paths.from_environment()


def _when(kind: type, act: Callable[..., object]) -> None:
    """Do `act` with the first visible top-level window of this kind, as soon as it is there."""

    def look() -> None:
        shown = [w for w in QApplication.topLevelWidgets() if type(w) is kind and w.isVisible()]
        if shown:
            act(shown[0])
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)


def test_what_was_chosen_is_kept_and_found_again(
    qapp: QApplication, qtbot: QtBot, usual: Paths, tmp_path: Path
) -> None:
    settings = Settings()
    preferences = Preferences(qapp, settings)
    page = FirstStart(usual, settings)
    qtbot.addWidget(page)
    page.resize(1024, 700)
    page.show()
    assert page.language.value == "en"
    qtbot.waitUntil(lambda: bool(page.card.facts[0].text()))
    assert "Measured" in page.card.machine.text()
    assert "huggingface.co" in page.card.source.text()
    page.card.other.click()
    assert "modelscope.cn" in page.card.source.text()
    page.language._choose("zh_CN")
    qtbot.waitUntil(lambda: page.begin.text() == "先不下载，开始")
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "photo.jpg").touch()
    (tmp_path / "file").touch()
    page.place.choose(tmp_path / "file")
    assert "file" in page.place.note.text()
    assert page.place.room.folder == usual.data
    page.place.choose(tmp_path / "disk")
    assert not usual.config.exists()
    assert not (tmp_path / "disk" / FOLDER).exists()
    page.card.button.click()
    assert page.choice is not None
    assert page.choice.model is page._look.best.model
    page.keep()
    found = Paths.from_environment()
    assert (found.data, found.untouched) == (tmp_path / "disk" / FOLDER, False)
    assert (found.cache / "machine_speed.json").exists()
    assert not usual.data.exists()
    kept = Settings(found.settings_file)
    assert (kept[LANGUAGE], kept[HUB_SOURCE]) == ("zh_CN", "modelscope")
    page.place.room = replace(page.place.room, free=1)
    page._refresh()
    assert not page.card.button.isEnabled()  # what doesn't fit there isn't fetched
    page.close()
    assert not page._aside.exists()
    preferences.deleteLater()
    tasks.finish()
    translator.use("en")


def test_it_comes_once_and_the_window_stands_in_its_place(
    qapp: QApplication, qtbot: QtBot, usual: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    _when(FirstStart, lambda page: page.close())
    assert run_window() == 0
    assert Paths.from_environment().untouched
    assert not usual.data.exists()
    pages: list[FirstStart] = []

    def close(window: MainWindow) -> None:
        if window._begun:
            assert not pages[0].isVisible()
            window.close()
        else:
            QTimer.singleShot(20, lambda: close(window))

    def begin(page: FirstStart) -> None:
        pages.append(page)
        QTest.keyClick(page, Qt.Key.Key_Escape)

    _when(FirstStart, begin)
    _when(MainWindow, close)
    assert run_window() == 0
    assert usual.database.exists()
    _when(MainWindow, close)
    assert run_window() == 0
    assert len(pages) == 1


def test_a_disk_that_is_away_is_asked_for(qapp: QApplication, qtbot: QtBot, usual: Paths, tmp_path: Path) -> None:
    disk = tmp_path / "disk" / FOLDER
    choose_folder(usual.config, disk)
    paths = Paths.from_environment()
    with pytest.raises(StoreError) as away:
        build(paths)
    assert away.value.code is Code.WRITING_AWAY
    said: list[str] = []
    for answer, expected in (("again", paths), ("close", None), ("usual", usual)):

        def press(question: Question, answer: str = answer) -> None:
            said.append(question.what.text())
            question.buttons[answer].click()

        _when(Question, press)
        assert startup.refuse(away.value, paths) == expected
    assert str(disk) in said[0]
    assert Paths.from_environment() == usual
