"""The list of conversations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.base.i18n import translator
from desktop.store import Conversation
from desktop.store.conversations.organisation_records import Folder, Sort
from desktop.ui.panes.chat import words
from desktop.ui.panes.chat.conversation_list.grouping import (
    ConversationRow,
    FolderRow,
    Heading,
    Row,
    changes_in,
    group_rows,
)
from desktop.ui.widgets import Toast
from tests.gui.chat.conftest import Driver


def known(number: int, title: str, updated: datetime) -> Conversation:
    return Conversation(number, title, False, "chat", "", updated, updated)


def test_the_shelf_in_rows() -> None:
    now = datetime.now().astimezone().replace(hour=12)
    three = [
        known(1, "Lighthouse letters", now),
        known(2, "灯塔来信", now - timedelta(days=1)),
        known(3, "Letters from the board", now - timedelta(days=9)),
    ]
    assert _said(group_rows(three, (), (), now)) == [Heading.TODAY, 1, Heading.YESTERDAY, 2, Heading.EARLIER, 3]
    assert _said(group_rows(three, (), (), now, Sort.TITLE)) == [3, 1, 2]
    folders = [Folder(7, None, "Out"), Folder(8, 7, "In"), Folder(9, 99, "Its parent is gone")]
    placed = [replace(three[0], folder_id=8), replace(three[1], pinned=now), replace(three[2], folder_id=70)]
    closed = group_rows(placed, folders, (), now)
    assert _said(closed) == [Heading.PINNED, 2, Heading.FOLDERS, ("Out", 0, 1), ("Its parent is gone", 0, 0),
                             Heading.EARLIER, 3]  # fmt: skip
    opened = group_rows(placed, folders, {7, 8}, now)
    assert _said(opened)[2:6] == [Heading.FOLDERS, ("Out", 0, 1), ("In", 1, 1), 1]
    tagged = [replace(each, tags=("Sea",)) if each.id != 2 else each for each in placed]
    assert _said(group_rows(tagged, folders, {7, 8}, now, tag="sea")) == [Heading.TODAY, 1, Heading.EARLIER, 3]


def test_the_dates_are_renewed_when_they_change() -> None:
    now = datetime(2026, 11, 23, 15, 0).astimezone()
    old = [known(1, "Old", now - timedelta(days=1))]
    fresh = [*old, known(2, "Fresh", now - timedelta(seconds=20))]
    assert changes_in(group_rows(fresh, (), (), now), now) == 60_000
    assert changes_in(group_rows(old, (), (), now), now) == 3_600_000
    evening = now.replace(hour=23, minute=50)
    assert changes_in(group_rows(old, (), (), evening), evening) == 601_000


def _said(rows: list[Row]) -> list[object]:
    said: list[object] = []
    for row in rows:
        if isinstance(row, FolderRow):
            said.append((row.folder.name, row.depth, row.count))
        else:
            said.append(row.conversation.id if isinstance(row, ConversationRow) else row)
    return said


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


def test_a_click_opens(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.conversation("a", "b", title="Bread that keeps a week")
    chat.conversation("c", "d", title="给外婆的生日信")
    assert chat.titles() == ["Today", "给外婆的生日信", "Bread that keeps a week"]
    rows = chat.list.rows
    chat.click(rows.viewport(), rows.visualRect(chat.list.model.index(2)).center())
    chat.until(lambda: chat.pane.title() == "Bread that keeps a week" and len(chat.controller.messages) == 2)


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
