"""Documents of every kind in the window, what is copied of them, unfinished edits, and what a screen reader is told."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QGuiApplication

from desktop.store.attachments.attachments import Attachments
from desktop.store.attachments.records import Attachment
from desktop.ui.panes.chat import pane as pane_module
from desktop.ui.panes.chat.assistants.dialogs import AssistantsDialog
from desktop.ui.panes.chat.attachments.parts_popup import PartsPopup, PiecesPopup
from desktop.ui.widgets import Paragraph, Toast
from tests.formats.test_documents_packed import book
from tests.formats.test_reading import a_pdf
from tests.gui.chat.conftest import Driver
from tests.gui.chat.test_around_composer import drop, loaded


def _word() -> bytes:
    made, packed = docx.Document(), io.BytesIO()
    made.add_heading("A lamp", 1)
    made.add_paragraph("It burns oil. 灯下黑。")
    made.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", a_pdf("First page about lamps", "Second page about oil"), "Second page about oil"),
        ("b.docx", _word(), "It burns oil. 灯下黑。"),
        ("c.epub", book(), "Chapter one"),
    ],
)
def test_packed_documents(drive: Callable[..., Driver], tmp_path: Path, name: str, data: bytes, words: str) -> None:
    chat = drive()
    (tmp_path / name).write_bytes(data)
    drop(chat, tmp_path / name)
    chat.until(lambda: [head.name for head in chat.composer.chips.shown] == [name])
    (kept,) = Attachments(chat.store.database).of_draft(None)
    assert words in kept.text


def test_a_huge_text_is_read_in_pieces_and_stalls_nothing(drive: Callable[..., Driver], tmp_path: Path) -> None:
    chat = drive()
    file = tmp_path / "huge.txt"
    file.write_text("The keeper counts the ships. " * 20 + "\n", encoding="utf-8")
    file.write_bytes(file.read_bytes() * 50_000)
    size = file.stat().st_size
    assert size > 28_000_000
    ticks = [time.monotonic()]
    timer = QTimer(chat.window)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start(10)
    drop(chat, file)
    chat.until(lambda: bool(chat.window.findChildren(PiecesPopup)))
    (popup,) = chat.window.findChildren(PiecesPopup)
    (said,) = [each.text() for each in popup.findChildren(Paragraph)]
    assert said.startswith(f"{size:,} characters in all, {size - 20_000_000:,} characters more than can be read")
    assert popup.list.count() == 7
    assert popup.list.item(1).text().startswith("Lines 7,221–14,440")
    assert popup.parts == [0]
    popup.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    popup.list.item(6).setCheckState(Qt.CheckState.Checked)
    popup.accept.click()
    chat.until(lambda: bool(chat.composer.chips.shown) or len(chat.window.findChildren(PartsPopup)) > 0)
    (parts,) = [each for each in chat.window.findChildren(PartsPopup) if not isinstance(each, PiecesPopup)] or [None]
    if parts is not None:  # a model is there: the last piece doesn't fit as a whole either
        parts.accept.click()
    chat.until(lambda: bool(chat.composer.chips.shown))
    timer.stop()
    (head,) = chat.composer.chips.shown
    assert head.part.startswith("lines 43321–")
    assert max(after - before for before, after in pairwise(ticks)) < 2


def test_a_document_too_large_and_of_one_piece_is_refused_with_numbers(
    drive: Callable[..., Driver], tmp_path: Path
) -> None:
    chat = drive()
    with (tmp_path / "huge.pdf").open("wb") as file:
        file.truncate(300_000_000)  # a hole: takes no room on the disk
    drop(chat, tmp_path / "huge.pdf")
    said = "huge.pdf has 300.0 MB; 268.4 MB can be read at once, and that is 31.6 MB less. Nothing was attached."
    chat.until(lambda: any(toast.label.text() == said for toast in chat.window.findChildren(Toast)))
    assert chat.composer.chips.shown == []


def test_what_was_attached_is_copied_too(drive: Callable[..., Driver]) -> None:
    chat = drive()
    made = chat.store.create_conversation("Lamps")
    document = Attachments(chat.store.database).attach(made.id, Attachment("灯.txt", "灯下写字。", "lines 1"))
    chat.store.add_message(made.id, None, "user", "What is it about?", [document.id])
    chat.controller.reload()
    chat.open(made)
    QGuiApplication.clipboard().clear()
    chat.pane.copy_all()
    chat.until(lambda: bool(QGuiApplication.clipboard().text()))
    copied = QGuiApplication.clipboard().text()
    assert copied == (
        "# Lamps\n\n## You\n\n**Attached: 灯.txt (lines 1)**\n\n~~~\n灯下写字。\n~~~\n\nWhat is it about?\n"
    )
    QGuiApplication.clipboard().clear()
    chat.pane.copy_plain()
    chat.until(lambda: bool(QGuiApplication.clipboard().text()))
    assert "灯下写字。\n\nWhat is it about?" in QGuiApplication.clipboard().text()


def test_an_unfinished_edit_outlives_the_window(drive: Callable[..., Driver]) -> None:
    chat = drive()
    made = chat.conversation("Name a river.", "The Rhine.")
    chat.open(made)
    chat.asked[0].begin_edit()
    editor = chat.asked[0].editor
    assert editor is not None
    editor.text.setPlainText("Name a lake, 或者")
    chat.opened.close()
    again = drive()
    again.open(made)
    again.until(lambda: bool(again.asked) and again.asked[0].editor is not None)
    editor = again.asked[0].editor
    assert editor is not None
    assert editor.text.toPlainText() == "Name a lake, 或者"
    assert again.store.path(made.id)[0].text == "Name a river."
    editor.cancelled.emit()
    again.opened.close()
    third = drive()
    third.open(made)
    third.until(lambda: bool(third.asked))
    assert third.asked[0].editor is None


def test_a_message_is_pinned_by_a_key(drive: Callable[..., Driver]) -> None:
    chat = drive()
    made = chat.conversation("Name a river.", "The Rhine.")
    chat.open(made)
    chat.transcript.focus.focus_row(0)
    chat.until(lambda: chat.transcript.focus.view() is not None)
    focused = chat.window.focusWidget()
    assert focused is not None
    for pinned in (True, False):
        chat.press(focused, Qt.Key.Key_P)
        chat.until(lambda pinned=pinned: chat.store.path(made.id)[0].pinned is pinned)  # type: ignore[misc]
        chat.until(lambda pinned=pinned: chat.asked[0].message.pinned is pinned)  # type: ignore[misc]
        focused = chat.window.focusWidget()
        assert focused is not None


@pytest.mark.model
def test_a_screen_reader_hears_when_a_reply_begins_and_ends(
    drive: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(pane_module, "announce", lambda _widget, words: heard.append(words))
    chat = loaded(drive)
    chat.send("Name a river.")
    chat.until(lambda: heard[:1] == ["The reply begins."])
    chat.wait_reply()
    chat.until(lambda: len(heard) == 2)
    assert "repl" in heard[1].lower()


def test_assistants_go_out_come_in_and_come_back(drive: Callable[..., Driver], tmp_path: Path) -> None:
    chat = drive()
    chat.pane.composer_controller.assistants.manage()
    chat.until(lambda: any(sheet.isVisible() for sheet in chat.window.findChildren(AssistantsDialog)))
    sheet = next(sheet for sheet in chat.window.findChildren(AssistantsDialog) if sheet.isVisible())
    chat.until(lambda: sheet.shown is not None)
    shipped = sheet.list.count()
    chat.click(sheet.copy_button)
    chat.until(lambda: sheet.list.count() == shipped + 1 and sheet.shown is not None and not sheet.shown.key)
    name = sheet.shown.name
    file = tmp_path / "助手.json"
    sheet.export_file(file)
    chat.until(file.exists)
    sheet.delete()
    chat.until(lambda: sheet.list.count() == shipped)
    sheet.import_file(file)
    chat.until(lambda: sheet.list.count() == shipped + 1 and sheet.shown is not None and sheet.shown.name == name)
    sheet.delete()
    chat.until(lambda: sheet.list.count() == shipped)
    undo = [toast for toast in chat.window.findChildren(Toast) if "trash" in toast.label.text()][-1]
    chat.click(undo.button)
    chat.until(lambda: sheet.list.count() == shipped + 1)


def test_documents_over_the_page_are_welcomed(drive: Callable[..., Driver], tmp_path: Path) -> None:
    chat = drive()
    hint = chat.window.drop_hint
    for name, words in (("a.txt", "Let go to attach these documents"), ("b.gguf", "Let go to add this model")):
        (tmp_path / name).write_text("x")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        middle, held = chat.window.rect().center(), Qt.KeyboardModifier.NoModifier
        event = QDragEnterEvent(middle, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, held)
        chat.window.dragEnterEvent(event)
        assert event.isAccepted()
        assert hint.isVisible()
        assert hint.words == words
        hint.grab()
        chat.window.dragLeaveEvent(QDragLeaveEvent())
        assert not hint.isVisible()
