"""The composer: keys, input methods, pasting, growth, drafts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.settings import TEXT_SIZE
from desktop.store.conversations.drafts import Drafts
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.composer.composer import Composer
from tests.gui.chat.conftest import Driver


@pytest.fixture
def composer(qtbot: QtBot) -> Composer:
    made = Composer()
    qtbot.addWidget(made)
    made.resize(760, 140)
    with qtbot.waitExposed(made):
        made.show()
    made.text.setFocus()
    return made


def compose(composer: Composer, preedit: str, commit: str = "") -> None:
    """What an input method sends while a word is put together."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(composer.text, event)


def test_enter_sends_and_the_text_stays_until_it_is_kept(composer: Composer, qtbot: QtBot) -> None:
    qtbot.keyClicks(composer.text, "hello")
    with qtbot.waitSignal(composer.sent) as sent:
        qtbot.keyClick(composer.text, Qt.Key.Key_Return)
    assert sent.args == ["hello"]
    assert composer.text.toPlainText() == "hello"
    composer.clear_if("something else")
    assert composer.text.toPlainText() == "hello"
    composer.clear_if("hello")
    assert composer.text.toPlainText() == ""


def test_shift_enter_breaks_the_line(composer: Composer, qtbot: QtBot) -> None:
    qtbot.keyClicks(composer.text, "one")
    with qtbot.assertNotEmitted(composer.sent):
        qtbot.keyClick(composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(composer.text, "two")
    assert composer.text.toPlainText().replace("\u2028", "\n") == "one\ntwo"


def test_enter_while_an_input_method_composes_does_neither(composer: Composer, qtbot: QtBot) -> None:
    qtbot.keyClicks(composer.text, "a")
    compose(composer, "dengta")
    assert composer.text.composing
    with qtbot.assertNotEmitted(composer.sent):
        qtbot.keyClick(composer.text, Qt.Key.Key_Return)
        qtbot.keyClick(composer.text, Qt.Key.Key_Enter)
        qtbot.keyClick(composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert composer.text.toPlainText() == "a"
    compose(composer, "", "灯塔")
    assert composer.text.toPlainText() == "a灯塔"
    with qtbot.waitSignal(composer.sent) as sent:
        qtbot.keyClick(composer.text, Qt.Key.Key_Return)
    assert sent.args == ["a灯塔"]


def test_send_needs_text(composer: Composer, qtbot: QtBot) -> None:
    assert not composer.button.isEnabled()
    qtbot.keyClicks(composer.text, "  ")
    assert not composer.button.isEnabled()
    with qtbot.assertNotEmitted(composer.sent):
        qtbot.keyClick(composer.text, Qt.Key.Key_Return)
    qtbot.keyClicks(composer.text, "x")
    assert composer.button.isEnabled()


def test_while_writing_the_button_stops_and_enter_sends_nothing(composer: Composer, qtbot: QtBot) -> None:
    qtbot.keyClicks(composer.text, "next")
    composer.set_writing(True)
    assert composer.button.text() == "Stop"
    with qtbot.assertNotEmitted(composer.sent):
        qtbot.keyClick(composer.text, Qt.Key.Key_Return)
    with qtbot.waitSignal(composer.stop_asked):
        qtbot.mouseClick(composer.button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(composer.stop_asked):
        qtbot.keyClick(composer.text, Qt.Key.Key_Escape)
    assert composer.text.toPlainText() == "next"


def test_what_is_pasted_is_plain(composer: Composer) -> None:
    data = QMimeData()
    data.setHtml("<h1>Big <b>bold</b></h1><img src='file:///etc/hostname'>")
    data.setText("Big bold")
    composer.text.insertFromMimeData(data)
    assert composer.text.toPlainText() == "Big bold"
    assert composer.text.document().begin().charFormat().fontWeight() <= 400


def test_it_grows_with_its_text_to_a_limit(composer: Composer) -> None:
    one = composer.sizeHint().height()
    composer.text.replace_text("a\nb\nc")
    three = composer.sizeHint().height()
    assert three == one + 2 * theme.line("chat")
    composer.text.replace_text("line\n" * 100)
    most = composer.sizeHint().height()
    composer.text.replace_text("line\n" * 200)
    assert composer.sizeHint().height() == most < one + 12 * theme.line("chat")
    composer.text.replace_text("")
    assert composer.sizeHint().height() == one


def test_chinese_gets_its_own_line_height_and_font(composer: Composer) -> None:
    composer.text.replace_text("守塔人")
    form = composer.text.document().begin().blockFormat()
    assert form.lineHeight() == theme.line("chat", chinese=True)
    composer.text.replace_text("keeper")
    assert composer.text.document().begin().blockFormat().lineHeight() == theme.line("chat")


def test_undo_takes_typing_back(composer: Composer, qtbot: QtBot) -> None:
    qtbot.keyClicks(composer.text, "hello")
    composer.text.undo()
    assert composer.text.toPlainText() == ""


def test_nothing_is_cut_off_at_double_size(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={TEXT_SIZE: 200}, size=(1280, 800))
    card = chat.composer
    assert card.button.geometry().bottom() <= card.height()
    assert card.text.height() >= theme.line("chat")
    assert card.button.width() >= card.button.sizeHint().width()


def test_drafts_are_kept_over_a_switch_and_a_restart(drive: Callable[..., Driver]) -> None:
    chat = drive()
    one, two = chat.conversation("a", "b", title="One"), chat.conversation("c", "d", title="Two")
    chat.open(one)
    chat.type("draft of one")
    chat.open(two)
    assert chat.composer.text.toPlainText() == ""
    chat.type("draft of two")
    chat.open(one)
    assert chat.composer.text.toPlainText() == "draft of one"
    chat.opened.close()
    again = drive()
    again.until(lambda: again.controller.open_id == one.id)
    assert again.composer.text.toPlainText() == "draft of one"
    again.open(two)
    assert again.composer.text.toPlainText() == "draft of two"


def test_a_draft_is_on_disk_soon(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.type("half a thought")
    chat.until(lambda: Drafts(chat.store.database).read(None) == "half a thought")
