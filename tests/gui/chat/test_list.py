"""The list of conversations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.base.i18n import translator
from desktop.store import Conversation
from desktop.ui.panes.chat import words
from desktop.ui.panes.chat.grouping import Day, grouped
from desktop.ui.widgets import Toast
from tests.gui.chat.conftest import Driver


def known(number: int, title: str, updated: datetime) -> Conversation:
    return Conversation(number, title, False, "chat", "", updated, updated)


def test_days_and_words() -> None:
    now = datetime.now().astimezone().replace(hour=12)
    all_of_them = [
        known(1, "Lighthouse letters", now),
        known(2, "灯塔来信", now - timedelta(days=1)),
        known(3, "Letters from the board", now - timedelta(days=9)),
    ]
    groups = grouped(all_of_them, now)
    assert [(group.day, group.conversations[0].id) for group in groups] == [
        (Day.TODAY, 1),
        (Day.YESTERDAY, 2),
        (Day.EARLIER, 3),
    ]
    assert [c.id for group in grouped(all_of_them, now, "letters") for c in group.conversations] == [1, 3]
    assert [c.id for group in grouped(all_of_them, now, "LIGHT let") for c in group.conversations] == [1]
    assert [c.id for group in grouped(all_of_them, now, "塔") for c in group.conversations] == [2]
    assert grouped(all_of_them, now, "nothing") == []


def test_dates() -> None:
    now = datetime(2026, 11, 23, 15, 0).astimezone()
    assert words.when(now.astimezone(UTC), now) == "now"
    assert words.when(now - timedelta(hours=2), now) == "13:00"
    assert words.when(now - timedelta(days=1), now) == "Sun"
    assert words.when(now - timedelta(days=21), now) == "2 Nov"
    assert words.when(now - timedelta(days=400), now) == "Oct 2025"


def test_empty_says_so_and_offers_the_language(drive: Callable[..., Driver]) -> None:
    chat = drive()
    assert chat.list.empty.isVisible()
    assert chat.list.empty.text() == "Conversations will be kept here."
    assert chat.list.language.isVisible()
    chat.list.language.chosen.emit("zh_CN")
    chat.until(lambda: translator.language == "zh_CN")
    chat.list.language.chosen.emit("en")
    chat.until(lambda: translator.language == "en")
    assert chat.list.empty.text() == "Conversations will be kept here."


def test_click_opens_and_search_finds_titles(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.conversation("a", "b", title="Bread that keeps a week")
    chat.conversation("c", "d", title="给外婆的生日信")
    assert chat.titles() == ["Today", "给外婆的生日信", "Bread that keeps a week"]
    rows = chat.list.rows
    chat.click(rows.viewport(), rows.visualRect(chat.list.model.index(2)).center())
    chat.until(lambda: chat.pane.title() == "Bread that keeps a week" and len(chat.controller.messages) == 2)
    chat.list.search.setText("外婆")  # QTest can only type Latin letters
    assert chat.titles() == ["Today", "给外婆的生日信"]
    chat.list.search.setText("nothing like it")
    assert chat.list.empty.isVisible()
    assert not chat.list.language.isVisible()
    chat.list.search.setFocus()
    chat.bot.keyClick(chat.list.search, Qt.Key.Key_Escape)
    assert len(chat.titles()) == 3


def test_the_keyboard_moves_opens_and_renames_in_place(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.conversation("a", "b", title="Older")
    chat.conversation("c", "d", title="Newer")
    rows = chat.list.rows
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    rows.setCurrentIndex(chat.list.model.index(1))
    chat.bot.keyClick(rows, Qt.Key.Key_Down)
    chat.bot.keyClick(rows, Qt.Key.Key_Return)
    chat.until(lambda: chat.pane.title() == "Older")
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    rows.setCurrentIndex(chat.list.model.index(chat.list.model.row_of(chat.controller.open_id)))
    chat.bot.keyClick(rows, Qt.Key.Key_F2)
    editor = rows.findChild(QLineEdit)
    assert editor is not None
    editor.setText("  A better   title ")
    chat.bot.keyClick(editor, Qt.Key.Key_Return)
    chat.until(lambda: chat.pane.title() == "A better title")
    assert "A better title" in chat.titles()
    assert chat.store.conversation(chat.controller.open_id).title_is_users


def test_delete_goes_to_the_trash_and_undo_brings_it_back(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.conversation("a", "b", title="Stays")
    gone = chat.conversation("c", "d", title="Goes")
    chat.open(gone)
    rows = chat.list.rows
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    rows.setCurrentIndex(chat.list.model.index(chat.list.model.row_of(gone.id)))
    chat.bot.keyClick(rows, Qt.Key.Key_Backspace)
    assert "Goes" in chat.titles()
    chat.bot.keyClick(rows, Qt.Key.Key_Delete)
    chat.until(lambda: "Goes" not in chat.titles())
    assert chat.pane.title() == "Stays"
    assert chat.store.conversation(gone.id).trashed is not None
    toasts = chat.window.findChildren(Toast)
    assert len(toasts) == 1
    toasts[0].undo()
    chat.until(lambda: "Goes" in chat.titles() and chat.pane.title() == "Goes")
    chat.until(lambda: len(chat.controller.messages) == 2)


def test_new_begins_an_empty_one_and_keeps_nothing_yet(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.open(chat.conversation("a", "b", title="Before"))
    chat.bot.keyClick(chat.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    chat.until(lambda: chat.pane.title() == "New conversation")
    assert len(chat.store.conversations()) == 1
    assert not chat.transcript.isVisible()
