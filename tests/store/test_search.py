"""Search: English words and their beginnings, Chinese of any length, in step with every change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.store import ReplyInfo, Status, Store
from desktop.store.attachments.attachments import Attachments
from desktop.store.attachments.records import Attachment
from desktop.store.conversations.versions import Versions
from desktop.store.core.search_text import Query, fold, hits, snippet
from desktop.store.search.indexing import start_indexing
from desktop.store.search.records import Filters
from desktop.store.search.search import Search

INFO = ReplyInfo(model_name="Tiny")


@pytest.fixture
def search(store: Store) -> Search:
    return Search(store.database)


def _say(store: Store, *texts: str, title: str = "", pane: str = "chat") -> list[int]:
    conversation = store.create_conversation(title, pane)
    return [store.add_message(conversation.id, None, "user", text).id for text in texts]


def _found(search: Search, typed: str, filters: Filters | None = None) -> list[int]:
    return [hit.message_id for hit in search.find(typed, filters or Filters()).messages]


TEXT = "灯下黑是成语。The Lamplighter's café sells 灯笼 and GPT模型, in １２ kinds; snake_case,中文and English。"


@pytest.mark.parametrize(
    "typed",
    [
        "灯", "黑", "语", "笼", "灯下", "下黑", "灯下黑", "黑是成语", "灯笼", "模型", "GPT模型",
        "gpt 模型", "模型 灯下",
        "lamp", "LAMPLIGHTER", "lamplighter's", "cafe", "CAFÉ", "caf", "12", "１２", "snake", "case", "snake_case", "l",
        "lamplighter cafe", '"lamplighter\'s cafe"', '"sells 灯笼 and"', '"灯笼 and gpt模"', "lamp -tea", "-茶 灯",
        '"in 12', "中文and", "eng", "灯 lamp", "?灯下?", "lamp *", "lamp (sells", 'lamp "',
    ],
)  # fmt: skip
def test_it_is_found(store: Store, search: Search, typed: str) -> None:
    other, wanted = _say(store, "something different 完全不同", TEXT)
    assert _found(search, typed) == [wanted]
    (hit,) = search.find(typed).messages
    assert hit.snippet.hits
    assert all(0 <= start < end <= len(hit.snippet.text) for start, end in hit.snippet.hits)
    assert other != wanted


@pytest.mark.parametrize(
    "typed",
    ["下灯", "黑下", "灯黑", "amplighter", '"lamp"', '"cafe lamplighter"', "lamp -cafe", "灯 -成语", "lamp tea", "茶"],
)
def test_it_is_not_found(store: Store, search: Search, typed: str) -> None:
    _say(store, TEXT)
    assert _found(search, typed) == []


@pytest.mark.parametrize("typed", ["", "   ", '"', '""', "-", "-lamp", "*", "( ) :", "\0", "，。", "^", "\ud83d"])
def test_nothing_typed_finds_nothing_and_is_no_error(store: Store, search: Search, typed: str) -> None:
    _say(store, "lamp")
    assert search.find(typed).messages == ()


def test_hits_stand_where_the_words_are(store: Store, search: Search) -> None:
    _say(store, "A\nLamp, and the lamps of  灯下。")
    (hit,) = search.find("lamp 灯下").messages
    assert hit.snippet.text == "A Lamp, and the lamps of  灯下。"
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.hits] == ["Lamp", "lamp", "灯下"]
    assert hits("Ein Café, zwei CAFÉS", Query.parse("cafe")) == [(4, 8), (15, 19)]


def test_a_snippet_of_a_long_text_is_around_the_hit() -> None:
    found = snippet("word " * 1000 + "needle" + " word" * 1000, Query.parse("needle"))
    assert found.text.startswith("…word ")
    assert found.text.endswith("…")
    assert len(found.text) < 200
    ((start, end),) = found.hits
    assert found.text[start:end] == "needle"


def test_folding_keeps_every_place() -> None:
    text = "İstanbul ÉCOLE ﬁn ß 한국 가 灯\u0301 e\u0301 👩‍👩‍👧 ＡＢ\t\n"
    assert len(fold(text)) == len(text)
    assert fold("ÉCOLE ＡＢ\t") == "ecole ab "


def test_the_index_follows_every_change(store: Store, search: Search) -> None:
    conversation = store.create_conversation("Evening", pane="chat")
    question = store.add_message(conversation.id, None, "user", "question 灯")
    reply = store.begin_reply(question.id, INFO)
    store.checkpoint(reply.id, "halfway", 1)
    assert _found(search, "halfway") == []  # while it is written it isn't looked through
    store.finish_reply(reply.id, "halfway there", Status.STOPPED, INFO)
    assert _found(search, "there") == [reply.id]
    store.resume_reply(reply.id)
    assert _found(search, "there") == []
    store.finish_reply(reply.id, "arrived", Status.COMPLETE, INFO)
    assert _found(search, "there") == []
    assert _found(search, "arrived") == [reply.id]

    assert [hit.conversation_id for hit in search.find("even").titles] == [conversation.id]
    store.rename(conversation.id, "晚上")
    assert search.find("even").titles == ()
    ((title),) = search.find("晚").titles
    assert (title.title.text, title.title.hits) == ("晚上", ((0, 1),))

    store.trash(conversation.id)
    assert search.find("arrived 晚").messages == search.find("晚").titles == ()
    store.restore(conversation.id)
    assert _found(search, "arrived") == [reply.id]
    store.trash(conversation.id)
    store.empty_trash(timedelta(0))
    with store.database.read() as connection:
        for index in ("message_search", "title_search"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {index}").scalar() == 0
    with store.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO message_search (message_search) VALUES ('integrity-check')")


def test_an_interrupted_reply_is_found_after_the_next_start(store: Store, search: Search) -> None:
    (question,) = _say(store, "q")
    reply = store.begin_reply(question, INFO)
    store.checkpoint(reply.id, "halfway", 1)
    store.interrupt_abandoned()
    assert _found(search, "halfway") == [reply.id]


def test_filters(store: Store, search: Search) -> None:
    chat, story = _say(store, "lamp")[0], _say(store, "lamp", title="lamp", pane="story")[0]
    reply = store.begin_reply(chat, INFO)
    store.finish_reply(reply.id, "lamp", Status.COMPLETE, INFO)
    assert _found(search, "lamp") == [reply.id, story, chat]
    assert _found(search, "lamp", Filters(pane="story")) == [story]
    assert _found(search, "lamp", Filters(model="Tiny")) == [reply.id]
    assert search.find("lamp", Filters(model="Tiny")).titles == ()
    assert search.models() == ["Tiny"]
    now = store.message(story).created
    assert _found(search, "lamp", Filters(since=now)) == [reply.id, story]
    assert _found(search, "lamp", Filters(until=now)) == [chat]
    assert _found(search, "lamp", Filters(since=now + timedelta(days=1))) == []
    hit = search.find("lamp", Filters(model="Tiny")).messages[0]
    assert (hit.model, hit.role, hit.pane) == ("Tiny", "assistant", "chat")
    assert hit.created == store.message(reply.id).created


def test_pages(store: Store, search: Search) -> None:
    ids = _say(store, *["lamp"] * 25)
    first = search.find("lamp", limit=10)
    assert [hit.message_id for hit in first.messages] == ids[:14:-1]
    assert first.more
    second = search.find("lamp", limit=20, before=first.messages[-1].message_id)
    assert [hit.message_id for hit in second.messages] == ids[14::-1]
    assert not second.more


def test_a_text_of_any_kind_can_be_indexed_and_taken_out(store: Store, search: Search) -> None:
    texts = ["", "\0灯\0", "x" * 100_000, "灯" * 50_000, '"quoted"', "👩‍👩‍👧", "half \ud83d"]
    ids = _say(store, *texts)
    assert _found(search, "灯") == [ids[3], ids[1]]
    store.trash(store.message(ids[0]).conversation_id)
    store.empty_trash(timedelta(0))
    assert search.find("灯").messages == ()


# -- documents -------------------------------------------------------------------------------------------------------


def _send(store: Store, text: str, *documents: Attachment, title: str = "") -> int:
    attachments = Attachments(store.database)
    conversation = store.create_conversation(title)
    ids = [attachments.attach(conversation.id, document).id for document in documents]
    return store.add_message(conversation.id, None, "user", text, ids).id


def test_documents_are_found_by_their_texts_and_names(store: Store, search: Search) -> None:
    other = _send(
        store, "What is this?", Attachment("灯下.docx", "夜里写字"), Attachment("Report-2024.pdf", "needle " * 9)
    )
    assert [(hit.message_id, hit.document) for hit in search.find("needl").messages] == [(other, "Report-2024.pdf")]
    assert [(hit.document, hit.role) for hit in search.find("report 2024").messages] == [("Report-2024.pdf", "user")]
    for typed in ("写", "写字", "灯", "灯下"):
        (hit,) = search.find(typed).messages
        assert (hit.document, hit.snippet.text) == ("灯下.docx", "夜里写字")
    assert search.find("写字").messages[0].snippet.hits == ((2, 4),)
    assert search.find("写字", Filters(model="Tiny")).messages == ()
    assert len(search.find("写字", Filters(pane="chat")).messages) == 1
    assert search.find("写字", Filters(pane="story")).messages == ()


def test_a_message_and_its_documents_stand_together_on_a_page(store: Store, search: Search) -> None:
    documents = [Attachment(f"{number}.txt", "lamp") for number in range(3)]
    first = _send(store, "lamp", *documents)
    second = _send(store, "lamp", *documents)
    page = search.find("lamp", limit=2)
    assert [(hit.message_id, hit.document) for hit in page.messages] == [
        (second, ""), (second, "0.txt"), (second, "1.txt"), (second, "2.txt")
    ]  # fmt: skip
    assert page.more
    rest = search.find("lamp", limit=9, before=second)
    assert {hit.message_id for hit in rest.messages} == {first}
    assert len(rest.messages) == 4
    assert not rest.more


def test_a_document_in_a_draft_is_found_once_it_is_sent_and_no_more_when_it_is_gone(
    store: Store, search: Search
) -> None:
    attachments = Attachments(store.database)
    conversation = store.create_conversation()
    kept = attachments.attach(conversation.id, Attachment("a.txt", "needle"))
    attachments.detach(attachments.attach(conversation.id, Attachment("b.txt", "needle")).id)
    assert _found(search, "needle") == []
    message = store.add_message(conversation.id, None, "user", "", [kept.id])
    assert _found(search, "needle") == [message.id]
    store.trash(conversation.id)
    assert _found(search, "needle") == []
    store.empty_trash(timedelta(0))
    with store.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO attachment_search (attachment_search) VALUES ('integrity-check')")
        assert connection.exec_driver_sql("SELECT count(*) FROM attachment_search").scalar() == 0


def test_versions_of_a_message_show_a_document_once(store: Store, search: Search) -> None:
    first = _send(store, "one", Attachment("a.txt", "needle"))
    second = Versions(store.database).edit(first, "two")
    assert _found(search, "needle") == [second.id]


def test_documents_that_wait_for_the_index_enter_it_and_leave_it(store: Store, search: Search) -> None:
    gone, wanted = _send(store, "", Attachment("a", "needle")), _send(store, "", Attachment("b", "needle"))
    with store.database.write() as connection:  # as a migration leaves it
        connection.exec_driver_sql("INSERT INTO attachment_search (attachment_search) VALUES ('delete-all')")
        connection.exec_driver_sql("INSERT INTO attachments_to_index SELECT id FROM attachments")
    store.trash(store.message(gone).conversation_id)
    store.empty_trash(timedelta(0))
    assert _found(search, "needle") == []
    start_indexing(store.database)
    search.complete()
    assert _found(search, "needle") == [wanted]
    with store.database.write() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM attachments_to_index").scalar() == 0


@pytest.mark.parametrize("filling", ["word ", "字 ", "é "])
@pytest.mark.parametrize("needle", ["needle", "NEEDLE", "néedle", "灯下", "ＮＥＥＤＬＥ"])
def test_the_hit_in_a_long_text_is_shown(filling: str, needle: str) -> None:
    found = snippet(filling * 30_000 + needle + " " + filling * 30_000, Query.parse("needle 灯下"))
    ((start, end),) = found.hits
    assert found.text[start:end] == needle
    assert len(found.text) < 200


@pytest.mark.slow
def test_many_long_documents_take_a_bounded_time(store: Store, search: Search) -> None:
    for _ in range(6):
        _send(store, "", Attachment("book.txt", "字" * 900_000 + "灯下"))
    hits = search.find("灯下").messages
    assert len(hits) == 6
    assert [bool(hit.snippet.hits) for hit in hits] == [True, True, True, False, False, False]
