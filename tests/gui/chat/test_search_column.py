"""Search over all conversations and within one: as one types, by keyboard, to the very message."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.store import ReplyInfo, Status
from desktop.store.attachments.attachments import Attachments
from desktop.store.attachments.records import Attachment
from desktop.store.core.snippet import Snippet
from desktop.ui.panes.chat.search.filters import Narrowed
from desktop.ui.panes.chat.search.hit_marks import in_document
from desktop.ui.panes.chat.search.query_runner import SearchRun
from desktop.ui.panes.chat.search.results_list import TitleRow, shortened
from desktop.ui.panes.chat.typesetting.prose import Prose
from desktop.ui.widgets import Sheet
from tests.gui.chat.conftest import Driver

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _search(chat: Driver, typed: str) -> None:
    chat.list.search.setFocus()
    chat.list.search.setText(typed)
    chat.until(lambda: chat.list.results.results.results.typed == typed)


def _said(chat: Driver) -> list[str]:
    rows = chat.list.results.results.rows
    return [row.title.text if isinstance(row, TitleRow) else f"  {row.hit.snippet.text}" for row in rows]


def test_results_come_as_one_types_and_lead_to_the_message(drive: Callable[..., Driver]) -> None:
    chat = drive()
    long = [f"Message {n}. " + "Nothing to see. " * 30 for n in range(30)]
    long[4] = "Where is the lighthouse, 灯下黑?"
    chat.conversation(*long, title="A long one")
    chat.conversation("bread", "keeps a week", title="Lighthouse bread")
    chat.bot.keyClick(chat.window, Qt.Key.Key_N, _CTRL)
    chat.bot.keyClick(chat.composer.text, Qt.Key.Key_F, _CTRL | _SHIFT)
    assert chat.list.search.hasFocus()
    _search(chat, "lightho")
    assert _said(chat) == ["Lighthouse bread", "A long one", "  Where is the lighthouse, 灯下黑?"]
    chat.bot.keyClick(chat.list.search, Qt.Key.Key_Down)
    assert chat.list.results.hasFocus()
    for _ in range(2):
        chat.bot.keyClick(chat.list.results, Qt.Key.Key_Down)
    chat.bot.keyClick(chat.list.results, Qt.Key.Key_Return)
    chat.until(lambda: chat.pane.title() == "A long one")
    chat.until(lambda: any(view.message.text == long[4] for view in chat.transcript.views))
    view = next(view for view in chat.transcript.views if view.message.text == long[4])
    chat.until(lambda: 0 <= view.y() < chat.transcript.viewport().height())
    prose = view.findChild(Prose)
    assert [prose.toPlainText()[start:end] for start, end in prose.hits] == ["lightho"]
    assert prose.current_hit == 0
    assert chat.list.results.hasFocus()  # the keyboard stays where it was
    chat.bot.keyClick(chat.list.results, Qt.Key.Key_Escape)
    assert chat.list.search.hasFocus()
    chat.bot.keyClick(chat.list.search, Qt.Key.Key_Escape)
    assert chat.list.rows.isVisible()
    assert prose.hits == ()


def test_one_and_two_chinese_characters_and_nothing(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.conversation("灯下黑是什么意思？", "看不见近处。", title="成语")
    for typed in ("灯", "灯下", "近处"):
        _search(chat, typed)
        chat.until(lambda: chat.list.results.isVisible())
        assert any(typed in said for said in _said(chat))
    _search(chat, "没有这个")
    chat.until(lambda: chat.list.empty.isVisible())
    assert chat.list.empty.text() == "Nothing was found."
    chat.list.narrow(Narrowed(days=7))
    chat.until(lambda: "search everything" in chat.list.empty.text())
    assert chat.list.narrow_strip.isVisible()
    chat.list.narrow_strip.leave.click()
    chat.until(lambda: chat.list.empty.text() == "Nothing was found.")


def test_a_version_that_is_not_shown_is_brought_to_the_front(drive: Callable[..., Driver]) -> None:
    chat = drive()
    made = chat.conversation("a question", "the quokka smiles", title="Versions")
    question = chat.store.path(made.id)[0]
    reply = chat.store.begin_reply(question.id, ReplyInfo(model_name="Some model"))
    chat.store.finish_reply(reply.id, "another answer", Status.COMPLETE, ReplyInfo(model_name="Some model"))
    chat.open(made)
    assert chat.controller.messages[-1].text == "another answer"
    _search(chat, "quokka")
    chat.bot.keyClick(chat.list.search, Qt.Key.Key_Return)
    chat.until(lambda: chat.controller.messages[-1].text == "the quokka smiles")
    chat.until(lambda: bool(chat.replies and chat.replies[-1].findChild(Prose).hits))


def test_a_document_is_found_and_its_message_shown(drive: Callable[..., Driver]) -> None:
    chat = drive()
    made = chat.conversation("Something else. " * 200, "Yes. " * 400, title="Letters")
    chat.conversation("Other", "talk", title="Another one")
    documents = Attachments(chat.store.database)
    text = "A line of a letter.\n" * 300 + "The quokka, 灯下黑, smiles.\n" + "Another line.\n" * 300
    ids = [documents.attach(made.id, Attachment(name, text)).id for name in ("灯 letter.txt", "other.txt")]
    documents.change(Attachment("other.txt", "nothing", id=ids[1]))
    chat.store.add_message(made.id, chat.store.path(made.id)[-1].id, "user", "Who smiles?", ids)
    for typed in ("quokka", "灯下", "letter"):
        _search(chat, typed)
        chat.until(lambda: len(_said(chat)) == 2)
    chat.list.search.setText("")
    _search(chat, "quokka")
    chat.until(lambda: len(_said(chat)) == 2)
    assert "quokka, 灯下黑, smiles." in _said(chat)[1]
    index = chat.list.results.results.index(1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("In the document 灯 letter.txt: ")
    chat.bot.keyClick(chat.list.search, Qt.Key.Key_Return)
    chat.until(lambda: chat.pane.title() == "Letters")
    chat.until(lambda: any(view.message.text == "Who smiles?" for view in chat.asked))
    view = next(view for view in chat.asked if view.message.text == "Who smiles?")
    chat.until(lambda: 0 <= view.y() < chat.transcript.viewport().height())
    chat.until(lambda: [chip.marked for chip in view.chips.chips] == [True, False])
    view.chips.chips[0].click()
    chat.until(lambda: bool(chat.window.findChildren(Sheet)))
    (sheet,) = chat.window.findChildren(Sheet)
    (marked,) = sheet.reader.extraSelections()
    assert marked.cursor.selectedText() == "quokka"
    chat.until(lambda: sheet.reader.viewport().rect().contains(sheet.reader.cursorRect(marked.cursor).center()))
    chat.bot.keyClick(sheet.reader, Qt.Key.Key_Escape)
    chat.list.search.setText("")
    chat.until(lambda: not any(chip.marked for chip in view.chips.chips))


def test_the_answer_to_an_older_query_is_dropped(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.conversation("apple", "b", title="One")
    chat.conversation("banana", "b", title="Two")
    run = SearchRun(chat.store, chat.pane)
    told: list[str] = []
    run.found.connect(lambda results: told.append(results.typed))
    for typed in ("a", "ap", "app", "banana"):
        run.ask(typed, Narrowed().filters())
        run._ask()
    chat.until(lambda: bool(told))
    chat.bot.wait(300)
    assert told == ["banana"]


def test_find_within_the_open_conversation(drive: Callable[..., Driver]) -> None:
    chat = drive()
    texts = [f"Word {n}. " + "Other text goes here. " * 40 for n in range(20)]
    texts[3] += "the heron"
    texts[11] = "A heron and a HERON.\n\n| bird |\n|---|\n| heron |\n"
    chat.open(chat.conversation(*texts, title="Birds"))
    chat.bot.keyClick(chat.composer.text, Qt.Key.Key_F, _CTRL)
    bar = chat.pane.list_controller.find_bar
    assert bar.isVisible()
    assert bar.field.hasFocus()
    bar.field.setText("heron")
    chat.until(lambda: bar.count.text() == "4 of 4")
    chat.bot.keyClick(bar.field, Qt.Key.Key_Return)  # round to the first
    assert bar.count.text() == "1 of 4"
    chat.until(lambda: any(_looked_at(view) for view in chat.transcript.views if view.message.text == texts[3]))
    chat.bot.keyClick(bar.field, Qt.Key.Key_Return, _SHIFT)
    assert bar.count.text() == "4 of 4"
    bar.field.setText("ostrich")
    chat.until(lambda: bar.count.text() == "nothing found")
    chat.bot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert not any(prose.hits for prose in chat.transcript.findChildren(Prose))


def _looked_at(view: object) -> bool:
    return any(prose.current_hit >= 0 for prose in view.findChildren(Prose))  # type: ignore[attr-defined]


def test_filters_by_tag_and_model(drive: Callable[..., Driver]) -> None:
    chat = drive()
    one = chat.conversation("kingfisher", "b", title="One")
    chat.conversation("kingfisher", "c", title="Two")
    chat.pane.list_controller.organiser.set_tag([one.id], "river", on=True)
    chat.until(lambda: bool(chat.pane.list_controller.organiser.tags))
    _search(chat, "kingfisher")
    assert len(chat.list.results.results.results.groups) == 2
    chat.list.narrow(Narrowed(tag="River"))
    chat.until(lambda: len(chat.list.results.results.results.groups) == 1)
    chat.list.narrow(Narrowed(model="No such model"))
    chat.until(lambda: chat.list.empty.isVisible())


def test_positions_count_as_qt_does() -> None:
    from desktop.store.core.search_text import Query

    assert in_document("\U0001f600 heron", Query.parse("heron")) == ((3, 8),)
    short = shortened(Snippet("x" * 30 + " and then the word", ((44, 48),)))
    assert [short.text[start:end] for start, end in short.hits] == ["word"]


def test_plain_copy_has_no_marks(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.open(chat.conversation("*Why?*", "<think>\nhm\n</think>\n\n# Because\n\n**it** is `so`", title="T"))
    chat.pane.copy_plain()
    chat.until(
        lambda: "Because" in QGuiApplication.clipboard().text() and "#" not in QGuiApplication.clipboard().text()
    )
    said = QGuiApplication.clipboard().text()
    assert "Because\n\nit is so" in said
    assert "hm" not in said
    assert "*Why?*" in said  # a person's own text stays as it is
