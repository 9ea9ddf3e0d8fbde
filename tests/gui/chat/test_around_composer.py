"""Around the composer, with the real model: the context bar, attachments, assistants, snippets, pins, drafts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtWidgets import QApplication

from desktop.base.settings import CONTEXT, MAX_TOKENS
from desktop.engine.client.engine import Phase
from desktop.features.chat.filled import Filled, Origin
from desktop.store.conversations.assistants import Assistant
from desktop.store.conversations.versions import Versions
from desktop.ui.panes.chat.attachments.parts_popup import PartsPopup
from desktop.ui.panes.chat.composer.context_popup import ContextPopup
from desktop.ui.widgets import Sheet, Toast
from tests.gui.chat.conftest import Driver

LINE = "The lighthouse keeper counts the ships that pass at night. "


def loaded(drive: Callable[..., Driver]) -> Driver:
    chat = drive(load=True, settings={CONTEXT: 1024, MAX_TOKENS: 24})
    chat.until(lambda: chat.opened.services.model_manager.state.phase is Phase.READY)
    return chat


def drop(chat: Driver, *paths: Path) -> None:
    """Paste files into the text, which goes the same way as dropping them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    chat.composer.text.insertFromMimeData(data)


@pytest.mark.model
def test_an_attachment_is_sent_kept_and_can_be_looked_at(drive: Callable[..., Driver], tmp_path: Path) -> None:
    chat = loaded(drive)
    file = tmp_path / "灯塔.txt"
    file.write_bytes(("守望人每夜数着经过的船只。" * 5).encode("gb18030"))
    drop(chat, file)
    chat.until(lambda: bool(chat.composer.chips.shown))
    head = chat.composer.chips.shown[0]
    assert head.name == "灯塔.txt"
    assert head.tokens > 20
    chat.until(
        lambda: bool((filled := chat.pane.composer_controller.watch.filled) and filled.parts[Origin.ATTACHED] > 20)
    )
    chat.send("What is it?")
    reply = chat.wait_reply()
    assert reply.reply is not None
    assert reply.reply.prompt_tokens > head.tokens
    assert chat.composer.chips.shown == []
    chip = chat.asked[0].chips.chips[0]
    chat.click(chip)
    chat.until(lambda: any(sheet.isVisible() for sheet in chat.window.findChildren(Sheet)))
    sheet = next(sheet for sheet in chat.window.findChildren(Sheet) if sheet.isVisible())
    assert sheet.reader.toPlainText() == "守望人每夜数着经过的船只。" * 5


@pytest.mark.model
def test_too_large_says_by_how_much_and_offers_parts(drive: Callable[..., Driver], tmp_path: Path) -> None:
    chat = loaded(drive)
    chat.until(lambda: chat.pane.composer_controller.watch.filled is not None)
    file = tmp_path / "book.txt"
    file.write_text("\n".join(f"Chapter {n}\n{LINE * 30}" for n in range(1, 9)), encoding="utf-8")
    drop(chat, file)
    chat.until(lambda: any(popup.isVisible() for popup in chat.window.findChildren(PartsPopup)))
    popup = chat.window.findChildren(PartsPopup)[0]
    assert popup.parts == [0, 1] or popup.parts == [0]
    chat.press(popup.list, Qt.Key.Key_Return)
    chat.until(lambda: bool(chat.composer.chips.shown))
    assert chat.composer.chips.shown[0].part.startswith("Chapter 1")
    assert chat.composer.chips.shown[0].characters < 5_000


def test_a_damaged_file_says_so_and_attaches_nothing(drive: Callable[..., Driver], tmp_path: Path) -> None:
    chat = drive()
    file = tmp_path / "broken.docx"
    file.write_bytes(b"PK\x03\x04 nothing")
    drop(chat, file)
    chat.until(lambda: any("damaged" in toast.label.text() for toast in _toasts(chat)))
    assert chat.composer.chips.shown == []


def _toasts(chat: Driver) -> list[Toast]:
    return list(chat.window.findChildren(Toast))


@pytest.mark.model
def test_what_is_no_longer_read_is_marked_before_sending(drive: Callable[..., Driver]) -> None:
    chat = loaded(drive)
    made = chat.conversation(*[f"{n} {LINE * 12}" for n in range(16)])
    Versions(chat.store.database).pin(chat.store.path(made.id)[1].id)
    chat.open(made)
    chat.type("And then?")
    chat.until(lambda: bool((filled := chat.pane.composer_controller.watch.filled) and filled.left_out))
    filled = chat.pane.composer_controller.watch.filled
    assert filled is not None
    assert filled.parts[Origin.PINNED] > 100
    last = max(chat.transcript.row(number) for number in filled.left_out)
    chat.transcript.show_row(last)
    chat.until(lambda: chat.pane.composer_controller.marks.boundary.isVisible())
    chat.composer.bar.setFocus()
    chat.press(chat.composer.bar, Qt.Key.Key_Return)
    popup = next(one for one in chat.window.findChildren(ContextPopup) if one.isVisible())
    assert "Pinned messages" in [row.words for row in popup.rows]


