"""Documents of a draft and of messages: kept, changed, taken off; what was sent stays as it was sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.base.errors import Code, StoreError
from desktop.store import Store
from desktop.store.attachments.attachments import Attachments
from desktop.store.attachments.records import Attachment


def test_a_document_is_put_to_a_draft_changed_and_taken_off(store: Store) -> None:
    attachments = Attachments(store.database)
    conversation = store.create_conversation().id
    first = attachments.attach(conversation, Attachment("a.txt", "The lamp.", path="/a.txt"))
    second = attachments.attach(conversation, Attachment("b.txt", "The river."))
    attachments.attach(None, Attachment("c.txt", "Of the next one."))
    assert [each.name for each in attachments.of_draft(conversation)] == ["a.txt", "b.txt"]
    assert [each.name for each in attachments.of_draft(None)] == ["c.txt"]
    assert attachments.change(replace(first, text="The lamp, in part.")).text == "The lamp, in part."
    assert attachments.read(first.id).text == "The lamp, in part."
    attachments.detach(second.id)
    assert [each.name for each in attachments.of_draft(conversation)] == ["a.txt"]
    with pytest.raises(StoreError) as gone:
        attachments.read(second.id)
    assert gone.value.code is Code.CONVERSATION_UNKNOWN


def test_what_was_sent_stays_as_it_was_sent(store: Store) -> None:
    attachments = Attachments(store.database)
    conversation = store.create_conversation().id
    drafted = attachments.attach(conversation, Attachment("a.txt", "The lamp."))
    sent = store.add_message(conversation, None, "user", "Read this.", [drafted.id])
    assert attachments.of_draft(conversation) == []
    (kept,) = attachments.of_messages([sent.id])[sent.id]
    attachments.change(replace(kept, text="Another."))
    attachments.detach(kept.id)
    assert attachments.read(kept.id).text == "The lamp."
    assert attachments.of_messages([sent.id + 1]) == {}
