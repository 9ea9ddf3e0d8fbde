"""The palette, the shortcut list, the text size and F6 in the real window, by the keyboard alone."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.settings import LANGUAGE, TEXT_SIZE
from desktop.ui.commands import commands, keys_text
from desktop.ui.frame.palette import Palette, found
from desktop.ui.frame.palette_match import initials, rank
from desktop.ui.frame.shortcut_list import ShortcutSheet, grouped
from desktop.ui.frame.window import MainWindow
from desktop.ui.look.text_size import next_size
from desktop.ui.look.theme import theme
from tests.gui.conftest import Opened, OpenWindow

_CTRL = Qt.KeyboardModifier.ControlModifier


def _open(open_program: OpenWindow, bot: QtBot, language: str = "en") -> tuple[MainWindow, Palette]:
    window = open_program({LANGUAGE: language}).show()
    window.activateWindow()
    bot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5000)
    bot.keyClick(QApplication.focusWidget(), Qt.Key.Key_K, _CTRL)
    palette = window.findChild(Palette)
    assert palette is not None
    assert palette.isVisible()
    return window, palette


@pytest.mark.parametrize(
    ("wanted", "name", "fits"),
    [("dark", "Dark appearance", True), ("gs", "Go to Settings", True), ("gts", "Go to Settings", True),
     ("to set", "Go to Settings", True), ("settings go", "Go to Settings", True), ("xyz", "Go to Settings", False)],
)  # fmt: skip
def test_rank(wanted: str, name: str, fits: bool) -> None:
    assert (rank(wanted, (name,)) is not None) == fits


def test_better_fits_stand_first() -> None:
    names = ["A new text", "Text size", "Larger text", "Take extra time"]
    assert sorted(names, key=lambda name: rank("text", (name,)) or (9, 9)) == [
        "Text size", "A new text", "Larger text", "Take extra time",
    ]  # fmt: skip


def test_pinyin_initials() -> None:
    assert initials("新建对话") == "xjdh"
    assert initials("转到设置 PDF") == "zdszpdf"


def test_a_command_is_found_and_run(open_program: OpenWindow, qtbot: QtBot) -> None:
    window, palette = _open(open_program, qtbot)
    assert QApplication.focusWidget() is palette.field
    qtbot.keyClicks(palette.field, "go set")
    assert palette.shown[0].id == "go.settings"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.current.key == "settings"
    assert not palette.isVisible()


def test_it_is_all_keyboard_and_the_focus_comes_back(open_program: OpenWindow, qtbot: QtBot) -> None:
    window, palette = _open(open_program, qtbot)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == len(palette.shown) - 1  # round again
    assert palette.field.accessibleDescription() == palette.shown[-1].title()
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is palette.field
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.current.page().composer.text  # type: ignore[attr-defined]


def test_chinese_is_found_by_words_initials_and_english(open_program: OpenWindow, qtbot: QtBot) -> None:
    _open(open_program, qtbot, "zh_CN")
    titles = {command.id: command.title() for command in commands.all()}
    assert titles["chat.new"] != "New conversation"
    for wanted in (titles["chat.new"][:3], "new conv", initials(titles["chat.new"])):
        assert found(wanted)[0].id == "chat.new", wanted


def test_only_what_can_be_done_is_offered(open_program: OpenWindow, qtbot: QtBot) -> None:
    window, palette = _open(open_program, qtbot)
    shown = {command.id for command in palette.shown}
    assert {"chat.new", "go.translate", "window.shortcuts"} <= shown
    assert not {"chat.stop", "chat.delete", "translate.swap", "settings.undo"} & shown
    palette.close_popup()
    window.show_pane("translate")
    assert "translate.swap" in {command.id for command in commands.possible()}


def test_what_the_open_pane_offers_stands_before_the_rest(open_program: OpenWindow, qtbot: QtBot) -> None:
    window, palette = _open(open_program, qtbot)
    palette.close_popup()
    window.show_pane("translate")
    keys = [command.id for command in commands.possible()]
    assert keys.index("translate.new") < keys.index("go.chat") < keys.index("chat.new")


def test_what_was_chosen_last_stands_first(open_program: OpenWindow, qtbot: QtBot) -> None:
    _, palette = _open(open_program, qtbot)
    qtbot.keyClicks(palette.field, "normal size")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert found("")[0].id == "text.normal"


def test_every_shortcut_is_listed_once_and_means_one_thing(open_program: OpenWindow, qtbot: QtBot) -> None:
    window = open_program().show()
    for key in ("translate", "settings", "chat"):
        window.show_pane(key)
        taken: dict[str, str] = {}
        for command in [known for known in commands.possible() if commands.listens(known)]:
            for keys in filter(None, (command.keys, *command.more_keys)):
                assert QKeySequence(keys).toString(), f"{command.id}: {keys}"
                assert keys not in taken, f"{command.id} and {taken.get(keys)} on {keys}"
                taken[keys] = command.id
    listed = [(group, *row) for group, rows in grouped().items() for row in rows]
    assert len(listed) == len(set(listed))
    assert {keys for _, _, keys in listed} >= {"Ctrl+K", "F1", "Ctrl+N", "F8", "Ctrl+Z", "Return"}
    assert ("Go on, or accept what is proposed", "Tab") in grouped()["Story"]  # a key that a widget handles itself
    assert ("Edit the translation of a sentence", "F2") in grouped()["Translate"]


def test_shortcut_list_opens_and_filters(open_program: OpenWindow, qtbot: QtBot) -> None:
    window = open_program().show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5000)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    sheet = window.findChild(ShortcutSheet)
    assert sheet is not None
    assert QApplication.focusWidget() is sheet.field
    qtbot.keyClicks(sheet.field, "new conv")
    listed = [title for rows in grouped("new conv").values() for title, _ in rows]
    assert "New conversation" in listed
    assert all(title.startswith("New conversation") for title in listed)
    qtbot.keyClick(sheet.field, Qt.Key.Key_Escape)
    qtbot.keyClick(sheet.field, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def _sized(program: Opened, size: int) -> bool:
    return bool(program.app.settings[TEXT_SIZE] == size and round(theme.scale * 100) == size)


def test_text_size_by_keys(open_program: OpenWindow, qtbot: QtBot) -> None:
    program = open_program()
    window = program.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5000)
    for key, size in ((Qt.Key.Key_Plus, 110), (Qt.Key.Key_Equal, 125), (Qt.Key.Key_Minus, 110), (Qt.Key.Key_0, 100)):
        qtbot.keyClick(QApplication.focusWidget(), key, _CTRL)
        qtbot.waitUntil(partial(_sized, program, size), timeout=5000)


def test_text_size_stays_within_what_is_offered() -> None:
    assert (next_size(300, 1), next_size(90, -1), next_size(100, 1), next_size(175, 0)) == (300, 90, 110, 100)


def test_f6_goes_round_the_window(open_program: OpenWindow, qtbot: QtBot) -> None:
    window = open_program().show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5000)
    places = []
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        parts = (window.rail, window.column, window.header, window.current.page())
        places.append(next(at for at, part in enumerate(parts) if part.isAncestorOf(focus)))
    assert places == [0, 1, 2, 3]


def test_keys_are_read_as_words() -> None:
    assert keys_text("Ctrl+Shift+N") == "Ctrl Shift N"
    assert keys_text("Ctrl++") == "Ctrl +"
    assert keys_text("Shift+Down") == "Shift ↓"
    assert keys_text("Ctrl+Return") == "Ctrl Enter"
