"""Folders, tags, pins, archive and trash in the column; many at once; the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDrag, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from desktop.store import Conversation
from desktop.store.conversations.organisation import Organisation
from desktop.ui.panes.chat.conversation_list import list_view as list_view
from desktop.ui.panes.chat.conversation_list.list_model import CARRIED
from desktop.ui.panes.chat.conversation_list.name_popup import NamePopup
from desktop.ui.panes.chat.conversation_list.organiser import Mode
from desktop.ui.panes.chat.page import ChatPage
from desktop.ui.widgets import Confirm, LineField, Toast
from tests.gui.chat.conftest import Driver


def _some(chat: Driver, *titles: str) -> list[Conversation]:
    return [chat.conversation("a", "b", title=title) for title in titles]


def _gone(box: Confirm) -> bool:
    return not isValid(box) or not box.isVisible()


def _listed(chat: Driver, titles: list[str]) -> bool:
    return chat.titles() == titles


def _choose(chat: Driver, *those: Conversation) -> None:
    rows = chat.list.rows
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    rows.choose([each.id for each in those], those[0].id)


def _editor(chat: Driver) -> LineField:
    """The field in which a name is edited in the list."""
    rows = chat.list.rows
    chat.until(lambda: rows.editing and bool(rows.viewport().findChildren(LineField)))
    return rows.viewport().findChildren(LineField)[-1]


def _undo(chat: Driver) -> None:
    chat.window.findChildren(Toast)[-1].undo()


def test_several_are_chosen_by_keyboard_and_thrown_away_together(drive: Callable[..., Driver]) -> None:
    chat = drive()
    first, second, third = _some(chat, "First", "Second", "Third")
    rows = chat.list.rows
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    rows.choose([third.id], third.id)
    for _ in range(2):
        chat.bot.keyClick(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [each.title for each in chat.list.chosen()] == ["Third", "Second", "First"]
    assert chat.list.bar.isVisible()
    chat.bot.keyClick(rows, Qt.Key.Key_Backspace)
    assert chat.store.conversation(first.id).trashed is None
    chat.bot.keyClick(rows, Qt.Key.Key_Delete)
    chat.until(lambda: not chat.controller.conversations)
    assert chat.store.conversation(second.id).trashed is not None
    _undo(chat)
    chat.until(lambda: len(chat.controller.conversations) == 3)


def test_a_folder_is_made_named_filled_closed_and_removed(drive: Callable[..., Driver]) -> None:
    chat = drive()
    one, other = _some(chat, "One", "Other")
    chat.pane.list_controller.new_folder()
    naming = _editor(chat)
    assert naming.text() == "New folder"
    assert naming.geometry().left() > 30  # in its row, beside its picture
    naming.selectAll()
    chat.bot.keyClicks(naming, "Letters")
    chat.bot.keyClick(naming, Qt.Key.Key_Return)
    chat.until(lambda: [folder.name for folder in chat.pane.list_controller.organiser.folders] == ["Letters"])
    _choose(chat, one, other)
    chat.pane.list_controller.ask_folder([one.id, other.id], chat.list.bar)
    popup = chat.window.findChild(NamePopup)
    popup.field.setText("lett")
    chat.bot.keyClick(popup.field, Qt.Key.Key_Return)
    chat.until(lambda: chat.store.conversation(one.id).folder_id is not None)
    chat.until(lambda: chat.titles() == ["Folders", "Letters", "Other", "One"])
    rows = chat.list.rows
    rows.setCurrentIndex(chat.list.model.index(1))
    chat.bot.keyClick(rows, Qt.Key.Key_Left)
    assert chat.titles() == ["Folders", "Letters"]
    chat.bot.keyClick(rows, Qt.Key.Key_Right)
    chat.bot.keyClick(rows, Qt.Key.Key_Delete)
    chat.until(lambda: not chat.pane.list_controller.organiser.folders)
    chat.until(lambda: chat.titles() == ["Today", "Other", "One"])
    _undo(chat)
    chat.until(lambda: chat.titles() == ["Folders", "Letters", "Other", "One"])


def test_dropped_on_a_folder_and_out_of_it(drive: Callable[..., Driver]) -> None:
    chat = drive()
    (one,) = _some(chat, "One")
    list_controller = Organisation(chat.store.database)
    outer, inner = list_controller.create_folder("Outer"), list_controller.create_folder("Inner")
    chat.pane.list_controller.organiser.read()
    model, rows = chat.list.model, chat.list.rows
    chat.until(lambda: model.row_of_folder(outer.id) >= 0)
    _drop(chat, model.mimeData([model.index(model.row_of(one.id))]), model.row_of_folder(outer.id))
    chat.until(lambda: chat.store.conversation(one.id).folder_id == outer.id)
    _drop(chat, model.mimeData([model.index(model.row_of_folder(inner.id))]), model.row_of_folder(outer.id))
    chat.until(lambda: {each.id: each.parent_id for each in list_controller.folders()}[inner.id] == outer.id)
    chat.until(lambda: model.row_of_folder(inner.id) >= 0)
    _drop(chat, model.mimeData([model.index(model.row_of_folder(outer.id))]), model.row_of_folder(inner.id))
    chat.until(lambda: model.row_of(one.id) >= 0)
    _drop(chat, model.mimeData([model.index(model.row_of(one.id))]), -1)
    chat.until(lambda: chat.store.conversation(one.id).folder_id is None)
    assert {each.id: each.parent_id for each in list_controller.folders()}[outer.id] is None  # never into itself
    assert not rows.drop_row >= 0


def test_a_folder_is_carried_by_the_mouse(drive: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch) -> None:
    chat = drive()
    _some(chat, "One")
    folder = Organisation(chat.store.database).create_folder("Letters")
    chat.pane.list_controller.organiser.read()
    model, rows = chat.list.model, chat.list.rows
    chat.until(lambda: model.row_of_folder(folder.id) >= 0)
    carried: list[str] = []

    class Drag(QDrag):
        def exec(self, *_: object) -> Qt.DropAction:  # type: ignore[override,unused-ignore]
            carried.append(bytes(self.mimeData().data(CARRIED).data()).decode())
            return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(list_view, "QDrag", Drag)
    start = QPointF(rows.visualRect(model.index(model.row_of_folder(folder.id))).center())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind, by in ((QEvent.Type.MouseButtonPress, 0), *((QEvent.Type.MouseMove, step) for step in (4, 20, 40, 60))):
        place = start + QPointF(0, by)
        pressed = left if kind is QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        QApplication.sendEvent(rows.viewport(), QMouseEvent(kind, place, rows.mapToGlobal(place), pressed, left, none))
        if carried:
            break
    assert carried == [f'{{"conversations": [], "folders": [{folder.id}]}}']


def _drop(chat: Driver, data: QMimeData, row: int) -> None:
    rows = chat.list.rows
    assert data.hasFormat(CARRIED)
    rect = rows.visualRect(chat.list.model.index(row))
    place = QPointF(rect.center() if row >= 0 else rows.viewport().rect().bottomLeft())
    event = QDropEvent(place, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    rows.dropEvent(event)


def test_tags_pins_and_the_archive(drive: Callable[..., Driver]) -> None:
    chat = drive()
    one, other = _some(chat, "One", "Other")
    organiser = chat.pane.list_controller.organiser
    chat.pane.list_controller.ask_tag([one], chat.list)
    popup = chat.window.findChild(NamePopup)
    popup.field.setText("灯")
    chat.bot.keyClick(popup.field, Qt.Key.Key_Return)
    chat.until(lambda: [tag.name for tag in organiser.tags] == ["灯"])
    chat.until(lambda: chat.controller.conversations[-1].tags == ("灯",))
    organiser.show_tag("灯")
    assert chat.titles() == ["Today", "One"]
    chat.list.tag_strip.leave.click()
    assert len(chat.titles()) == 3
    organiser.pin([one.id], on=True)
    chat.until(lambda: chat.titles() == ["Pinned", "One", "Today", "Other"])
    chat.open(other)
    organiser.archive([other.id], on=True)
    chat.until(lambda: chat.titles() == ["Pinned", "One"])
    organiser.show(Mode.ARCHIVE)
    chat.until(lambda: chat.titles() == ["Today", "Other"])
    chat.controller.open(one.id)
    chat.controller.open(other.id)  # of the archive, with its title
    chat.until(lambda: chat.pane.title() == "Other")
    chat.list.place_strip.leave.click()
    chat.until(lambda: chat.titles() == ["Pinned", "One"])


def test_the_trash_gives_back_and_asks_before_it_is_emptied(drive: Callable[..., Driver]) -> None:
    chat = drive()
    one, other, stays = _some(chat, "One", "Other", "Stays")
    organiser = chat.pane.list_controller.organiser
    organiser.trash([one.id, other.id])
    chat.until(lambda: len(chat.controller.conversations) == 1)
    chat.pane.list_controller.show_place(Mode.TRASH)
    chat.until(lambda: sorted(chat.titles()) == ["One", "Other"])
    _choose(chat, one)
    assert chat.list.bar.isVisible()
    chat.bot.keyClick(chat.list.rows, Qt.Key.Key_Delete)  # is in the trash already
    organiser.restore([one.id])
    chat.until(lambda: chat.titles() == ["Other"])
    for name, left in (("stay", ["Other"]), ("go", [])):
        chat.pane.list_controller._empty.click()
        box = next(each for each in chat.window.findChildren(Confirm) if each.isVisible())
        assert box.stay.hasFocus()  # the safe one, so that Enter loses nothing
        getattr(box, name).click()
        chat.until(partial(_gone, box))
        chat.until(partial(_listed, chat, left))
    assert chat.list.empty.isVisible()
    assert [each.title for each in chat.store.conversations()] == ["Stays", "One"]
    assert stays.id in {each.id for each in chat.store.conversations()}


def test_a_name_that_is_being_edited_survives_what_comes_meanwhile(drive: Callable[..., Driver]) -> None:
    chat = drive()
    one, other = _some(chat, "One", "Other")
    rows = chat.list.rows
    rows.rename(one.id)
    field = _editor(chat)
    field.selectAll()
    chat.bot.keyClicks(field, "First of")
    chat.store.add_message(one.id, chat.store.path(one.id)[-1].id, "user", "now the newest")
    third = chat.conversation("a", "b", title="Third")
    chat.controller.reload()
    chat.until(lambda: [each.id for each in chat.controller.conversations][:2] == [third.id, one.id])
    assert isValid(field)
    assert field.isVisible()
    assert chat.titles() == ["Today", "Other", "One"]  # nothing moves under the hand
    chat.bot.keyClicks(field, " all")
    chat.bot.keyClick(field, Qt.Key.Key_Return)
    chat.until(lambda: chat.titles() == ["Today", "Third", "First of all", "Other"])
    rows.rename(other.id)
    chat.bot.keyClick(_editor(chat), Qt.Key.Key_Escape)
    assert not rows.editing
    assert chat.store.conversation(other.id).title == "Other"


def test_a_folder_is_renamed_by_its_key(drive: Callable[..., Driver]) -> None:
    chat = drive()
    _some(chat, "One")
    folder = Organisation(chat.store.database).create_folder("Letters")
    chat.pane.list_controller.organiser.read()
    chat.until(lambda: chat.list.model.row_of_folder(folder.id) >= 0)
    rows = chat.list.rows
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    rows.setCurrentIndex(chat.list.model.index(chat.list.model.row_of_folder(folder.id)))
    chat.bot.keyClick(rows, Qt.Key.Key_F2)
    field = _editor(chat)
    field.selectAll()
    chat.bot.keyClicks(field, "Post")
    chat.bot.keyClick(field, Qt.Key.Key_Return)
    chat.until(lambda: [each.name for each in chat.pane.list_controller.organiser.folders] == ["Post"])
    _undo(chat)
    chat.until(lambda: [each.name for each in chat.pane.list_controller.organiser.folders] == ["Letters"])


def test_a_conversation_in_the_trash_is_read_and_restored(drive: Callable[..., Driver]) -> None:
    chat = drive()
    gone, stays = _some(chat, "Gone", "Stays")
    chat.open(stays)
    chat.pane.list_controller.organiser.trash([gone.id])
    chat.until(lambda: len(chat.controller.conversations) == 1)
    chat.pane.list_controller.show_place(Mode.TRASH)
    chat.until(lambda: chat.titles() == ["Gone"])
    rows = chat.list.rows
    chat.bot.keyClick(rows, Qt.Key.Key_Return)
    chat.until(lambda: chat.pane.title() == "Gone" and len(chat.controller.messages) == 2)
    page = chat.pane.page()
    assert isinstance(page, ChatPage)
    chat.until(page.trash_notice.isVisible)
    assert not chat.composer.isVisible()
    chat.until(lambda: bool(chat.asked))
    assert not chat.asked[0].edit_button.isVisible()
    assert not chat.pane.messages.usable()
    chat.controller.send("no")
    assert len(chat.store.path(gone.id)) == 2
    page.trash_notice.button.click()
    chat.until(chat.composer.isVisible)
    assert chat.store.conversation(gone.id).trashed is None
    assert chat.pane.title() == "Gone"
    chat.until(lambda: chat.pane.messages.usable())
    chat.pane.list_controller.organiser.trash([gone.id])
    chat.until(lambda: chat.pane.title() == "Stays")


def test_what_is_deleted_for_good_while_it_is_read_leaves_the_page(drive: Callable[..., Driver]) -> None:
    chat = drive()
    (gone,) = _some(chat, "Gone")
    chat.store.trash(gone.id)
    chat.pane.list_controller.organiser.refresh()
    chat.pane.list_controller.show_place(Mode.TRASH)
    chat.until(lambda: chat.titles() == ["Gone"])
    chat.bot.keyClick(chat.list.rows, Qt.Key.Key_Return)
    chat.until(lambda: chat.controller.in_trash)
    chat.pane.list_controller.organiser.delete([gone.id])
    chat.until(lambda: chat.controller.open_id is None)
    assert chat.composer.isVisible()
