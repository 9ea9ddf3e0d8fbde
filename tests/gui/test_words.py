"""Every pane, page, menu and question in each language: nothing untranslated, nothing clipped at 1024 by 700."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.errors import Code, StoreError
from desktop.base.i18n import LANGUAGES, Translator, translator
from desktop.base.settings import LANGUAGE
from desktop.hub.catalogue import catalogue
from desktop.ui import startup
from desktop.ui.frame.window import MainWindow
from desktop.ui.panes.settings.pages import licence_files, licence_name
from desktop.ui.widgets import Menu, toast
from desktop.ui.widgets.floating.menu import MenuItem
from tests.gui.conftest import OpenWindow
from tests.gui.seen import Seen, settled, texts

_MARK = "\u2038"
# What is the same in every language: numbers and units, keys, paths, names of models, languages and licences.
_WORDS = "MB|GB|Ctrl|English|中文|SmolLM2 135M|Gemma 3 270M|Apache-2\\.0|Gemma|Lamplight"
_NAMES = re.compile(rf"^(?:[\d.,%\s/:–-]|{_WORDS}|Q\d\w*|~?/[\w./-]+)*$")


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which every translated text wears a mark: what wears none was never translated."""
    original = Translator.translate

    def mark(self: Translator, context: str, text: str, comment: str = "", count: int | None = None) -> str:
        return _MARK + original(self, context, text, comment, count)

    monkeypatch.setattr(Translator, "translate", mark)


def _places(window: MainWindow, bot: QtBot) -> Iterator[tuple[str, Callable[[], list[Seen]]]]:
    """Every place of the window, brought to the front one after the other."""
    for key in ("chat", "models"):
        window.show_pane(key)
        settled(bot, window)
        yield key, lambda: texts(window)
    window.show_pane("settings")
    for section in ("general", "appearance", "engine", "chat", "files", "about"):
        window.current.show_section(section)  # type: ignore[attr-defined]
        settled(bot, window)
        yield f"settings, {section}", lambda: texts(window)
    window.current.search_field.setText("e")  # type: ignore[attr-defined]
    yield "search", lambda: texts(window)
    window.current.search_field.clear()  # type: ignore[attr-defined]
    window.header.picker.open()
    settled(bot, window)
    yield "picker", lambda: texts(window)
    for menu in window.findChildren(Menu):
        menu.close_popup()
    window.toggle_column()
    settled(bot, window)
    yield "folded", lambda: texts(window)
    window.toggle_column()


def _catalogue_texts() -> Iterator[str]:
    """They have both languages in the catalogue itself (tests/hub/test_catalogue.py)."""
    for model in catalogue():
        yield from (model.name, model.licence, str(model.trap), str(model.note))
        yield from (str(use.good_at) for use in model.uses)


def _questions() -> list[Exception]:
    return [
        StoreError(Code.STORE_CORRUPT, path="/a", kept="/a/b.sqlite3.damaged-20260101T000000Z", backup=__file__),
        StoreError(Code.STORE_CORRUPT, path="/a", kept="/a/b", backup=""),
        StoreError(Code.STORE_NEWER, path="/a", found="0009", known="0002"),
        StoreError(Code.DATA_READ_ONLY, path="/a/long/path/to/the/data", cause="Read-only file system"),
        StoreError(Code.DISK_FULL, path="/a"),
        StoreError(Code.STORE_LOCKED, path="/a"),
    ]


@pytest.mark.usefixtures("marked")
def test_every_word_went_through_translation(open_program: OpenWindow, qtbot: QtBot) -> None:
    window = open_program().show(1024, 700)
    own = {licence_name(file) for file in licence_files()} | set(_catalogue_texts())
    for place, look in _places(window, qtbot):
        bare = [seen for seen in look() if _MARK not in seen.text and seen.text not in own]
        assert [seen for seen in bare if not _NAMES.match(seen.text)] == [], place


def test_nothing_is_missing_in_chinese(open_program: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text asked for while every place is opened has a Chinese form."""
    missing: set[tuple[str, str]] = set()
    original = Translator.translate

    def watch(self: Translator, context: str, text: str, comment: str = "", count: int | None = None) -> str:
        if (context, text) not in self._texts:
            missing.add((context, text))
        return original(self, context, text, comment, count)

    window = open_program({LANGUAGE: "zh_CN"})
    monkeypatch.setattr(Translator, "translate", watch)
    shown = window.show(1024, 700)
    for _, look in _places(shown, qtbot):
        look()
    for error in _questions():
        qtbot.addWidget(startup.question_for(error))
    assert missing == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", _questions(), ids=lambda error: str(error.code))
def test_questions_have_room(qapp: object, qtbot: QtBot, language: str, error: Exception) -> None:
    translator.use(language)
    question = startup.question_for(error)
    qtbot.addWidget(question)
    with qtbot.waitExposed(question):
        question.show()
    assert [seen for seen in texts(question) if not seen.fits] == []
    translator.use("en")


def test_language_switches_live(open_program: OpenWindow, qtbot: QtBot) -> None:
    program = open_program()
    window = program.show()
    window.show_pane("settings")
    before = {seen.text for seen in texts(window)}
    program.app.settings.set(LANGUAGE, "zh_CN")
    qtbot.waitUntil(lambda: window.header.title.text() != "Settings", timeout=5000)
    after = {seen.text for seen in texts(window)}
    left = {text for text in before & after if not _NAMES.match(text)}
    assert left == set()
    program.app.settings.set(LANGUAGE, "en")
    qtbot.waitUntil(lambda: window.header.title.text() == "Settings", timeout=5000)
    assert {seen.text for seen in texts(window)} == before


def test_qt_speaks_chinese_too(open_program: OpenWindow, qtbot: QtBot) -> None:
    program = open_program({LANGUAGE: "zh_CN"})
    window = program.show()
    assert window.tr("x") == "x"  # ours don't go through Qt
    from PySide6.QtCore import QCoreApplication

    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    program.app.settings.set(LANGUAGE, "en")
    qtbot.waitUntil(lambda: QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel", timeout=5000)


def test_menu_rows_and_toasts_follow_the_text(open_program: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_program().show()
    menu = Menu(window.header.picker)
    item = menu.add("A rather long row of a menu that must still be read", lambda: None, note="Ctrl X")
    menu.open_below(window.header.picker)
    assert isinstance(item, MenuItem)
    assert item.sizeHint().width() <= item.width()
    menu.close_popup()
    shown = toast(window, "Something was done.", lambda: None)
    assert shown.label.sizeHint().width() <= shown.label.width()
    shown.dismiss()
