"""Whole conversations out of the store and into it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop.base.errors import Code, StoreError
from desktop.store import ReplyInfo, Status, Store
from desktop.store.attachments.records import Attachment
from desktop.store.conversations.exchange import Exchange, Thread, Turn
from desktop.store.conversations.organisation import Organisation
from desktop.store.conversations.versions import Versions

THEN = datetime(2025, 3, 1, 12, tzinfo=UTC)
QUESTION = Turn("q", None, "user", "灯?", THEN, attachments=(Attachment("a.txt", "text", tokens=2),))
FIRST = Turn("r1", "q", "assistant", "One.", THEN, Status.CUT, shown=False, reply=ReplyInfo(model_name="Tiny", seed=4))
SECOND = Turn("r2", "q", "assistant", "Two.", THEN, pinned=True, reply=ReplyInfo(model_name="Tiny"))
THREAD = Thread(
    "elsewhere:1", "Lamps", THEN, THEN, (QUESTION, FIRST, SECOND), folder=("Outer", "内"), tags=("water",),
    pinned=True, archived=True, system_prompt="Be brief.",
)  # fmt: skip


@pytest.fixture
def exchange(store: Store) -> Exchange:
    return Exchange(store.database)


def test_what_comes_in_goes_out_the_same(store: Store, exchange: Exchange) -> None:
    kept = exchange.keep(THREAD)
    assert (kept.new, kept.added) == (True, 3)
    assert exchange.read(kept.conversation_id) == THREAD
    assert [turn.key for turn in THREAD.path()] == ["q", "r2"]
    assert [message.text for message in store.path(kept.conversation_id)] == ["灯?", "Two."]
    folders = Organisation(store.database).folders()
    exchange.keep(replace(THREAD, origin="elsewhere:2"))
    assert [folder.name for folder in Organisation(store.database).folders()] == [folder.name for folder in folders]


def test_a_second_time_brings_what_is_new_and_out_of_the_trash(store: Store, exchange: Exchange) -> None:
    first = exchange.keep(THREAD)
    store.trash(first.conversation_id)
    later = THEN + timedelta(days=1)
    third = Turn("r3", "q", "assistant", "Three.", later)
    again = exchange.keep(replace(THREAD, title="Other", updated=later, turns=(*THREAD.turns, third)))
    assert (again.conversation_id, again.new, again.added) == (first.conversation_id, False, 1)
    found = store.conversation(again.conversation_id)
    assert (found.title, found.trashed, found.updated) == ("Lamps", None, later)
    assert store.path(again.conversation_id)[-1].text == "Two.", "what a person sees stays as it is"
    assert store.path(again.conversation_id)[-1].versions == 3


def test_one_version_is_shown_whatever_a_file_says(store: Store, exchange: Exchange) -> None:
    for shown, text in ((True, "Two."), (False, "Two.")):
        turns = (QUESTION, replace(FIRST, shown=shown), replace(SECOND, shown=shown))
        kept = exchange.keep(replace(THREAD, origin=f"elsewhere:{shown}", turns=turns))
        assert store.path(kept.conversation_id)[-1].text == text


def test_what_was_being_written_was_interrupted(store: Store, exchange: Exchange) -> None:
    kept = exchange.keep(replace(THREAD, turns=(QUESTION, replace(SECOND, status=Status.WRITING))))
    assert store.path(kept.conversation_id)[-1].status is Status.INTERRUPTED


def test_a_turn_without_what_it_follows_is_refused_and_nothing_is_kept(store: Store, exchange: Exchange) -> None:
    with pytest.raises(ValueError, match="isn't there"):
        exchange.keep(replace(THREAD, turns=(QUESTION, replace(FIRST, parent="gone"))))
    assert Organisation(store.database).folders() == []
    with pytest.raises(StoreError) as error:
        exchange.read(1)
    assert error.value.code is Code.CONVERSATION_UNKNOWN


def test_origins_stay_the_same_and_the_trash_is_left_out(store: Store, exchange: Exchange) -> None:
    made = store.create_conversation("灯")
    asked = store.add_message(made.id, None, "user", "?")
    slip = store.add_message(made.id, asked.id, "user", "a slip")
    Versions(store.database).trash(slip.id)
    thread = exchange.read(made.id)
    assert [turn.text for turn in thread.turns] == ["?"]
    assert exchange.read(made.id) == thread
    assert exchange.keep(thread).added == 0
