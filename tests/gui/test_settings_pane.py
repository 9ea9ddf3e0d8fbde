"""The settings pane: made from the declarations, kept at once, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.files import read_json
from desktop.base.network.doors import DOORS, DOWNLOAD, HUB
from desktop.base.network.ledger import ledger
from desktop.base.paths import Paths
from desktop.base.settings import (
    ALL,
    CONTEXT,
    MAX_TOKENS,
    REDUCED_MOTION,
    SYSTEM_PROMPT,
    TEMPERATURE,
    THREADS,
    Setting,
)
from desktop.ui.panes.settings.consequences import physical_cores
from desktop.ui.panes.settings.pages import licence_files
from desktop.ui.panes.settings.pane import SettingsPane
from desktop.ui.panes.settings.privacy.network_page import NetworkPage, Promise
from desktop.ui.panes.settings.row import SettingRow
from desktop.ui.panes.settings.sections import SECTIONS
from desktop.ui.widgets import Choice, NumberField, RowButton, Segmented, Sheet, Switch, TextField, Toast
from desktop.ui.widgets.floating.sheet import readable_part
from tests.gui.conftest import Opened, OpenWindow


@pytest.fixture
def program(open_program: OpenWindow) -> Opened:
    opened = open_program()
    opened.show().show_pane("settings")
    return opened


def _pane(program: Opened) -> SettingsPane:
    pane = program.window.current
    assert isinstance(pane, SettingsPane)
    return pane


def _row(program: Opened, setting: Setting) -> SettingRow:
    pane = _pane(program)
    pane.show_section(setting.section)
    return next(row for row in pane.page().findChildren(SettingRow) if row.setting is setting)


def test_every_declared_setting_has_its_row(program: Opened) -> None:
    pages = [_pane(program).section(section.key) for section in SECTIONS]
    rows = {row.setting.key for page in pages for row in page.findChildren(SettingRow)}
    assert rows == {setting.key for setting in ALL if setting.section}
    assert {setting.section for setting in ALL if setting.section} == {section.key for section in SECTIONS}


def test_a_change_is_kept_told_and_taken_back(program: Opened, qtbot: QtBot, paths: Paths) -> None:
    row = _row(program, REDUCED_MOTION)
    assert isinstance(row.control, Switch)
    qtbot.mouseClick(row.control, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.app.settings[REDUCED_MOTION] is True, timeout=5000)
    qtbot.waitUntil(lambda: (read_json(paths.settings_file) or {}).get("reduced_motion") is True, timeout=5000)
    toast = program.window.findChild(Toast)
    assert toast is not None
    assert toast.label.text() == "Reduce motion is now on."
    switch = row.control
    assert isinstance(switch, Switch)
    toast.undo()
    qtbot.waitUntil(lambda: program.app.settings[REDUCED_MOTION] is False, timeout=5000)
    qtbot.waitUntil(lambda: not switch.isChecked(), timeout=5000)


def test_ctrl_z_takes_back(program: Opened, qtbot: QtBot) -> None:
    row = _row(program, THREADS)
    assert isinstance(row.control, Segmented | Choice)
    row.control.chosen.emit(1)
    qtbot.waitUntil(lambda: program.app.settings[THREADS] == 1, timeout=5000)
    program.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is program.window, timeout=5000)
    row.control.setFocus()
    qtbot.keyClick(row.control, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.app.settings[THREADS] == 0, timeout=5000)


@pytest.mark.parametrize(("typed", "kept"), [("2048", 2048), ("2,048", 2048), (" 16 ", 16)])
def test_a_number_is_typed(program: Opened, qtbot: QtBot, typed: str, kept: int) -> None:
    row = _row(program, MAX_TOKENS)
    assert isinstance(row.control, NumberField)
    row.control.setText(typed)
    qtbot.keyClick(row.control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.app.settings[MAX_TOKENS] == kept, timeout=5000)


@pytest.mark.parametrize("typed", ["", "many", "0", "99999999", "1.5", "-1"])
def test_an_impossible_number_is_refused_in_place(program: Opened, qtbot: QtBot, typed: str) -> None:
    row = _row(program, MAX_TOKENS)
    assert isinstance(row.control, NumberField)
    row.control.setText(typed)
    qtbot.keyClick(row.control, Qt.Key.Key_Return)
    assert row.note.text() == "A number from 1 to 32,768."
    assert program.app.settings[MAX_TOKENS] == 1024
    qtbot.keyClick(row.control, Qt.Key.Key_Escape)
    assert row.control.text() == "1,024"


def test_arrow_keys_step_within_the_bounds(program: Opened, qtbot: QtBot) -> None:
    row = _row(program, TEMPERATURE)
    number = row.control
    assert isinstance(number, NumberField)
    qtbot.keyClick(row.control, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: program.app.settings[TEMPERATURE] == 0.75, timeout=5000)
    program.app.settings.set(TEMPERATURE, 2.0)
    qtbot.waitUntil(lambda: number.text() == "2", timeout=5000)
    qtbot.keyClick(row.control, Qt.Key.Key_Up)
    assert program.app.settings[TEMPERATURE] == 2.0


def test_instructions_are_kept_when_the_focus_leaves(program: Opened, qtbot: QtBot) -> None:
    row = _row(program, SYSTEM_PROMPT)
    assert isinstance(row.control, TextField)
    row.control.setPlainText("Answer briefly.\n请用中文。")
    row.control.left.emit()
    qtbot.waitUntil(lambda: program.app.settings[SYSTEM_PROMPT] == "Answer briefly.\n请用中文。", timeout=5000)


def test_consequences_are_real_numbers(program: Opened, qtbot: QtBot) -> None:
    cores = physical_cores()
    assert _row(program, THREADS).note.text().startswith(f"{cores} physical core")
    program.app.model_manager.start()
    row = _row(program, CONTEXT)
    qtbot.waitUntil(lambda: "SmolLM2 135M" in row.note.text(), timeout=60_000)
    # 30 layers, 3 key/value heads of 64: 8,192 tokens in f16 take 189 MB
    assert row.note.text().startswith("8,192 tokens take 189 MB with SmolLM2 135M")


def test_search_finds_by_any_word(program: Opened, qtbot: QtBot) -> None:
    pane = _pane(program)
    pane.search_field.setText("memory longer")
    found = {row.setting.key for row in pane.page().findChildren(SettingRow) if row.isVisible()}
    assert found == {"context"}
    pane.search_field.setText("zebra")
    assert not any(row.isVisible() for row in pane.page().findChildren(SettingRow))
    pane.search_field.clear()
    assert any(row.isVisible() for row in pane.page().findChildren(SettingRow))


def test_a_setting_that_cannot_be_written_is_told(program: Opened, qtbot: QtBot, paths: Paths) -> None:
    paths.settings_file.unlink(missing_ok=True)
    paths.settings_file.mkdir()
    pane = _pane(program)
    with qtbot.waitSignal(pane.writer.not_written, timeout=5000):
        pane.writer.keep(REDUCED_MOTION, True)
    assert program.app.settings[REDUCED_MOTION] is True
    paths.settings_file.rmdir()


def test_licences_can_be_read(program: Opened, qtbot: QtBot) -> None:
    names = {file.name for file in licence_files()}
    assert {"Inter-OFL.txt", "Source-Serif-OFL.txt", "JetBrains-Mono-OFL.txt"} <= names
    pane = _pane(program)
    pane.show_section("about")
    row = next(row for row in pane.page().findChildren(RowButton) if row.text() == "Inter OFL")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.window.findChild(Sheet) is not None, timeout=5000)
    sheet = program.window.findChild(Sheet)
    assert sheet is not None
    assert "SIL OPEN FONT LICENSE" in sheet.reader.toPlainText()
    sheet.close_popup()


def test_a_saved_page_is_shown_without_its_menus() -> None:
    page = (
        "<nav>Home</nav><article><ul>Docs</ul><script>x()</script><h1>Terms</h1><img src='http://a/b'>Agree.</article>"
    )
    assert readable_part(page) == "<h1>Terms</h1>Agree."
    assert readable_part("<p>Plain</p>") == "<p>Plain</p>"


def test_what_leaves_this_machine(open_program: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """Every door with its uses, the newest at the foot of the column."""
    program = open_program()
    window = program.show(1024, 700)
    ledger.keep_in(tmp_path / "network.json")
    window.show_pane("settings")
    pane = window.current
    assert isinstance(pane, SettingsPane)
    promise = window.findChild(Promise)
    qtbot.waitUntil(lambda: promise.words.text() == "Offline. Nothing has ever been sent.")
    pane.go("network")
    page = pane.section("network")
    assert isinstance(page, NetworkPage)
    qtbot.waitUntil(lambda: {row.used.text() for row in page.rows.values()} == {"Never used"})
    assert set(page.rows) == {door.key for door in DOORS}
    ledger.use(HUB, "hub.example")
    for _ in range(3):
        ledger.use(DOWNLOAD, "cdn.example")
    pane.go("about")
    pane.go("network")
    qtbot.waitUntil(lambda: page.rows["download"].used.text() == "3 times")
    assert page.rows["hub"].used.text() == "once"
    assert page.rows["download"].hosts.text().startswith("cdn.example: 3 times, last on ")
    assert page.rows["browser"].used.text() == "Never used"
