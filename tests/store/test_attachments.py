"""Documents of drafts and of messages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.base.errors import Code, StoreError
from desktop.store import Store
from desktop.store.attachments.attachments import Attachments
from desktop.store.attachments.records import Attachment
from desktop.store.conversations.versions import Versions

LETTER = Attachment("灯.txt", "灯下写字。\ud83d", part="lines 1", tokens=6, path="/somewhere/灯.txt")


@pytest.fixture
def attachments(store: Store) -> Attachments:
    return Attachments(store.database)


def test_a_drafts_documents_are_changed_and_taken_off(store: Store, attachments: Attachments) -> None:
    made = store.create_conversation()
    kept = attachments.attach(made.id, LETTER)
    assert kept == replace(LETTER, id=kept.id, text="灯下写字。\ufffd")
    other = attachments.attach(made.id, Attachment("b", "b"))
    waiting = attachments.attach(None, Attachment("c", "c"))
    elsewhere = attachments.attach(None, Attachment("d", "d"), "story")
    assert attachments.of_draft(made.id) == [kept, other]
    assert (attachments.of_draft(None), attachments.of_draft(None, "story")) == ([waiting], [elsewhere])
    changed = attachments.change(replace(kept, text="灯", part="", tokens=1))
    assert (attachments.read(kept.id), changed.head.characters) == (changed, 1)
    attachments.detach(other.id)
    assert attachments.of_draft(made.id) == [changed]


def test_sending_takes_them_to_the_message_where_they_stay(store: Store, attachments: Attachments) -> None:
    made = store.create_conversation()
    kept = attachments.attach(made.id, LETTER)
    sent = store.add_message(made.id, None, "user", "Look", [kept.id])
    assert sent.attached == (kept.head,)
    assert attachments.of_draft(made.id) == []
    attachments.detach(kept.id)
    assert attachments.change(replace(kept, text="other")) == kept
    edited = Versions(store.database).edit(sent.id, "Look here")
    plain = store.add_message(made.id, edited.id, "user", "And?")
    found = attachments.of_messages([sent.id, edited.id, plain.id])
    assert list(found) == [sent.id, edited.id]
    assert [replace(one, id=0) for one in found[edited.id]] == [replace(kept, id=0)]


def test_one_that_is_gone_is_said_and_nothing_is_sent(store: Store, attachments: Attachments) -> None:
    made = store.create_conversation()
    for call in (lambda: attachments.read(9), lambda: store.add_message(made.id, None, "user", "", [9])):
        with pytest.raises(StoreError) as error:
            call()
        assert error.value.code is Code.CONVERSATION_UNKNOWN
    assert store.path(made.id) == []