def test_what_sending_costs_stands_beside_what_is_left_out(drive: Callable[..., Driver]) -> None:
    chat = drive(size=(1024, 700))
    chat.type("And then?")
    watch, line = chat.pane.composer_controller.watch, chat.composer.reason
    parts = {**dict.fromkeys(Origin, 0), Origin.CONVERSATION: 3000, Origin.DRAFT: 200}
    filled = Filled(parts, 400, 4096, new_tokens=3200, seconds=14.2, left_out=(1, 2))
    watch._take(filled)
    assert line.text() == "Reads 3,200 new tokens, about 14 s  ·  2 left out"
    assert line.sizeHint().width() <= line.width()
    watch._take(replace(filled, seconds=1.9))
    assert line.text() == "2 earlier messages no longer read"
    watch._take(replace(filled, left_out=(), seconds=130.0))
    assert line.text() == "Reads 3,200 new tokens, about 2 min"
    watch._take(replace(filled, too_many=80))
    assert line.text() == "80 tokens too many for the model: shorten the message."
    assert not chat.composer.button.isEnabled()


@pytest.mark.model
def test_reading_a_long_message_shows_real_progress_and_fills_the_bar(drive: Callable[..., Driver]) -> None:
    chat = drive(load=True, settings={CONTEXT: 4096, MAX_TOKENS: 24})
    chat.until(lambda: chat.opened.services.model_manager.state.phase is Phase.READY)
    fractions: list[float] = []

    def note() -> None:
        view = chat.replies[-1] if chat.replies else None
        if view is not None and view.reading is not None:
            fractions.append(view.reading.fraction)

    watching = QTimer()
    watching.timeout.connect(note)
    watching.start(1)
    chat.composer.text.setPlainText(LINE * 120)
    chat.until(
        lambda: (
            chat.pane.composer_controller.watch.filled is not None
            and chat.pane.composer_controller.watch.filled.used > 1200
        )
    )
    chat.press(chat.composer.text, Qt.Key.Key_Return)
    chat.until(lambda: chat.controller.writing is not None and bool(chat.controller.writing.answer))
    watching.stop()
    assert chat.composer.bar.isVisible()  # of a conversation that has just begun, too
    reply = chat.wait_reply()
    assert reply.reply is not None
    between = {fraction for fraction in fractions if 0 < fraction < 1}
    assert len(between) >= 2
    assert fractions == sorted(fractions)


def test_a_snippet_is_inserted_by_a_slash_and_filled_in_turn(drive: Callable[..., Driver]) -> None:
    chat = drive()
    typing = chat.pane.composer_controller.snippets
    chat.until(lambda: bool(typing._known))
    chat.composer.text.setFocus()
    chat.until(chat.composer.text.hasFocus)
    chat.type("/comp")
    chat.until(lambda: typing.list is not None)
    assert typing.list is not None
    assert typing.list.names == ["compare"]
    text = chat.composer.text
    chat.press(text, Qt.Key.Key_Tab)
    chat.type("tea")
    chat.press(text, Qt.Key.Key_Tab)
    chat.type("milk")
    chat.press(text, Qt.Key.Key_Tab)
    assert text.toPlainText().startswith("Compare tea and milk in a table")
    assert not typing.fields.active
    assert QApplication.focusWidget() is text


def test_a_path_or_an_address_opens_no_list(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.until(lambda: bool(chat.pane.composer_controller.snippets._known))
    chat.type("see https://a.b/c and /usr/bin")
    assert chat.pane.composer_controller.snippets.list is None


@pytest.mark.model
def test_an_assistant_greets_and_writes_as_it_is_told(drive: Callable[..., Driver]) -> None:
    chat = loaded(drive)
    one = Assistant("Pirate", system_prompt="Talk like a pirate.", greeting="Ahoy.", examples=(("Hi", "Arr."),))
    chat.pane.composer_controller.assistants.choose(one)
    chat.send("Hello")
    chat.wait_reply()
    conversation = chat.store.conversation(chat.controller.open_id)
    assert conversation.system_prompt == "Talk like a pirate."
    assert conversation.preset is not None
    assert conversation.preset.assistant == "Pirate"
    assert [message.text for message in chat.controller.messages[:2]] == ["Ahoy.", "Hello"]
    assert "Pirate" in chat.composer.assistant.text()


def test_a_drafts_attachment_outlives_the_window(drive: Callable[..., Driver], tmp_path: Path) -> None:
    chat = drive()
    file = tmp_path / "a.md"
    file.write_text("# شعر\nمرحبا 🏮", encoding="utf-8")
    drop(chat, file)
    chat.until(lambda: bool(chat.composer.chips.shown))
    chat.opened.close()
    again = drive()
    again.until(lambda: [head.name for head in again.composer.chips.shown] == ["a.md"])
    again.composer.chips.chips[0].removed.emit()
    assert again.composer.chips.shown == []
