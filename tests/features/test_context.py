"""What the model would read, by origin and in its real tokens, against what it then reads."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from desktop.app import App, build
from desktop.base.paths import Paths
from desktop.base.settings import CONTEXT, MAX_TOKENS, SEED
from desktop.engine.client.engine import Phase
from desktop.features.chat.chat import Ended, LeftOut
from desktop.features.chat.context import Context, Draft
from desktop.features.chat.filled import Filled, Origin
from desktop.features.chat.new_conversation import NewConversation
from desktop.features.generation.stop import Stop
from desktop.store import Message, Preset, Status
from desktop.store.attachments.attachments import Attachments
from desktop.store.attachments.records import Attachment
from desktop.store.conversations.versions import Versions

pytestmark = pytest.mark.model

STORY = "The lighthouse keeper counts the ships that pass at night and writes each of them into a book. "


@pytest.fixture
def app(paths: Paths) -> Iterator[App]:
    made = build(paths)
    made.settings.override(SEED, 4)
    made.settings.set(CONTEXT, 1024)
    made.settings.set(MAX_TOKENS, 24)
    made.model_manager.engine()
    until = time.monotonic() + 120
    while made.model_manager.state.phase is not Phase.READY:
        assert time.monotonic() < until
        time.sleep(0.05)
    yield made
    made.close()


def fill(app: App, conversation_id: int | None, draft: Draft, begin: NewConversation | None = None) -> Filled:
    path = app.store.path(conversation_id) if conversation_id is not None else []
    found = Context(app.store, app.model_manager, app.settings).fill(conversation_id, path, draft, Stop(), begin)
    assert found is not None
    return found


def test_the_numbers_are_those_of_the_reply_that_follows(app: App) -> None:
    attached = Attachments(app.store.database).attach(None, Attachment("灯.txt", STORY * 4))
    begin = NewConversation("Answer briefly.", Preset("Brief", examples=(("Hello", "Hi."),)), "What is it about?")
    filled = fill(app, None, Draft("Who counts ships?", [attached]), begin)
    assert filled.parts[Origin.ATTACHED] > 60
    assert 0 < filled.parts[Origin.DRAFT] < 60
    assert filled.parts[Origin.INSTRUCTIONS] > 5
    assert filled.parts[Origin.CONVERSATION] > 3
    assert filled.parts[Origin.PINNED] == 0
    assert filled.too_many == 0
    assert filled.left_out == ()
    sent = app.chat.send("Who counts ships?", None, Stop(), attached=[attached.id], begin=begin)
    reply = next(event.message for event in sent if isinstance(event, Ended))
    assert reply.reply
    assert reply.reply.prompt_tokens == filled.used
    asked = app.store.path(reply.conversation_id)[1]
    assert [head.name for head in asked.attached] == ["灯.txt"]
    assert asked.attached[0].characters == len(STORY * 4)
    after = fill(app, reply.conversation_id, Draft("And who reads it?"))
    assert after.parts[Origin.ATTACHED] == filled.parts[Origin.ATTACHED]
    assert after.new_tokens < after.used / 2  # the rest is cached


def test_what_will_be_left_out_is_what_is_left_out(app: App) -> None:
    made = app.store.create_conversation("Long", system_prompt="Answer briefly.")
    parent: int | None = None
    for number in range(14):
        role = "assistant" if number % 2 else "user"
        parent = app.store.add_message(made.id, parent, role, f"{number}. {STORY * 4}").id
    path = app.store.path(made.id)
    Versions(app.store.database).pin(path[1].id)
    filled = fill(app, made.id, Draft("Go on."))
    assert filled.left_out
    assert path[1].id not in filled.left_out
    assert filled.parts[Origin.PINNED] > 50
    assert filled.used + filled.reserve + filled.free == filled.context == 1024
    events = list(app.chat.send("Go on.", made.id, Stop()))
    assert [event.message_ids for event in events if isinstance(event, LeftOut)] == [filled.left_out]
    reply = next(event.message for event in events if isinstance(event, Ended))
    assert reply.reply
    assert reply.reply.prompt_tokens == filled.used
    assert reply.status in (Status.COMPLETE, Status.CUT)


def test_too_much_is_said_by_how_much(app: App) -> None:
    filled = fill(app, None, Draft("Read it.", [Attachment("long.txt", STORY * 80)]))
    assert filled.too_many > 0
    fits = fill(app, None, Draft("Read it.", [Attachment("long.txt", STORY * 20)]))
    assert fits.too_many == 0
    assert fits.reserve == 24


@pytest.mark.timeout(60)  # how fast is for tests/bench; that it ends is for here
def test_ten_thousand_messages_are_measured_in_a_moment(app: App) -> None:
    made = app.store.create_conversation("Endless")
    path = []
    now = made.created
    for number in range(10_000):
        role = "assistant" if number % 2 else "user"
        text = f"{number}: {STORY * 4}"
        path.append(Message(number + 1, made.id, number or None, role, text, Status.COMPLETE, now))
    context = Context(app.store, app.model_manager, app.settings)
    context.fill(made.id, path, Draft("Hm"), Stop())
    filled = context.fill(made.id, path, Draft("Hm?"), Stop())
    assert filled is not None
    assert len(filled.left_out) > 9_000


def test_stopped_and_without_a_model(app: App) -> None:
    stop = Stop()
    stop.set()
    assert Context(app.store, app.model_manager, app.settings).fill(None, [], Draft("x"), stop) is None
    app.model_manager.unload()
    assert Context(app.store, app.model_manager, app.settings).fill(None, [], Draft("x"), Stop()) is None
