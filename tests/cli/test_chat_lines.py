"""`lamplight chat` without a terminal: a message a line, an answer for each, as text or as JSON Lines."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.base.paths import Paths
from desktop.base.settings import Settings
from desktop.engine.protocol.messages import Event
from desktop.engine.protocol.outcome import Ending
from desktop.features.chat.chat import Chat
from desktop.store import Store
from tests.cli.streams import say
from tests.fakes import MODEL, FakeHost, says


@pytest.fixture
def services(paths: Paths) -> Any:
    """Services over a real store and a host whose replies a test appends to `replies`."""
    store, settings = Store.open(paths.database, paths.backups), Settings()
    replies: list[list[Event]] = []
    model_manager = FakeHost()
    model_manager._replies = replies
    made = SimpleNamespace(
        paths=paths,
        settings=settings,
        model_manager=model_manager,
        store=store,
        open_store=lambda: store,
        chat=Chat(store, model_manager, settings),  # type: ignore[arg-type]
        library=SimpleNamespace(default=lambda: MODEL),
        close=lambda: None,
        replies=replies,
    )
    yield made
    store.close()


def test_a_line_of_json_for_each_reply(services: Any) -> None:
    services.replies += [says("Hel", "lo"), says("灯\n下")]
    said = say("chat", "--json", given="Hi\n\n你好".encode("gb18030"), encoding="ascii", build=lambda: services)
    first, second = map(json.loads, said.out.splitlines())
    assert (first["text"], second["text"]) == ("Hello", "灯\n下")
    assert list(first) == [
        "text",
        "model",
        "prompt_tokens",
        "completion_tokens",
        "first_token_seconds",
        "tokens_per_second",
        "stop_reason",
        "conversation",
        "message",
    ]
    assert first["conversation"] == second["conversation"] == 1
    assert [message.text for message in services.store.path(1)] == ["Hi", "Hello", "你好", "灯\n下"]
    assert (said.status, said.err) == (0, "")


def test_a_conversation_that_goes_on_prints_only_what_is_new_as_json(services: Any) -> None:
    services.replies += [says("One"), says("Two"), says("Three")]
    say("chat", given=b"1\n", build=lambda: services)
    shown = say("chat", "--conversation", 1, given=b"2\n", build=lambda: services)
    assert shown.out.decode() == "› 1\nOne\nTwo\n"
    said = say("chat", "--conversation", 1, "--json", given=b"/again\n", build=lambda: services)
    assert [json.loads(line)["text"] for line in said.out.splitlines()] == ["Three"]


def test_a_reply_that_failed_is_in_the_lines_and_in_the_status(services: Any) -> None:
    services.replies += [says("Half", ending=Ending.DIED, code="engine_died")]
    said = say("chat", "--json", given=b"Hi\n", build=lambda: services)
    assert said.status == 1
    assert json.loads(said.out)["text"] == "Half"
    assert "The model’s process stopped" in said.err
    assert "/continue goes on" in said.err
