"""Assistants and snippets: shipped in both languages, kept, passed on, and at work in a conversation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest

from desktop.base.errors import Code, DocumentError
from desktop.base.i18n import LANGUAGES, translator
from desktop.base.settings import Settings
from desktop.engine.protocol.messages import Message as Turn
from desktop.engine.protocol.messages import Place
from desktop.features.chat.assistants import Assistants, file_of
from desktop.features.chat.chat import Chat
from desktop.features.chat.snippets import Snippets, Variable, fill, variables
from desktop.features.generation.stop import Stop
from desktop.features.models.model_manager import ModelManager
from desktop.store import Store
from desktop.store.conversations.assistants import Assistant, Snippet
from desktop.store.conversations.versions import Versions
from tests.fakes import FakeHost, says


@pytest.fixture
def language() -> Iterator[None]:
    yield
    translator.use("en")


def test_every_shipped_one_is_complete_in_every_language(store: Store, language: None) -> None:
    assistants, snippets = Assistants(store), Snippets(store)
    seen: dict[str, set[str]] = {}
    for name in LANGUAGES:
        translator.use(name)
        shipped = assistants.shipped()
        assert [item.key for item in shipped] == ["plain", "editor", "proofreader", "tutor", "brainstormer", "service"]
        assert all(item.name and item.description and item.system_prompt for item in shipped)
        assert len(snippets.shipped()) == 5
        for key, text in [(item.key, item.name) for item in shipped] + [(s.key, s.text) for s in snippets.shipped()]:
            seen.setdefault(key, set()).add(text)
    assert all(len(texts) == len(LANGUAGES) for texts in seen.values()), seen


def test_a_conversation_begun_with_an_assistant(store: Store) -> None:
    pirate = Assistant(
        "Pirate",
        system_prompt="Arr.",
        model="tiny",
        sampling={"temperature": 0.1, "top_k": 5, "no_such_thing": 1},
        greeting="Ahoy!",
        examples=(("Hi", "Ahoy"),),
    )
    begun = Assistants(store).begin(pirate)
    assert (begun.system_prompt, begun.preset and begun.preset.model) == ("Arr.", "tiny")
    assert [(message.role, message.text) for message in store.path(begun.id)] == [("assistant", "Ahoy!")]
    model_manager = FakeHost(says("Aye"))
    list(Chat(store, cast(ModelManager, model_manager), Settings()).send("Who are you?", begun.id, Stop()))
    (asked,) = model_manager.asked
    assert asked.messages == (
        Turn("system", "Arr."),
        Turn("user", "Hi", Place.PINNED),
        Turn("assistant", "Ahoy", Place.PINNED),
        Turn("assistant", "Ahoy!"),
        Turn("user", "Who are you?"),
    )
    assert (asked.sampling.temperature, asked.sampling.top_k, asked.sampling.seed) == (0.1, 5, -1)
    reply = store.path(begun.id)[-1].reply
    assert reply is not None
    assert reply.sampling["temperature"] == 0.1
    assert store.conversation(begun.id).preset == begun.preset


def test_another_version_can_be_asked_for_in_another_way(store: Store) -> None:
    begun = Assistants(store).begin(Assistant("A", system_prompt="Arr.", sampling={"temperature": 0.1, "top_k": 5}))
    model_manager = FakeHost(says("one"), says("two"), says("three"))
    chat = Chat(store, cast(ModelManager, model_manager), Settings())
    list(chat.send("q", begun.id, Stop()))
    question, reply = store.path(begun.id)
    Versions(store.database).pin(question.id)
    list(chat.regenerate(reply.id, Stop(), sampling={"temperature": 1.5}, instructions="Hum."))
    assert model_manager.asked[1].messages == (Turn("system", "Hum."), Turn("user", "q", Place.PINNED))
    assert (model_manager.asked[1].sampling.temperature, model_manager.asked[1].sampling.top_k) == (1.5, 5)
    other = store.path(begun.id)[-1]
    assert (other.text, other.version, other.reply and other.reply.sampling["temperature"]) == ("two", 2, 1.5)
    list(chat.regenerate(other.id, Stop()))  # for that one version only
    assert model_manager.asked[2].messages[0] == Turn("system", "Arr.")
    assert model_manager.asked[2].sampling.temperature == 0.1


def test_a_shipped_one_is_changed_as_a_copy(store: Store) -> None:
    assistants = Assistants(store)
    editor = next(item for item in assistants.shipped() if item.key == "editor")
    mine = assistants.keep(replace(editor, name="My editor"))
    assert (mine.key, mine.system_prompt) == ("", editor.system_prompt)
    assert mine.examples == editor.examples
    assert [item.name for item in assistants.all()][-2:] == ["Customer service", "My editor"]
    assistants.trash(mine.id)
    assert all(item.key for item in assistants.all())


def test_assistants_are_passed_on_as_a_file(store: Store, tmp_path: Path) -> None:
    assistants = Assistants(store)
    path = tmp_path / "a.json"
    path.write_bytes(file_of(assistants.shipped()))
    read = assistants.read_file(path)
    assert [replace(item, id=0) for item in read] == [replace(item, key="") for item in assistants.shipped()]


BAD: list[dict[str, Any]] = [{"model": 3}, {"sampling": []}, {"examples": ["abc"]}, {"examples": 3}]


@pytest.mark.parametrize(
    "content",
    ["", "[]", "3", "{}", '{"format": "x"}', '{"format": "lamplight-assistants", "assistants": [{}]}', "[" * 100_000]
    + [json.dumps({"format": "lamplight-assistants", "assistants": [{"name": "x", **bad}]}) for bad in BAD],
)
def test_a_file_without_assistants_is_refused_whole(store: Store, tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(DocumentError) as error:
        Assistants(store).read_file(tmp_path / "a.json")
    assert error.value.code is Code.DOCUMENT_DAMAGED
    assert all(item.key for item in Assistants(store).all())


def test_variables_of_a_snippet() -> None:
    text = "{{a}} {{ b : two }} {{a:one}} {{date}} {{选项:甲}} {{}} {x} {{a\nb}}"
    assert variables(text) == [Variable("a", "one"), Variable("b", "two"), Variable("选项", "甲")]
    filled = fill(text, {"b": "B {{a}}"}, datetime(2026, 1, 2))
    assert filled == "one B {{a}} one 2026-01-02 甲 {{}} {x} {{a\nb}}"


def test_snippets_are_found_by_what_is_typed(store: Store) -> None:
    snippets = Snippets(store)
    mine = snippets.keep(Snippet("Explain", "mine"))
    assert [item.text for item in snippets.matching("expl")] == ["mine"]
    assert next(item.name for item in snippets.matching("e")) == "Explain"
    assert {"letter", "questions"} < {item.name for item in snippets.matching("e")}
    snippets.trash(mine.id)
    assert snippets.matching("explain")[0].key == "explain"
