"""GitHub's Markdown on the page, and typesetting while a reply is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.panes.chat.messages.reply_view import ReplyView
from desktop.ui.panes.chat.reply_progress import Phase, Writing
from desktop.ui.panes.chat.transcript.transcript import Transcript
from desktop.ui.panes.chat.typesetting.code_card import CodeCard
from desktop.ui.panes.chat.typesetting.prose import Prose, WideFormula
from desktop.ui.panes.chat.typesetting.table_view import TableView
from tests.gui.chat.conftest import made_up


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


def test_a_footnote_leads_to_its_note_and_back(transcript: Transcript, qtbot: QtBot) -> None:
    text = "A word[^n].\n\n" + "\n\n".join(f"Paragraph {at}. " + "Words. " * 30 for at in range(60)) + "\n\n[^n]: Said."
    view = show_reply(transcript, text)
    qtbot.waitUntil(lambda: view.documents.get(text) is not None)
    bar = transcript.verticalScrollBar()
    bar.setValue(0)
    QApplication.processEvents()
    opened: list[str] = []
    transcript.link_clicked.connect(lambda address, _: opened.append(address))
    first = prose(view)
    first.link_clicked.emit("note:1")
    qtbot.waitUntil(lambda: bar.value() > bar.maximum() * 0.8)
    last = QApplication.focusWidget()
    assert isinstance(last, Prose)
    assert "Said." in last.toPlainText()
    last.link_clicked.emit("ref:1")
    qtbot.waitUntil(lambda: bar.value() < transcript.viewport().height())
    assert opened == []


def test_a_table_too_wide_scrolls_within_itself(transcript: Transcript) -> None:
    head = "| " + " | ".join(f"column{at}" for at in range(20)) + " |"
    view = show_reply(transcript, f"{head}\n{'|---' * 20}|\n{head}\n\nwords")
    table = view.findChild(TableView)
    assert table is not None
    assert table.width() <= view.width()
    assert table.horizontalScrollBar().maximum() > 0
    layout = table.document().documentLayout()
    cell = table.document().begin()
    while cell.isValid():  # no word is broken
        assert cell.layout().lineCount() <= 1
        cell = cell.next()
    assert layout.documentSize().width() > view.width()


def test_a_wide_formula_keeps_its_size_and_scrolls(transcript: Transcript, qtbot: QtBot) -> None:
    text = "$$ f(x) = " + " + ".join(f"a_{{{at}}} x^{{{at}}}" for at in range(20)) + " $$"
    view = show_reply(transcript, text)
    qtbot.waitUntil(lambda: view.documents.get(text) is not None)
    qtbot.waitUntil(lambda: view.findChild(WideFormula) is not None)
    formula = view.findChild(WideFormula)
    assert formula is not None
    qtbot.waitUntil(lambda: formula.horizontalScrollBar().maximum() > 0)
    assert formula.horizontalScrollBar().value() == 0
    assert formula.width() <= view.width()


def test_a_reply_as_it_was_written_and_back(transcript: Transcript) -> None:
    view = show_reply(transcript, "Some **bold** words")
    assert view.body.written == "Some bold words"
    view.show_source(True)
    assert view.body.written == "Some **bold** words"
    transcript.restyle()
    assert view.body.written == "Some **bold** words"
    view.show_source(False)
    assert view.body.written == "Some bold words"


def test_typeset_text_stays_while_more_is_written(transcript: Transcript, qtbot: QtBot) -> None:
    messages = made_up(2, text=lambda at: "" if at else "go")
    transcript.show_messages(messages, fresh=True)
    writing = Writing(1, message=messages[-1], phase=Phase.WRITING)
    transcript.show_writing(writing)
    view = transcript.views[-1]
    assert isinstance(view, ReplyView)
    text = "# Head\n\nWords.\n\n```python\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThe end of it.\n"
    first: QWidget | None = None
    card: QWidget | None = None
    for letter in text:
        writing.answer += letter
        transcript._show_writing()
        QApplication.processEvents()
        if writing.answer.endswith("Words.\n\n"):
            qtbot.waitUntil(lambda: "Words." in view.body.written)
            first = prose(view)
        elif writing.answer.endswith("```\n\n"):
            qtbot.waitUntil(lambda: "x = 1" in view.body.written)
            card = view.findChild(CodeCard)
    qtbot.waitUntil(lambda: view.body.written.endswith("The end of it."))
    assert first is not None
    assert card is not None
    assert "```" not in view.body.written
    qtbot.waitUntil(lambda: view.findChild(TableView) is not None)
    table = view.findChild(TableView)
    done = replace(messages[-1], text=text)
    transcript.show_messages([messages[0], done], fresh=False)
    transcript.show_writing(None)
    assert prose(view) is first  # nothing was built again
    assert view.findChild(CodeCard) is card
    assert view.findChild(TableView) is table
    assert "Head" in view.body.written


def test_a_long_open_block_grows_plain_and_is_coloured_at_its_end(transcript: Transcript, qtbot: QtBot) -> None:
    messages = made_up(2, text=lambda at: "" if at else "go")
    transcript.show_messages(messages, fresh=True)
    writing = Writing(1, message=messages[-1], phase=Phase.WRITING)
    transcript.show_writing(writing)
    view = transcript.views[-1]
    assert isinstance(view, ReplyView)
    code = "".join(f"line_{at} = 'some words in a string'\n" for at in range(300))
    writing.answer = "```python\n"
    for at in range(0, len(code), 700):
        writing.answer += code[at : at + 700]
        transcript._show_writing()
        qtbot.wait(1)
    qtbot.waitUntil(lambda: "line_299" in view.body.written)
    card = view.findChild(CodeCard)
    assert card is not None
    assert card.block.text.rstrip("\n") == code.rstrip("\n")
    writing.answer += "```\n\nDone.\n"
    transcript._show_writing()
    qtbot.waitUntil(lambda: view.body.written.endswith("Done."))
    card = view.findChild(CodeCard)
    assert card is not None
    assert len({run.kind for run in card.block.runs}) > 1
    assert card.block.text.rstrip("\n") == code.rstrip("\n")
