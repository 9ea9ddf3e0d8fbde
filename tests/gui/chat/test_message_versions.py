"""Messages changed in the real window: edits, versions, branches, the trash, comparing, folded reasoning."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.base.settings import MAX_TOKENS
from desktop.features.chat.chat import Begun, ReplyWrote
from desktop.store import Made, ReplyInfo, Status
from desktop.ui.commands import commands
from desktop.ui.panes.chat.messages.compare import Compare
from desktop.ui.panes.chat.messages.regenerate_popup import RegeneratePopup
from desktop.ui.panes.chat.messages.user_view import UserView
from desktop.ui.panes.chat.reply_progress import Writing
from desktop.ui.widgets import Toast
from tests.gui.chat.conftest import Driver
from tests.gui.chat.keyboard import ALT, CONTROL, KEY, SHIFT, focused, go_to, press


def texts(chat: Driver) -> list[str]:
    return [message.text for message in chat.controller.messages]


@pytest.fixture
def chat(drive: Callable[..., Driver]) -> Driver:
    found = drive()
    found.open(found.conversation("Why?", "Because.", "And how?", "Like this."))
    return found


@pytest.mark.parametrize("key", [KEY.Key_F2, KEY.Key_E])
def test_a_reply_is_edited_in_place_and_becomes_a_version(chat: Driver, key: Qt.Key) -> None:
    go_to(chat, 1)
    press(chat, key)
    view = chat.replies[0]
    assert view.editor is not None
    assert focused() is view.editor.text
    assert view.body.isHidden()
    chat.bot.keyClicks(focused(), " Truly")
    press(chat, KEY.Key_Return)
    chat.bot.keyClicks(focused(), "so.")
    press(chat, KEY.Key_Return, CONTROL)
    chat.until(lambda: texts(chat) == ["Why?", "Because. Truly\nso."])
    view = chat.replies[0]
    assert view.pager.text == "2/2"
    assert "edited by you" in view.meta.text
    assert chat.transcript.focus.view() is view
    assert [one.text for one in chat.store.siblings(view.message.id)] == ["Because.", "Because. Truly\nso."]
    press(chat, KEY.Key_Left, ALT)
    chat.until(lambda: texts(chat) == ["Why?", "Because.", "And how?", "Like this."])
    assert chat.transcript.focus.view() is chat.replies[0]


def test_escape_leaves_a_message_as_it_was_and_the_focus_on_it(chat: Driver) -> None:
    view = go_to(chat, 2)
    press(chat, KEY.Key_F2)
    chat.bot.keyClicks(focused(), " Well")
    press(chat, KEY.Key_Escape)
    assert view.editor is None
    assert focused() is view
    assert texts(chat)[2] == "And how?"
    assert chat.store.siblings(view.message.id)[0].versions == 1


def test_an_edit_survives_a_look_at_another_conversation(chat: Driver) -> None:
    first = chat.controller.open_id
    other = chat.conversation("Other?", "Yes.")
    go_to(chat, 1)
    press(chat, KEY.Key_E)
    chat.bot.keyClicks(focused(), " Unfinished")
    chat.open(other)
    chat.until(lambda: texts(chat) == ["Other?", "Yes."])
    chat.controller.open(first)
    chat.until(lambda: len(chat.controller.messages) == 4 and chat.replies[0].editor is not None)
    editor = chat.replies[0].editor
    assert editor is not None
    assert editor.text.toPlainText() == "Because. Unfinished"


def test_up_in_an_empty_composer_edits_the_last_message_and_keep_asks_nothing(chat: Driver) -> None:
    chat.composer.text.setFocus()
    press(chat, KEY.Key_Up)
    view = chat.asked[-1]
    assert view.editor is not None
    assert view.editor.text.toPlainText() == "And how?"
    chat.bot.keyClicks(focused(), " Really")
    chat.click(view.editor.keep)
    chat.until(lambda: texts(chat) == ["Why?", "Because.", "And how? Really"])
    assert chat.asked[-1].pager.text == "2/2"
    assert chat.transcript.focus.view() is chat.asked[-1]
    chat.click(chat.asked[-1].pager.before)
    chat.until(lambda: texts(chat)[-1] == "Like this.")


@pytest.mark.model
def test_an_edited_question_is_answered_anew(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 8}, load=True)
    chat.open(chat.conversation("Name a colour.", "Blue."))
    go_to(chat, 0)
    press(chat, KEY.Key_F2)
    chat.bot.keyClicks(focused(), " Red or green?")
    press(chat, KEY.Key_Return)
    chat.until(lambda: texts(chat)[0] == "Name a colour. Red or green?" and len(chat.controller.messages) == 2)
    reply = chat.wait_reply()
    assert reply.text
    assert chat.asked[0].pager.text == "2/2"
    assert focused() is chat.composer.text


@pytest.mark.model
def test_try_again_with_another_temperature_and_instructions(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 8}, load=True)
    chat.open(chat.conversation("Name a colour.", "Blue."))
    go_to(chat, 1)
    press(chat, KEY.Key_R, SHIFT)
    popup = chat.window.findChild(RegeneratePopup)
    assert popup is not None
    press(chat, KEY.Key_Right)
    popup.instructions.setPlainText("Answer in capitals.")
    assert popup.regenerate_options().model == ""
    chat.click(popup.button)
    chat.until(lambda: chat.controller.messages[-1].text != "Blue.")
    reply = chat.wait_reply()
    assert (reply.version, reply.versions) == (2, 2)
    assert reply.reply is not None
    assert set(reply.reply.made.split(",")) == {Made.MODEL, Made.SAMPLING, Made.INSTRUCTIONS}
    assert reply.reply.instructions == "Answer in capitals."
    assert "temperature 1.2 · other instructions" in chat.replies[-1].meta.text


def test_a_branch_is_a_new_conversation_and_the_old_one_stays(chat: Driver) -> None:
    old = chat.controller.open_id
    go_to(chat, 1)
    press(chat, KEY.Key_B)
    chat.until(lambda: chat.controller.open_id not in (None, old) and len(chat.controller.messages) == 2)
    assert texts(chat) == ["Why?", "Because."]
    assert len(chat.store.path(old)) == 4
    assert focused() is chat.composer.text


def test_delete_goes_to_the_trash_and_comes_back(chat: Driver) -> None:
    go_to(chat, 2)
    press(chat, KEY.Key_Delete)
    chat.until(lambda: texts(chat) == ["Why?", "Because."])
    assert chat.transcript.focus.view() is chat.replies[0]
    toast = chat.window.findChild(Toast)
    assert toast is not None
    assert toast.button is not None
    chat.click(toast.button)
    chat.until(lambda: texts(chat) == ["Why?", "Because.", "And how?", "Like this."])
    assert chat.transcript.focus.view() is chat.asked[1]


def test_backspace_deletes_nothing(chat: Driver) -> None:
    for where in (go_to(chat, 1), chat.transcript, chat.list):
        where.setFocus()
        press(chat, KEY.Key_Backspace)
    assert len(texts(chat)) == 4
    assert [known.trashed for known in chat.store.conversations()] == [None]


def test_the_keyboard_walks_over_the_messages_and_back_to_the_composer(chat: Driver) -> None:
    chat.composer.text.setFocus()
    press(chat, KEY.Key_Up, ALT)
    assert chat.transcript.focus.view() is chat.replies[-1]
    press(chat, KEY.Key_Up, ALT)
    assert chat.transcript.focus.view() is chat.asked[-1]
    press(chat, KEY.Key_Down, ALT)
    press(chat, KEY.Key_Down, ALT)
    assert focused() is chat.composer.text


def test_two_versions_are_compared_side_by_side(chat: Driver) -> None:
    go_to(chat, 1)
    press(chat, KEY.Key_E)
    editor = chat.replies[0].editor
    assert editor is not None
    editor.text.setPlainText("Because of this.")
    press(chat, KEY.Key_Return, CONTROL)
    chat.until(lambda: texts(chat)[-1] == "Because of this.")
    press(chat, KEY.Key_V)
    chat.until(lambda: chat.window.findChild(Compare) is not None)
    popup = chat.window.findChild(Compare)
    assert popup is not None
    chat.until(lambda: popup.compared is not None)
    assert popup.compared is not None
    assert (popup.pages.left.text_shown, popup.pages.right.text_shown) == ("Because.", "Because of this.")
    assert ["Because of this."[span.start : span.end] for span in popup.compared.right] == ["of this"]
    assert popup.compared.left == ()
    press(chat, KEY.Key_Escape)
    assert chat.transcript.focus.view() is chat.replies[0]


def _thinking(chat: Driver) -> None:
    made = chat.store.create_conversation("Thinking")
    asked = chat.store.add_message(made.id, None, "user", "Yes or no?")
    info = ReplyInfo(model_name="Thinker", seconds=15.0, thought_seconds=12.2)
    reply = chat.store.begin_reply(asked.id, info)
    chat.store.finish_reply(reply.id, "<think>\nHard to say.\n</think>\n\nYes.", Status.COMPLETE, info)
    chat.open(made)


def test_reasoning_is_folded_with_its_time_and_opens_by_key_and_click(drive: Callable[..., Driver]) -> None:
    chat = drive()
    _thinking(chat)
    view = chat.replies[0]
    assert view.thought is not None
    assert view.thought.title == "Thought for 12 s"
    assert view.thought.text is None
    folded = view.height()
    view.thought.line.setFocus(Qt.FocusReason.TabFocusReason)
    press(chat, KEY.Key_Space)
    chat.until(lambda: view.height() > folded)
    assert view.thought.text is not None
    assert view.thought.text.toPlainText() == "Hard to say."
    assert view.thought.line.accessibleDescription() == "open"
    press(chat, KEY.Key_Left)
    chat.until(lambda: view.height() == folded)
    chat.click(view.thought.line)
    assert view.thought.text is not None
    assert view.editable_text() == "Yes."
    assert "Hard" not in view.body.findChildren(type(chat.asked[0].prose))[0].toPlainText()


def test_an_edit_of_a_reply_leaves_its_reasoning(drive: Callable[..., Driver]) -> None:
    chat = drive()
    _thinking(chat)
    go_to(chat, 1)
    press(chat, KEY.Key_E)
    assert chat.replies[0].editor is not None
    chat.bot.keyClicks(focused(), " Or no.")
    press(chat, KEY.Key_Return, CONTROL)
    chat.until(lambda: texts(chat)[-1] == "<think>\nHard to say.\n</think>\n\nYes. Or no.")


def test_reasoning_folds_while_it_is_written(chat: Driver) -> None:
    info = ReplyInfo(model_name="Thinker")
    reply = chat.store.begin_reply(chat.controller.messages[2].id, info)
    writing = Writing(chat.controller.open_id)
    writing.take(Begun(reply))
    chat.transcript.show_messages([*chat.controller.messages[:3], reply], fresh=False)
    chat.transcript.show_writing(writing)
    writing.take(ReplyWrote("", 3, thought="Let me see"))
    chat.transcript.show_writing(writing)
    chat.until(lambda: chat.replies[-1].thought is not None)
    view = chat.replies[-1]
    assert view.thought is not None
    assert view.thought.title.startswith("Thinking, ")
    chat.click(view.thought.line)
    writing.take(ReplyWrote("", 4, thought=" more"))
    chat.transcript.show_writing(writing)
    thought = view.thought.text
    assert thought is not None
    chat.until(lambda: thought.toPlainText() == "Let me see more")
    writing.take(ReplyWrote("", 6, answer="Yes", thought_seconds=0.4))
    chat.transcript.show_writing(writing)
    chat.until(lambda: view.body.written == "Yes")
    assert view.thought.title.startswith("Thought for ")
    assert not writing.thinking


def test_every_action_is_a_command_with_a_key(chat: Driver) -> None:
    found = {command.id: command for command in commands.all() if command.id.startswith("message.")}
    names = {"edit", "again", "again_with", "go_on", "branch", "compare", "certainty", "delete", "before", "after"}
    assert {f"message.{name}" for name in names} <= set(found)
    assert all(command.keys for command in found.values())
    assert "insight.text" in {command.id for command in commands.all()}


def test_everything_on_a_message_has_a_name(chat: Driver) -> None:
    go_to(chat, 0)
    press(chat, KEY.Key_E)
    for view in chat.transcript.views:
        for child in view.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible():
                assert child.accessibleName(), child
    assert isinstance(chat.asked[0], UserView)
