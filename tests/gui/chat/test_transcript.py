"""The page of messages: long conversations, hostile text, scripts, scrolling, links."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.store import Status
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.messages.message_view import MessageView
from desktop.ui.panes.chat.messages.reply_view import ReplyView
from desktop.ui.panes.chat.reply_progress import Phase, Writing
from desktop.ui.panes.chat.transcript.heights import Heights
from desktop.ui.panes.chat.transcript.transcript import Transcript
from desktop.ui.panes.chat.typesetting.code_card import CodeCard
from desktop.ui.panes.chat.typesetting.link_popup import LinkPopup, place
from desktop.ui.panes.chat.typesetting.prose import Prose
from desktop.ui.panes.chat.typesetting.table_view import TableView
from tests.formats.test_markdown import hostile
from tests.gui.chat.conftest import Driver, made_up


@pytest.fixture
def transcript(qtbot: QtBot) -> Transcript:
    made = Transcript()
    qtbot.addWidget(made)
    made.resize(960, 640)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def show_reply(transcript: Transcript, text: str) -> ReplyView:
    messages = made_up(2, text=lambda at: text if at else "go")
    transcript.show_messages(messages, fresh=True)
    view = transcript.views[-1]
    assert isinstance(view, ReplyView)
    return view


def prose(view: QWidget) -> Prose:
    return next(child for child in view.findChildren(Prose) if not isinstance(child, TableView))


# -- long conversations ------------------------------------------------------------------------------------------------


def test_heights_add_up() -> None:
    heights = Heights()
    heights.set_count([10, 20, 30])
    assert (heights.total, heights.top(2), heights.row_at(0), heights.row_at(29), heights.row_at(30)) == (
        60,
        30,
        0,
        1,
        2,
    )
    assert heights.measure(1, 25) == 5
    assert heights.top(2) == 35
    assert heights.row_at(10_000) == 2
    heights.set_count([1, 1, 1, 1], keep=2)
    assert (heights.total, heights.measured(1), heights.measured(2)) == (37, True, False)


def test_a_long_conversation_opens_at_its_end_with_few_widgets(transcript: Transcript) -> None:
    messages = made_up(3_000)
    transcript.show_messages(messages, fresh=True)
    QApplication.processEvents()
    views = transcript.views
    assert views[-1].message.id == 3_000
    assert 3 < len(views) < 40
    bottom = views[-1].geometry().bottom()
    assert 0 < bottom <= transcript.viewport().height()
    assert transcript.viewport().height() - bottom < 60


def test_scrolling_through_keeps_few_widgets_and_reaches_both_ends(transcript: Transcript) -> None:
    transcript.show_messages(made_up(400), fresh=True)
    bar = transcript.verticalScrollBar()
    most = 0
    while bar.value() > 0:
        bar.setValue(bar.value() - bar.pageStep())
        most = max(most, len(transcript.findChildren(MessageView)))
        QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    assert most < 60
    assert transcript.views[0].message.id == 1
    assert transcript.views[0].y() > 0
    transcript.scroll_to_end()
    assert transcript.views[-1].message.id == 400


def test_what_is_read_stays_where_it_is_when_something_above_is_measured(transcript: Transcript) -> None:
    transcript.show_messages(made_up(300), fresh=True)
    bar = transcript.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    for _ in range(30):
        middle = next(view for view in transcript.views if view.geometry().bottom() > 200)
        before, value = middle.y(), bar.value()
        bar.setValue(value - 40)
        moved = middle.y() - before
        assert abs(moved - 40) <= 1


def test_the_reader_is_not_pulled_down_while_a_reply_grows(transcript: Transcript) -> None:
    messages = made_up(40)
    transcript.show_messages(messages, fresh=True)
    writing = Writing(1, message=messages[-1], phase=Phase.WRITING, answer="begin")
    transcript.show_writing(writing)
    bar = transcript.verticalScrollBar()
    bar.setValue(bar.maximum() - 300)
    top = transcript.views[0]
    before = top.y()
    for at in range(20):
        writing.answer += f"\n\nparagraph {at} of a reply that grows"
        transcript._show_writing()
        QApplication.processEvents()
    assert top.y() == before
    transcript.scroll_to_end()
    for at in range(20):
        writing.answer += f"\n\nparagraph {at} of a reply that grows"
        transcript._show_writing()
        QApplication.processEvents()
    assert bar.value() == bar.maximum()


def test_a_view_with_the_focus_is_not_taken_away(transcript: Transcript) -> None:
    transcript.show_messages(made_up(200), fresh=True)
    view = transcript.views[-1]
    prose(view).setFocus()
    transcript.verticalScrollBar().setValue(0)
    assert view in transcript.views
    assert prose(view).hasFocus()


# -- writing -----------------------------------------------------------------------------------------------------------


def test_typeset_while_it_is_written(transcript: Transcript) -> None:
    messages = made_up(2, text=lambda at: "" if at else "go")
    transcript.show_messages(messages, fresh=True)
    writing = Writing(1, message=messages[-1], phase=Phase.READING, fraction=0.4)
    transcript.show_writing(writing)
    view = transcript.views[-1]
    assert isinstance(view, ReplyView)
    assert view.reading is not None
    assert view.reading.fraction == 0.4
    assert "reading" in view.meta.text
    writing.phase, writing.answer, writing.speed = Phase.WRITING, "Some **bold** words", 11.0
    transcript._show_writing()
    assert view.reading is None
    assert view.body.written == "Some bold words"
    assert "writing, 11 tokens a second" in view.meta.text
    done = replace(messages[-1], text="Some **bold** words")
    transcript.show_messages([messages[0], done], fresh=False)
    transcript.show_writing(None)
    assert view.streaming_typesetter is None
    assert prose(view).toPlainText() == "Some bold words"
    assert prose(view).isVisible()


def test_growing_text_is_typeset_with_the_same_paragraphs(transcript: Transcript, qtbot: QtBot) -> None:
    text = "One.\nStill one.\n\nTwo.\n\n\n守塔人在信里写灯。"
    messages = made_up(2, text=lambda at: "" if at else "go")
    transcript.show_messages(messages, fresh=True)
    writing = Writing(1, message=messages[-1], phase=Phase.WRITING)
    transcript.show_writing(writing)
    view = transcript.views[-1]
    assert isinstance(view, ReplyView)
    for letter in text:
        writing.answer += letter
        transcript._show_writing()
    qtbot.waitUntil(lambda: view.body.written.endswith(text[-5:]))
    assert prose(view).document().blockCount() == 3
    last = prose(view).document().lastBlock()
    assert last.blockFormat().lineHeight() == theme.line("chat", chinese=True)
    growing = prose(view).fit(600)
    transcript.show_writing(None)
    typeset = show_reply(transcript, text)
    assert abs(prose(typeset).fit(600) - growing) <= 2


# -- text --------------------------------------------------------------------------------------------------------------


def test_chinese_and_english_paragraphs_have_their_own_lines(transcript: Transcript) -> None:
    view = show_reply(transcript, "An English paragraph.\n\n守塔人在信里为什么总写“油尚足”？")
    first = prose(view).document().begin()
    assert first.blockFormat().lineHeight() == theme.line("chat")
    assert first.next().blockFormat().lineHeight() == theme.line("chat", chinese=True)


def test_paragraphs_that_run_from_the_right_are_laid_out_from_the_right(transcript: Transcript) -> None:
    view = show_reply(transcript, "Left.\n\nשלום עולם\n\n- عنصر أول")
    document = prose(view).document()
    blocks = [document.findBlockByNumber(number) for number in range(3)]
    width = prose(view).width()
    lefts = [block.layout().lineAt(0).naturalTextRect().left() for block in blocks]
    rights = [block.layout().lineAt(0).naturalTextRect().right() for block in blocks]
    assert lefts[0] < 5
    assert rights[1] > width - 5
    assert rights[2] > width * 0.8
    assert [block.textDirection() for block in blocks[:2]] == [
        Qt.LayoutDirection.LeftToRight,
        Qt.LayoutDirection.RightToLeft,
    ]


def test_code_and_tables_are_cards_of_their_own(transcript: Transcript) -> None:
    view = show_reply(transcript, "Before\n\n```python\nprint(1)\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nAfter")
    card = view.findChild(CodeCard)
    assert card is not None
    card.copy()
    assert QGuiApplication.clipboard().text() == "print(1)"
    table = view.findChild(TableView)
    assert table is not None
    assert card.geometry().bottom() < table.geometry().top()


def test_a_long_line_of_code_scrolls_inside_its_card(transcript: Transcript) -> None:
    view = show_reply(transcript, "```\n" + "x" * 400 + "\n```")
    card = view.findChild(CodeCard)
    assert card is not None
    assert card.lines.horizontalScrollBar().maximum() > 0
    assert card.lines.horizontalScrollBar().value() == 0
    assert card.width() <= transcript.column()[1]


@pytest.mark.parametrize("name", hostile())
def test_hostile_text_is_shown_and_does_not_hang(transcript: Transcript, qtbot: QtBot, name: str) -> None:
    start = time.process_time()
    show_reply(transcript, hostile()[name])
    QApplication.processEvents()
    qtbot.wait(10)
    transcript.verticalScrollBar().setValue(transcript.verticalScrollBar().maximum() // 2)
    transcript.grab()
    assert time.process_time() - start < 10
    assert len(transcript.findChildren(QWidget)) < 2_000


def test_nothing_is_loaded_for_a_picture(transcript: Transcript) -> None:
    view = show_reply(transcript, "![cat](file:///etc/hostname) ![dog](https://example.org/dog.png)")
    text = prose(view).toPlainText()
    assert "file:///etc/hostname" in text
    assert "https://example.org/dog.png" in text
    assert "\ufffc" not in text


def test_a_very_long_message_of_the_person_s_is_not_lost(transcript: Transcript) -> None:
    text = "word " * 10_000
    transcript.show_messages(made_up(1, text=lambda _: text), fresh=True)
    view = transcript.views[0]
    assert len(view.findChildren(Prose)[0].toPlainText()) < len(text)
    more = view._more  # type: ignore[attr-defined]
    more.button.click()
    assert view.findChildren(Prose)[0].toPlainText().split() == text.split()


def test_a_message_is_at_most_four_fifths_wide(transcript: Transcript) -> None:
    transcript.show_messages(made_up(1, text=lambda _: "words and words " * 60), fresh=True)
    column = transcript.column()[1]
    bubble = transcript.views[0]._bubble  # type: ignore[attr-defined]
    assert bubble.width() <= column * 0.8
    assert bubble.right() + 1 == column


# -- links -------------------------------------------------------------------------------------------------------------


def test_a_link_opens_only_after_a_look_at_its_address(
    drive: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    chat = drive()
    chat.open(chat.conversation("go", "[your bank](https://evil.example/login?a=b)"))
    text = prose(chat.replies[0])
    cursor = text.document().begin().layout().lineAt(0).naturalTextRect().center().toPoint()
    chat.click(text.viewport(), cursor)
    popup = chat.window.findChild(LinkPopup)
    assert popup is not None
    assert popup.isVisible()
    assert opened == []
    assert popup.address == "https://evil.example/login?a=b"
    assert popup.text.text() == popup.address
    chat.click(popup.open_button)
    assert opened == ["https://evil.example/login?a=b"]


def test_the_host_is_said_in_plain_letters() -> None:
    assert place("https://аpple.com/") == "xn--pple-43d.com"  # the first letter is Cyrillic
    assert place("https://user@example.org:80/x") == "example.org"
    assert place("mailto:someone@example.org") == "someone@example.org"


# -- actions -----------------------------------------------------------------------------------------------------------


def test_actions_show_on_hover_and_nothing_moves(transcript: Transcript) -> None:
    view = show_reply(transcript, "A reply.")
    before = view.geometry()
    assert not view.action_row.revealed
    view.set_hovered(True)
    assert view.action_row.revealed
    assert view.geometry() == before
    view.set_hovered(False)
    view.copy_button.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.action_row.revealed


def test_one_selection_at_a_time(transcript: Transcript) -> None:
    view = show_reply(transcript, "One.\n\n```\ncode\n```\n\nTwo.")
    one, two = (child for child in view.findChildren(Prose) if not isinstance(child, TableView))
    one.setFocus()
    one.selectAll()
    two.setFocus()
    two.selectAll()
    assert not one.textCursor().hasSelection()
    assert two.textCursor().hasSelection()


def test_the_way_back_to_the_end(transcript: Transcript) -> None:
    transcript.show_messages(made_up(100), fresh=True)
    assert not transcript.end_button.isVisible()
    transcript.verticalScrollBar().setValue(0)
    assert transcript.end_button.isVisible()
    transcript.end_button.click()
    assert not transcript.end_button.isVisible()
    assert transcript.views[-1].message.id == 100


def test_adjacent_chinese_marks_are_squeezed(transcript: Transcript) -> None:
    view = show_reply(transcript, "总写“油尚足”，从不说。")
    block = prose(view).document().begin()
    spacing = {}
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        spacing[fragment.text()] = fragment.charFormat().fontLetterSpacing()
        iterator += 1
    assert spacing["”"] < 0
    assert spacing["，从不说。"] == 0
    assert block.text() == "总写“油尚足”，从不说。"


def test_copy_gives_markdown_and_plain(transcript: Transcript) -> None:
    view = show_reply(transcript, "Some **bold**\u202e words")
    view.copy_button.click()
    assert QGuiApplication.clipboard().text() == "Some **bold**[U+202E] words"


@pytest.mark.parametrize("status", [Status.INTERRUPTED, Status.FAILED])
def test_a_broken_reply_says_what_was_kept(drive: Callable[..., Driver], status: Status) -> None:
    chat = drive()
    chat.open(chat.conversation("go", "three words here", status=status))
    notice = chat.replies[0].notice
    assert notice is not None
    assert "3 words" in notice.what.text()
    assert notice.button is not None
    assert notice.button.text() == "Go on"


def test_a_message_without_a_reply_can_get_one(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.open(chat.conversation("anybody there?"))
    notice = chat.asked[0]._notice
    assert notice is not None
    assert notice.isVisible()


def test_everything_has_a_name_for_a_screen_reader(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.open(chat.conversation("go", "Reply\n\n```python\nx\n```\n\n|a|b|\n|-|-|\n|1|2|", status=Status.CUT))
    for widget in chat.pane.page().findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName(), widget
    assert chat.replies[0].accessibleName().startswith("Reply: Reply")
    assert chat.asked[0].accessibleName() == "You: go"


def test_code_in_a_list_keeps_its_lines_and_runs_from_the_left(transcript: Transcript) -> None:
    view = show_reply(transcript, "1. أول\n\n   ```sh\n   one\n   two\n   ```\n2. ثان")
    document = prose(view).document()
    code = document.findBlockByNumber(1)
    assert code.text() == "one\u2028two"
    assert code.textDirection() == Qt.LayoutDirection.LeftToRight
    assert document.findBlockByNumber(2).text().endswith("ثان")
