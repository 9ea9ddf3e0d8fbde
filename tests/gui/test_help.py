"""The help: F1 opens the page of where one is, in a window of its own; words are found; pictures and links lead on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.i18n import translator
from desktop.base.settings import LANGUAGE
from desktop.features.help.book import Book
from desktop.ui.commands import commands
from desktop.ui.frame.window import MainWindow
from desktop.ui.help.picture_sheet import PictureSheet
from desktop.ui.help.window import HelpWindow
from tests.gui.conftest import OpenWindow
from tests.gui.seen import settled


def _help() -> HelpWindow | None:
    shown = [top for top in QApplication.topLevelWidgets() if isinstance(top, HelpWindow) and top.isVisible()]
    return shown[0] if shown else None


def _page(window: HelpWindow) -> str:
    page = window.reader.page_shown
    assert page is not None
    return page.key


def _by_f1(bot: QtBot, window: MainWindow) -> HelpWindow:
    window.activateWindow()
    bot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=10_000)
    bot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F1)
    bot.waitUntil(lambda: _help() is not None, timeout=10_000)
    opened = _help()
    assert opened is not None
    return opened


def test_f1_leads_to_the_page_of_where_one_is(open_program: OpenWindow, qtbot: QtBot) -> None:
    window = open_program().show()
    book = Book("en")
    help_window = _by_f1(qtbot, window)
    assert _page(help_window) == "chat"
    for key in ("story", "translate", "models", "settings"):
        window.show_pane(key)
        assert commands.run("help.open")
        assert _page(help_window) == key
    pane = window.pane("models")
    for section in pane.sections:  # type: ignore[attr-defined]
        pane.go(section)
        assert book.has(pane.help_topic), section
    settings = window.pane("settings")
    for section in settings._makers:  # type: ignore[attr-defined]
        settings.go(section)
        assert book.has(settings.help_topic), section
    window.show_pane("models")
    pane.go("hardware")
    assert commands.run("help.open")
    qtbot.waitUntil(lambda: help_window.reader.anchor_in_view() == "hardware", timeout=10_000)
    window.close()
    qtbot.waitUntil(lambda: _help() is None, timeout=10_000)


@pytest.mark.parametrize(("language", "query"), [("en", "pager"), ("zh_CN", "页码")])
def test_words_links_and_pictures(open_program: OpenWindow, qtbot: QtBot, language: str, query: str) -> None:
    window = open_program({LANGUAGE: language}).show()
    opened = _by_f1(qtbot, window)
    opened.contents.field.setFocus()
    qtbot.keyClicks(opened.contents.field, query) if query.isascii() else opened.contents.field.setText(query)
    assert opened.contents.hits
    qtbot.keyClick(opened.contents.field, Qt.Key.Key_Return)
    settled(qtbot, opened)
    assert _page(opened) == "chat"
    assert opened.reader.anchor_in_view() == "versions"
    assert query in {mark.cursor.selectedText().lower() for mark in opened.reader.extraSelections()}
    opened.reader.place_asked.emit("models#endpoints")
    assert _page(opened) == "models"
    commands.run("help.back")
    assert _page(opened) == "chat"
    commands.run("help.forward")
    assert _page(opened) == "models"
    opened.open("start")
    settled(qtbot, opened)
    where = next(
        QPoint(40, top) for top in range(0, opened.reader.viewport().height(), 8)
        if opened.reader.picture_at(QPoint(40, top))
    )  # fmt: skip
    qtbot.mouseClick(opened.reader.viewport(), Qt.MouseButton.LeftButton, pos=where)
    sheets = opened.findChildren(PictureSheet)
    assert sheets
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not sheets[0].isVisible()
    commands.run("help.close")  # what was searched for goes first
    assert opened.contents.field.text() == ""
    commands.run("help.close")
    assert _help() is None


def test_it_follows_the_language(open_program: OpenWindow, qtbot: QtBot) -> None:
    window = open_program().show()
    opened = _by_f1(qtbot, window)
    opened.open("chat#documents")
    translator.use("zh_CN")
    assert opened.reader.page_shown is not None
    assert opened.reader.page_shown.title == "聊天"
    assert opened.reader.anchor_in_view() == "documents"
    opened.close()


def test_nothing_but_its_own_pictures_is_loaded(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    opened = HelpWindow()
    qtbot.addWidget(opened)
    opened.open("start")
    (tmp_path / "secret.css").write_text("* { color: red }")
    for kind in (1, 2, 3):
        assert opened.reader.loadResource(kind, f"file://{tmp_path}/secret.css") in (None,) or kind == 2
