"""What is kept beside messages: drafts, the tokens of replies; and glossaries that grow and get another name."""

from __future__ import annotations

import pytest

from desktop.base.errors import StoreError
from desktop.store import Store
from desktop.store.conversations.drafts import Drafts
from desktop.store.conversations.reply_tokens import ReplyTokens, WrittenToken
from desktop.store.translation.records import Term
from desktop.store.translation.terms import Glossaries


def test_a_draft_is_kept_replaced_and_goes_when_it_is_empty(store: Store) -> None:
    drafts = Drafts(store.database)
    conversation = store.create_conversation().id
    drafts.keep(conversation, "Half a quest")
    drafts.keep(None, "The next one")
    drafts.keep(None, "Of another pane", pane="story")
    drafts.keep(conversation, "Half a question")
    assert drafts.read(conversation) == "Half a question"
    assert (drafts.read(None), drafts.read(None, "story")) == ("The next one", "Of another pane")
    assert drafts.all() == {conversation: "Half a question"}
    drafts.keep(conversation, "")
    assert drafts.read(conversation) == ""
    assert drafts.all() == {}


def test_the_tokens_of_a_reply_come_back_as_they_were(store: Store) -> None:
    kept = ReplyTokens(store.database)
    conversation = store.create_conversation().id
    reply = store.add_message(conversation, None, "assistant", "灯 on")
    tokens = (WrittenToken("灯", 7, -0.25, ((" lamp", 9, 0.25), ("\ufffd", 3, 0.125))), WrittenToken(" on", 8, -0.5))
    kept.keep(reply.id, tokens)
    assert kept.of(reply.id) == tokens
    kept.keep(reply.id, tokens[:1])
    assert kept.of(reply.id) == tokens[:1]
    kept.keep(reply.id, ())
    assert kept.of(reply.id) == ()


def test_a_glossary_grows_and_gets_another_name(store: Store) -> None:
    glossaries = Glossaries(store.database)
    made = glossaries.create("Sea", "en", "zh")
    glossaries.add(made.id, [Term("wick", "灯芯"), Term("lamp", "灯")])
    glossaries.add(made.id, [Term("wick", "灯芯", "of the lamp")])
    assert [(term.source, term.note) for term in glossaries.terms(made.id)] == [("lamp", ""), ("wick", "of the lamp")]
    glossaries.rename(made.id, "Light")
    assert [each.name for each in glossaries.glossaries()] == ["Light"]
    with pytest.raises(StoreError):
        glossaries.rename(made.id + 1, "Nobody’s")
