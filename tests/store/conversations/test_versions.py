"""Edits, branches, pinned messages, the trash of messages, and drafts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.base.errors import Code, StoreError
from desktop.base.paths import Paths
from desktop.store import Made, Message, ReplyInfo, Status, Store
from desktop.store.conversations.drafts import Drafts
from desktop.store.conversations.organisation import Organisation
from desktop.store.conversations.versions import Versions
from desktop.store.search.search import Search

INFO = ReplyInfo(model_name="Tiny", seed=7, sampling={"temperature": 0.5})


@pytest.fixture
def versions(store: Store) -> Versions:
    return Versions(store.database)


def _talk(store: Store, conversation: int, *texts: str) -> list[Message]:
    """A person and a model in turn."""
    said: list[Message] = []
    for text in texts:
        parent = said[-1].id if said else None
        if len(said) % 2 and parent:
            reply = store.begin_reply(parent, INFO)
            said.append(store.finish_reply(reply.id, text, Status.COMPLETE, INFO))
        else:
            said.append(store.add_message(conversation, parent, "user", text))
    return said


def _texts(found: list[Message]) -> str:
    return " ".join(message.text for message in found)


def test_either_side_can_be_edited_and_the_old_version_stays(store: Store, versions: Versions) -> None:
    conversation = store.create_conversation().id
    _, reply, _, _ = _talk(store, conversation, "q", "a", "more", "yes")
    edited = versions.edit(reply.id, "a, edited")
    assert (edited.role, edited.version, edited.versions) == ("assistant", 2, 2)
    assert edited.reply == ReplyInfo(made=Made.EDITED)
    assert _texts(store.path(conversation)) == "q a, edited"
    first = versions.edit(store.path(conversation)[0].id, "q2")
    assert _texts(store.path(conversation)) == "q2"
    assert (first.role, first.status) == ("user", Status.COMPLETE)
    store.activate(reply.id)
    assert _texts(store.path(conversation)) == "q a more yes"


def test_a_branch_is_a_copy_that_lives_on_its_own(store: Store, versions: Versions) -> None:
    old = store.create_conversation("Old", system_prompt="Be brief.")
    organisation = Organisation(store.database)
    organisation.tag([old.id], "t")
    organisation.move([old.id], organisation.create_folder("f").id)
    question, reply, *_ = _talk(store, old.id, "q", "a", "more", "yes")
    versions.pin(question.id)
    new = versions.branch(reply.id)
    assert (new.title, new.system_prompt, new.tags, new.branched_from) == ("Old", "Be brief.", ("t",), reply.id)
    assert new.folder_id == store.conversation(old.id).folder_id
    copied = store.path(new.id)
    assert _texts(copied) == "q a"
    assert copied[1].reply == INFO
    assert [message.pinned for message in copied] == [True, False]
    assert [message.created for message in copied] == [question.created, reply.created]
    assert new.updated > old.updated
    versions.edit(copied[0].id, "changed")
    assert _texts(store.path(old.id)) == "q a more yes"
    assert versions.branch(reply.id, "Named").title == "Named"


def test_pinned_messages(store: Store, versions: Versions) -> None:
    conversation = store.create_conversation().id
    question, reply = _talk(store, conversation, "q", "a")
    versions.pin(reply.id)
    assert versions.pinned(conversation) == [store.message(reply.id)]
    assert store.message(reply.id).pinned
    assert versions.edit(reply.id, "better").pinned
    versions.pin(reply.id, on=False)
    assert _texts(versions.pinned(conversation)) == "better"
    assert not store.message(question.id).pinned


def test_a_message_goes_to_the_trash_with_what_follows_and_comes_back(store: Store, versions: Versions) -> None:
    conversation = store.create_conversation().id
    question, reply, more, _ = _talk(store, conversation, "q", "first", "more", "yes")
    versions.trash(more.id)
    other = versions.edit(reply.id, "second")
    store.activate(reply.id)
    search = Search(store.database)
    assert [hit.message_id for hit in search.find("second").messages] == [other.id]

    assert versions.trash(reply.id) == store.message(other.id)
    assert _texts(store.path(conversation)) == "q second"
    assert (store.message(other.id).version, store.message(other.id).versions) == (1, 1)
    assert store.siblings(other.id) == [store.message(other.id)]
    assert search.find("first").messages == ()
    assert [message.text for message in versions.trashed(conversation)] == ["first", "more"]

    restored = versions.restore(reply.id)
    assert (restored.version, restored.versions, restored.trashed) == (1, 2, None)
    assert _texts(store.path(conversation)) == "q first"  # what went before stays in the trash
    versions.restore(more.id)
    assert _texts(store.path(conversation)) == "q first more yes"
    assert versions.trash(question.id) is None
    assert store.path(conversation) == []
    again = store.add_message(conversation, None, "user", "anew")
    assert (again.version, again.versions) == (1, 1)
    versions.restore(question.id)
    assert _texts(store.path(conversation)) == "q first more yes"


def test_a_version_that_is_not_shown_goes_without_a_change_of_what_is(store: Store, versions: Versions) -> None:
    conversation = store.create_conversation().id
    _, reply = _talk(store, conversation, "q", "first")
    versions.edit(reply.id, "second")
    third = versions.edit(reply.id, "third")
    versions.trash(reply.id)
    assert _texts(store.path(conversation)) == "q third"
    instead = versions.trash(third.id)
    assert instead is not None
    assert instead.text == "second"


def test_messages_leave_the_trash_for_good_after_a_while(store: Store, versions: Versions, paths: Paths) -> None:
    conversation = store.create_conversation().id
    question, reply, more, _ = _talk(store, conversation, "stay", "zyzzogeton a", "more", "yes")
    versions.trash(more.id)
    versions.trash(reply.id)
    assert store.empty_trash() == 0
    assert store.message(reply.id).trashed
    store.empty_trash(timedelta(0))
    assert _texts(store.path(conversation)) == "stay"
    for gone in (reply, more):
        with pytest.raises(StoreError) as error:
            versions.restore(gone.id)
        assert error.value.code is Code.CONVERSATION_UNKNOWN
    assert store.message(question.id)
    store.close()
    assert b"zyzzogeton" not in paths.database.read_bytes()


@pytest.mark.parametrize("name", ["edit", "branch", "pin", "trash", "restore"])
def test_a_message_that_is_gone_is_said(versions: Versions, name: str) -> None:
    with pytest.raises(StoreError) as error:
        getattr(versions, name)(*(99, "x")[: 2 if name == "edit" else 1])
    assert error.value.code is Code.CONVERSATION_UNKNOWN


def test_drafts_are_kept_across_a_restart(store: Store, paths: Paths) -> None:
    drafts, conversation = Drafts(store.database), store.create_conversation().id
    drafts.keep(conversation, "half a thought")
    drafts.keep(conversation, "half a thought 灯")
    drafts.keep(None, "a new one")
    drafts.keep(None, "elsewhere", pane="story")
    store.close()
    store = Store.open(paths.database, paths.backups)
    drafts = Drafts(store.database)
    assert (drafts.read(conversation), drafts.read(None)) == ("half a thought 灯", "a new one")
    assert drafts.read(None, "story") == "elsewhere"
    assert drafts.all() == {conversation: "half a thought 灯"}
    drafts.keep(None, "")
    assert drafts.read(None) == ""
    with pytest.raises(StoreError):
        drafts.keep(99, "x")
    store.trash(conversation)
    store.empty_trash(timedelta(0))
    assert drafts.all() == {}
    store.close()
