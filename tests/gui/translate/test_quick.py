"""The translation window that a key or a command calls: real keys at the X server, a real socket, a real clipboard."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.base.instance import TRANSLATE, address, tell
from desktop.base.settings import HOTKEY, HOTKEY_KEYS, HOTKEY_TEXT, LANGUAGE
from desktop.features.translate.translation_service import JobOptions
from desktop.store.translation.records import Origin, SegmentStatus
from desktop.ui.panes.translate.quick.quick_translation import Quick
from desktop.ui.system.hotkey import chord, is_possible
from desktop.ui.system.hotkey.x11 import X11Hotkey
from desktop.ui.system.single_instance import SingleInstance
from tests.gui.seen import texts
from tests.gui.translate.conftest import WAIT, Driver

Drive = Callable[..., Driver]
SENTENCE = "The lamp is lit at dusk."


def kept(driver: Driver, source: str, target: str) -> None:
    """As if it had been translated before, so that no model is needed."""
    job = driver.translation_service.open_text(source, JobOptions("zh"))
    [segment] = driver.translation_service.translations.segments(job.id)
    done = replace(segment, target=target, status=SegmentStatus.DONE, origin=Origin.MODEL)
    driver.translation_service.translations.keep([done])


def press(driver: Driver, keys: str) -> None:
    """Real keys at the X server, as another program's user would press them."""
    subprocess.run(["xdotool", "key", keys], check=True, timeout=20)
    driver.bot.wait(50)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("Ctrl+Alt+Y", (ord("y"), 12)),
        ("Meta+Shift+1", (ord("1"), 65)),
        ("F9", (0xFFBE + 8, 0)),
        ("Y", None),
        ("Shift+Y", None),
        ("Ctrl+X, Y", None),
        ("", None),
    ],
)
def test_which_keys_can_be_such_keys(keys: str, expected: tuple[int, int] | None) -> None:
    assert chord(keys) == expected


def test_a_key_that_another_program_has_is_refused(qapp: object, qtbot: QtBot) -> None:
    assert is_possible()
    first, second = (X11Hotkey(name, str) for name in ("first", "second"))
    assert first.set_keys("Ctrl+Alt+K")
    assert not second.set_keys("Ctrl+Alt+K")
    assert second.keys == ""
    assert first.set_keys("")
    assert second.set_keys("Ctrl+Alt+K")
    first.close()
    second.close()


def test_the_key_is_off_until_it_is_wanted(drive: Drive) -> None:
    driver = drive()
    quick = Quick(driver.opened.services, driver.window)
    assert quick.hotkey.keys == ""
    driver.opened.app.settings.set(HOTKEY, True)
    driver.until(lambda: quick.hotkey.keys == "Ctrl+Alt+Y")
    driver.opened.app.settings.set(HOTKEY_KEYS, "Ctrl+Alt+K")
    driver.until(lambda: quick.hotkey.keys == "Ctrl+Alt+K")
    driver.opened.app.settings.set(HOTKEY, False)
    driver.until(lambda: quick.hotkey.keys == "")


def test_the_keys_bring_the_selected_text_translated(drive: Drive) -> None:
    driver = drive(settings={HOTKEY: True, HOTKEY_KEYS: "Ctrl+Alt+J"})
    kept(driver, SENTENCE, "黄昏时点灯。")
    quick = Quick(driver.opened.services, driver.window)
    window = quick.window
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("on the clipboard")
    clipboard.setText(SENTENCE, QClipboard.Mode.Selection)
    press(driver, "ctrl+alt+j")
    driver.until(lambda: window.isVisible() and window.result.toPlainText() == "黄昏时点灯。")
    assert quick.milliseconds is not None
    assert quick.milliseconds < 1000  # 150 on a quiet machine: tests/bench/quick_window.py
    assert window.source.toPlainText() == SENTENCE
    assert window.target.text() == "简体中文" or window.target.text().startswith("中文")
    driver.bot.keyClick(window.copy, Qt.Key.Key_Return)
    assert clipboard.text() == "黄昏时点灯。"
    driver.bot.keyClick(window, Qt.Key.Key_Escape)
    driver.until(lambda: not window.isVisible())
    quick.hotkey.close()


def test_the_command_brings_the_clipboard_to_the_open_window(drive: Drive, tmp_path: Path) -> None:
    driver = drive(settings={HOTKEY_TEXT: "clipboard"})
    kept(driver, SENTENCE, "黄昏时点灯。")
    quick = Quick(driver.opened.services, driver.window)
    assert not tell(address(tmp_path), TRANSLATE)
    instance = SingleInstance(tmp_path)
    assert instance.is_first()
    raised: list[bool] = []
    instance.raise_asked.connect(lambda: raised.append(True))
    instance.translate_asked.connect(quick.show_translated)
    QGuiApplication.clipboard().setText(SENTENCE)
    assert tell(address(tmp_path), TRANSLATE)
    driver.until(lambda: quick.window.result.toPlainText() == "黄昏时点灯。")
    assert not raised
    quick.window.close()
    instance.close()


def test_the_pane_goes_on_where_the_window_was(drive: Drive) -> None:
    driver = drive()
    kept(driver, SENTENCE, "黄昏时点灯。")
    quick = Quick(driver.opened.services, driver.window)
    driver.window.show_pane("chat")
    quick.show_translated()
    quick.translate(SENTENCE)
    driver.until(lambda: bool(quick.window.result.toPlainText()))
    driver.bot.keyClick(quick.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    driver.until(lambda: driver.window.current is driver.pane and driver.pages.target.rows() == ["黄昏时点灯。"])
    assert not quick.window.isVisible()


def test_a_long_text_is_not_cut_without_a_word(drive: Drive) -> None:
    driver = drive()
    driver.controller.go_on = lambda: None  # type: ignore[method-assign]
    quick = Quick(driver.opened.services, driver.window)
    text = "A lamp. " * 3000
    quick.show_translated()
    driver.bot.wait(50)  # the keys go to a window that is active
    quick.translate(text)
    assert "open it in the pane" in quick.window.state.text()
    driver.bot.keyClick(quick.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    driver.until(lambda: driver.controller.job is not None)
    assert driver.controller.text == text


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_word_of_the_small_window_has_room(drive: Drive, language: str) -> None:
    driver = drive(settings={LANGUAGE: language})
    quick = Quick(driver.opened.services, driver.window)
    quick.show_translated()
    driver.until(quick.window.isVisible)
    driver.until(lambda: all(seen.fits for seen in texts(quick.window)))
    assert texts(quick.window)
    quick.window.close()


@pytest.mark.model
def test_chinese_goes_the_other_way(drive: Drive) -> None:
    driver = drive()
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):  # read once the window has been painted
        QGuiApplication.clipboard().setText("今天天气很好。", mode)
    quick = Quick(driver.opened.services, driver.window)
    quick.show_translated()
    driver.until(quick.window.isVisible)
    quick.translate("今天天气很好。")
    driver.bot.waitUntil(lambda: quick._job is not None and quick._job.complete, timeout=WAIT)
    assert quick._job is not None
    assert (quick._job.source_language, quick._job.target_language) == ("zh", "en")
    driver.until(lambda: any(letter.isascii() and letter.isalpha() for letter in quick.window.result.toPlainText()))
    quick.window.close()
