"""Assistants and snippets in the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.base.errors import Code, StoreError
from desktop.store import Store
from desktop.store.conversations.assistants import Assistant, AssistantStore, Snippet

PIRATE = Assistant("Pirate", "Talks", "Arr.", "smollm2", {"temperature": 1.0, "seed": 3}, "Ahoy", (("Hi", "Ahoy 嗨"),))


def test_assistants_are_kept_changed_and_go_to_the_trash(store: Store) -> None:
    helpers = AssistantStore(store.database)
    kept = helpers.keep_assistant(PIRATE)
    assert kept == replace(PIRATE, id=kept.id)
    helpers.keep_assistant(Assistant("editor"))
    changed = helpers.keep_assistant(replace(kept, name="Captain", examples=()))
    assert [item.name for item in helpers.assistants()] == ["Captain", "editor"]
    helpers.trash_assistant(changed.id)
    assert [item.name for item in helpers.assistants()] == ["editor"]
    store.empty_trash()
    helpers.trash_assistant(changed.id, restore=True)
    assert helpers.assistants()[0] == changed
    helpers.trash_assistant(changed.id)
    store.empty_trash(timedelta(0))
    for call in (lambda: helpers.keep_assistant(changed), lambda: helpers.trash_assistant(changed.id)):
        with pytest.raises(StoreError) as error:
            call()
        assert error.value.code is Code.CONVERSATION_UNKNOWN


def test_snippets_are_kept_changed_and_go_to_the_trash(store: Store) -> None:
    helpers = AssistantStore(store.database)
    kept = helpers.keep_snippet(Snippet("总结", "总结：{{text}} half \ud83d"))
    assert helpers.snippets() == [Snippet("总结", "总结：{{text}} half \ufffd", kept.id)]
    helpers.keep_snippet(replace(kept, text="other"))
    assert [item.text for item in helpers.snippets()] == ["other"]
    helpers.trash_snippet(kept.id)
    assert helpers.snippets() == []
    helpers.trash_snippet(kept.id, restore=True)
    assert len(helpers.snippets()) == 1
