"""The tree: adding, versions, paths, titles and the trash."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from desktop.base.errors import Code, StoreError
from desktop.base.paths import Paths
from desktop.store import Message, ReplyInfo, Status, Store
from desktop.store.core.connection import add_functions

INFO = ReplyInfo(model_name="Tiny", model_file="tiny.gguf", model_hash="ab" * 32, sampling={"temperature": 0.5}, seed=7)


def _texts(path: list[Message]) -> list[str]:
    return [message.text for message in path]


def _exchange(
    store: Store, conversation: int, parent: int | None, asked: str, answered: str
) -> tuple[Message, Message]:
    question = store.add_message(conversation, parent, "user", asked)
    reply = store.begin_reply(question.id, INFO)
    return question, store.finish_reply(reply.id, answered, Status.COMPLETE, INFO)


def test_a_conversation_comes_back_as_it_was_written(store: Store) -> None:
    conversation = store.create_conversation("Rivers", system_prompt="Be brief.")
    question, answer = _exchange(store, conversation.id, None, "Name a river 河。", "长江 🌊\r\n\ttab")
    path = store.path(conversation.id)
    assert path == [question, answer]
    assert [message.role for message in path] == ["user", "assistant"]
    assert path[0].reply is None
    assert path[1].reply == INFO
    assert path[1].status is Status.COMPLETE
    assert abs(path[0].created - datetime.now(UTC)) < timedelta(minutes=5)
    assert store.conversation(conversation.id).system_prompt == "Be brief."


def test_everything_is_there_after_opening_again(store: Store, paths: Paths) -> None:
    conversation = store.create_conversation("Rivers")
    _exchange(store, conversation.id, None, "one", "two")
    before = store.path(conversation.id)
    store.close()
    again = Store.open(paths.database, paths.backups)
    assert again.path(conversation.id) == before
    again.close()


def test_a_new_version_is_shown_and_the_old_one_stays(store: Store) -> None:
    conversation = store.create_conversation()
    question, first = _exchange(store, conversation.id, None, "q", "first")
    follow, _ = _exchange(store, conversation.id, first.id, "more", "more!")
    second = store.begin_reply(question.id, INFO)
    store.finish_reply(second.id, "second", Status.COMPLETE, INFO)

    path = store.path(conversation.id)
    assert _texts(path) == ["q", "second"]
    assert (path[1].version, path[1].versions) == (2, 2)
    assert _texts(store.siblings(first.id)) == ["first", "second"]
    assert [message.version for message in store.siblings(second.id)] == [1, 2]

    store.activate(first.id)
    assert _texts(store.path(conversation.id)) == ["q", "first", "more", "more!"]
    store.activate(second.id)
    assert _texts(store.path(conversation.id)) == ["q", "second"]
    store.activate(follow.id)  # deep in a branch that isn't shown: the way to it is shown as well
    assert _texts(store.path(conversation.id)) == ["q", "first", "more", "more!"]
    assert _texts(store.path_to(second.id)) == ["q", "second"]


def test_the_first_message_has_versions_too(store: Store) -> None:
    conversation, other = store.create_conversation(), store.create_conversation()
    store.add_message(other.id, None, "user", "elsewhere")
    first, _ = _exchange(store, conversation.id, None, "helo", "Hi.")
    edited = store.add_message(conversation.id, None, "user", "hello")
    assert _texts(store.path(conversation.id)) == ["hello"]
    assert (edited.version, edited.versions) == (2, 2)
    store.activate(first.id)
    assert _texts(store.path(conversation.id)) == ["helo", "Hi."]
    assert _texts(store.path(other.id)) == ["elsewhere"]


def test_a_parent_of_another_conversation_is_refused(store: Store) -> None:
    one, other = store.create_conversation(), store.create_conversation()
    message = store.add_message(one.id, None, "user", "here")
    with pytest.raises(ValueError, match="not in conversation"):
        store.add_message(other.id, message.id, "user", "there")
    assert store.path(other.id) == []


def test_a_reply_grows_ends_and_goes_on(store: Store) -> None:
    conversation = store.create_conversation()
    question = store.add_message(conversation.id, None, "user", "q")
    reply = store.begin_reply(question.id, INFO)
    assert (reply.status, reply.text) == (Status.WRITING, "")
    store.checkpoint(reply.id, "half of", 2)
    grown = store.message(reply.id)
    assert (grown.text, grown.status) == ("half of", Status.WRITING)
    assert grown.reply is not None
    assert grown.reply.completion_tokens == 2
    stopped = store.finish_reply(reply.id, "half of it", Status.STOPPED, INFO)
    assert (stopped.text, stopped.status) == ("half of it", Status.STOPPED)
    resumed = store.resume_reply(reply.id)
    assert (resumed.text, resumed.status, resumed.versions) == ("half of it", Status.WRITING, 1)
    done = store.finish_reply(reply.id, "half of it all", Status.COMPLETE, INFO)
    assert store.path(conversation.id)[-1] == done


def test_a_reply_that_no_model_began_can_be_continued(store: Store) -> None:
    conversation = store.create_conversation()
    greeting = store.add_message(conversation.id, None, "assistant", "Good")
    store.resume_reply(greeting.id)
    done = store.finish_reply(greeting.id, "Good evening.", Status.COMPLETE, INFO)
    assert done.reply == INFO


def test_the_conversation_written_to_last_comes_first(store: Store) -> None:
    first, second = store.create_conversation("first"), store.create_conversation("second")
    store.create_conversation("elsewhere", pane="story")
    assert [item.title for item in store.conversations()] == ["second", "first"]
    store.add_message(first.id, None, "user", "again")
    assert [item.title for item in store.conversations()] == ["first", "second"]
    store.rename(second.id, "renamed")
    assert [item.title for item in store.conversations()] == ["first", "renamed"]
    assert [item.title for item in store.conversations("story")] == ["elsewhere"]


def test_a_title_that_a_person_chose_stays(store: Store) -> None:
    conversation = store.create_conversation()
    store.rename(conversation.id, "made", by_user=False)
    assert store.conversation(conversation.id).title == "made"
    store.rename(conversation.id, "chosen")
    store.rename(conversation.id, "made again", by_user=False)
    found = store.conversation(conversation.id)
    assert (found.title, found.title_is_users) == ("chosen", True)


def test_the_trash_gives_back_and_is_emptied(store: Store) -> None:
    conversation, kept = store.create_conversation("gone"), store.create_conversation("kept")
    question, _ = _exchange(store, conversation.id, None, "q", "a")
    _exchange(store, kept.id, None, "q", "a")
    store.trash(conversation.id)
    assert [item.title for item in store.conversations()] == ["kept"]
    store.restore(conversation.id)
    assert store.conversation(conversation.id).trashed is None
    assert _texts(store.path(conversation.id)) == ["q", "a"]
    store.trash(conversation.id)
    assert store.empty_trash() == 0
    assert store.empty_trash(timedelta(0)) == 1
    with pytest.raises(StoreError) as error:
        store.message(question.id)
    assert error.value.code is Code.CONVERSATION_UNKNOWN
    assert _texts(store.path(kept.id)) == ["q", "a"]
    assert store.create_conversation().id > max(conversation.id, kept.id)


def _chain(paths: Paths, conversation: int, length: int, text: str) -> None:
    """One message after another, written without the store, which would sync each."""
    with closing(sqlite3.connect(paths.database)) as connection:
        add_functions(connection)
        first = connection.execute("SELECT ifnull(max(id), 0) + 1 FROM messages").fetchone()[0]
        rows = ((first + n, conversation, first + n - 1 if n else None, f"{text} {n}") for n in range(length))
        connection.executemany(
            "INSERT INTO messages (id, conversation_id, parent_id, active, role, text, status, created)"
            " VALUES (?, ?, ?, 1, 'user', ?, 'complete', '2026-01-01 00:00:00.000000')",
            rows,
        )
        connection.commit()


def test_deleting_is_thorough(store: Store, paths: Paths) -> None:
    conversation = store.create_conversation("zyzzogeton")
    _chain(paths, conversation.id, 1500, "a secret")  # deeper than SQLite's limit on recursive cascades
    store.add_message(store.create_conversation().id, None, "user", "something else")
    store.trash(conversation.id)
    assert store.empty_trash(timedelta(0)) == 1
    store.close()
    left = paths.database.read_bytes()
    assert b"secret" not in left  # neither the text nor a word in the search index
    assert b"zyzzogeton" not in left


def test_instructions_can_be_changed(store: Store) -> None:
    conversation = store.create_conversation(system_prompt="one")
    store.set_system_prompt(conversation.id, "two")
    assert store.conversation(conversation.id).system_prompt == "two"


@pytest.mark.parametrize(
    "call",
    [
        lambda store: store.conversation(99),
        lambda store: store.path(99),
        lambda store: store.rename(99, "x"),
        lambda store: store.set_system_prompt(99, "x"),
        lambda store: store.trash(99),
        lambda store: store.restore(99),
        lambda store: store.add_message(99, None, "user", "x"),
        lambda store: store.message(99),
        lambda store: store.path_to(99),
        lambda store: store.siblings(99),
        lambda store: store.activate(99),
        lambda store: store.begin_reply(99, INFO),
        lambda store: store.checkpoint(99, "x", 1),
        lambda store: store.resume_reply(99),
        lambda store: store.finish_reply(99, "x", Status.COMPLETE, INFO),
    ],
)
def test_what_is_not_there_is_said(store: Store, call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StoreError) as error:
        call(store)
    assert error.value.code is Code.CONVERSATION_UNKNOWN


def test_text_of_any_kind_is_kept(store: Store) -> None:
    conversation = store.create_conversation()
    for text in ("", "\0 a NUL", "é e\u0301", "\u202e rtl", "x" * 1_000_000, "👩‍👩‍👧"):
        assert store.add_message(conversation.id, None, "user", text).text == text
    assert store.add_message(conversation.id, None, "user", "half \ud83d").text == "half \ufffd"
    assert store.add_message(conversation.id, None, "user", "pair \ud83d\ude00").text == "pair 😀"


def test_many_threads_write_at_once(store: Store) -> None:
    conversation = store.create_conversation()
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(20):
                store.add_message(conversation.id, None, "user", f"{number}-{step}")
                store.path(conversation.id)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    shown = store.path(conversation.id)
    assert len(shown) == 1
    assert shown[0].versions == 160


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError):
        store.conversations()
    with pytest.raises(StoreError):
        store.create_conversation()


@pytest.mark.slow
def test_a_hundred_thousand_messages_elsewhere_cost_nothing(store: Store, paths: Paths) -> None:
    mine = store.create_conversation("mine")
    question, answer = _exchange(store, mine.id, None, "q", "a")
    crowd = store.create_conversation("crowd")
    _chain(paths, crowd.id, 100_000, "message")
    began = time.monotonic()
    store.path(mine.id)
    store.path_to(answer.id)
    store.siblings(answer.id)
    store.activate(answer.id)
    store.add_message(mine.id, answer.id, "user", "more")
    store.begin_reply(question.id, INFO)
    store.conversations()
    store.trash(mine.id)
    store.empty_trash(timedelta(0))
    spent = time.monotonic() - began
    # A single scan per call would take seconds in all; along the indexes it is some 30 ms, most of it syncing.
    assert spent < 1.0
    assert len(store.path(crowd.id)) == 100_000
