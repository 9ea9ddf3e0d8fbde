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
    assistants = AssistantStore(store.database)
    kept = assistants.keep_assistant(PIRATE)
    assert kept == replace(PIRATE, id=kept.id)
    assistants.keep_assistant(Assistant("editor"))
    changed = assistants.keep_assistant(replace(kept, name="Captain", examples=()))
    assert [item.name for item in assistants.assistants()] == ["Captain", "editor"]
    assistants.trash_assistant(changed.id)
    assert [item.name for item in assistants.assistants()] == ["editor"]
    store.empty_trash()
    assistants.trash_assistant(changed.id, restore=True)
    assert assistants.assistants()[0] == changed
    assistants.trash_assistant(changed.id)
    store.empty_trash(timedelta(0))
    for call in (lambda: assistants.keep_assistant(changed), lambda: assistants.trash_assistant(changed.id)):
        with pytest.raises(StoreError) as error:
            call()
        assert error.value.code is Code.CONVERSATION_UNKNOWN


def test_snippets_are_kept_changed_and_go_to_the_trash(store: Store) -> None:
    assistants = AssistantStore(store.database)
    kept = assistants.keep_snippet(Snippet("总结", "总结：{{text}} half \ud83d"))
    assert assistants.snippets() == [Snippet("总结", "总结：{{text}} half \ufffd", kept.id)]
    assistants.keep_snippet(replace(kept, text="other"))
    assert [item.text for item in assistants.snippets()] == ["other"]
    assistants.trash_snippet(kept.id)
    assert assistants.snippets() == []
    assistants.trash_snippet(kept.id, restore=True)
    assert len(assistants.snippets()) == 1
