"""What is kept beside messages: drafts, edits that are being written, and the tokens of replies."""

from __future__ import annotations

from desktop.store import Preset, ReplyInfo, Status, Store
from desktop.store.conversations.drafts import Drafts
from desktop.store.conversations.reply_tokens import ReplyTokens, WrittenToken
from desktop.store.conversations.versions import Versions


def test_a_draft_for_each_conversation_and_one_for_the_next(store: Store) -> None:
    drafts, made = Drafts(store.database), store.create_conversation()
    drafts.keep(made.id, "half a \ud83d")
    drafts.keep(made.id, "half a thought")
    drafts.keep(None, "the next")
    drafts.keep(None, "another pane's", "story")
    assert drafts.all() == {made.id: "half a thought"}
    assert (drafts.read(None), drafts.read(None, "story")) == ("the next", "another pane's")
    drafts.keep(made.id, "")
    assert (drafts.all(), drafts.read(made.id)) == ({}, "")


def test_what_is_written_over_a_message_is_no_draft_of_the_conversation(store: Store) -> None:
    drafts, made = Drafts(store.database), store.create_conversation()
    said = store.add_message(made.id, None, "user", "old")
    drafts.keep_edit(made.id, said.id, "new wor")
    assert (drafts.edits(), drafts.all(), drafts.read(made.id)) == ({said.id: "new wor"}, {}, "")
    drafts.keep_edit(made.id, said.id, "")
    assert drafts.edits() == {}


def test_tokens_stay_with_their_reply_and_its_copies(store: Store) -> None:
    kept, made = ReplyTokens(store.database), store.create_conversation()
    asked = store.add_message(made.id, None, "user", "?")
    reply = store.begin_reply(asked.id, ReplyInfo())
    store.finish_reply(reply.id, "The Rhine", Status.COMPLETE, ReplyInfo())
    tokens = (WrittenToken("The", 5, -0.25, (("A", 6, 0.2), ("半", 8, 0.125))), WrittenToken(" Rhine\ud83d", 7, -1.5))
    kept.keep(reply.id, [WrittenToken("x", 1, -9.0)])
    kept.keep(reply.id, tokens)
    assert kept.of(reply.id) == (tokens[0], WrittenToken(" Rhine\ufffd", 7, -1.5))
    assert kept.of(asked.id) == ()
    branch = Versions(store.database).branch(reply.id)
    assert kept.of(store.path(branch.id)[-1].id) == kept.of(reply.id)
    kept.keep(reply.id, ())
    assert kept.of(reply.id) == ()


def test_a_conversation_goes_on_with_another_preset(store: Store) -> None:
    made = store.create_conversation(preset=Preset("Pirate", "tiny", {"seed": 3}, (("Hi", "Ahoy"),)))
    assert store.conversation(made.id).preset == made.preset
    store.set_preset(made.id, None)
    assert store.conversation(made.id).preset is None
