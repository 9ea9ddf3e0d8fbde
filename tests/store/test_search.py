"""Search: English words and their beginnings, Chinese of any length, in step with every change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.store import ReplyInfo, Status, Store
from desktop.store.search import Filters, Search
from desktop.store.search_text import Query, fold, hits, snippet

INFO = ReplyInfo(model_name="Tiny")


@pytest.fixture
def search(store: Store) -> Search:
    return Search(store)


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
    with store._read() as connection:
        for index in ("message_search", "title_search"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {index}").scalar() == 0
    with store._write() as connection:
        connection.exec_driver_sql("INSERT INTO message_search (message_search) VALUES ('integrity-check')")


def test_an_interrupted_reply_is_found_after_the_next_start(store: Store, search: Search) -> None:
    (question,) = _say(store, "q")
    reply = store.begin_reply(question, INFO)
    store.checkpoint(reply.id, "halfway", 1)
    store._interrupt_abandoned()
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
