"""What the chat pane does, without a widget: a real store, a model that says what the test wants, a view that notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.base.errors import Code, StoreError
from desktop.features.chat.chat import Begun, ChatEvent, Ended, Kept, Reading, ReplyWrote
from desktop.features.generation.stop import Stop
from desktop.store import Conversation, Message, ReplyInfo, Status, Store
from desktop.ui.panes.chat.controller import ChatController
from desktop.ui.panes.chat.reply_progress import Phase


class Notes:
    """A view that only remembers what it was told."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.errors: list[Exception] = []
        self.gone: list[Conversation] = []
        self.ended: list[Message] = []

    def list_changed(self) -> None: ...
    def conversation_changed(self) -> None: ...
    def messages_changed(self, *, fresh: bool) -> None: ...
    def writing_changed(self) -> None: ...
    def context_changed(self) -> None: ...
    def reply_began(self) -> None: ...

    def reply_ended(self, message: Message) -> None:
        self.ended.append(message)

    def text_kept(self, text: str) -> None:
        self.kept.append(text)

    def deleted(self, conversation: Conversation) -> None:
        self.gone.append(conversation)

    def failed(self, error: Exception) -> None:
        self.errors.append(error)


class Steps:
    """Work on this thread: the store's at once, a stream one event at a time when the test says so."""

    def __init__(self) -> None:
        self._streams: list[tuple[Iterator[ChatEvent], Callable[..., object], Callable[..., object]]] = []

    def run(self, func: Callable[[], Any], then: Callable[[Any], object] | None = None) -> None:
        result = func()
        if then is not None:
            then(result)

    def stream(
        self,
        make: Callable[[], Iterator[ChatEvent]],
        on_item: Callable[[ChatEvent], object],
        done: Callable[[], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        assert done is None
        assert failed is not None
        self._streams.append((make(), on_item, failed))

    def step(self, times: int = 1, stream: int = 0) -> None:
        iterator, on_item, failed = self._streams[stream]
        for _ in range(times):
            try:
                on_item(next(iterator))
            except StopIteration:
                return
            except StoreError as error:
                failed(error)
                return

    def finish(self) -> None:
        for number in range(len(self._streams)):
            self.step(100, number)
        self._streams.clear()


class Says:
    """The chat feature with a model that always says the same."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.broken = False

    def send(self, text: str, conversation_id: int | None, stop: Stop, **_: object) -> Iterator[ChatEvent]:
        if self.broken:
            raise StoreError(Code.DISK_FULL)
        if conversation_id is None:
            conversation = self._store.create_conversation(text)
        else:
            conversation = self._store.conversation(conversation_id)
        path = self._store.path(conversation.id)
        message = self._store.add_message(conversation.id, path[-1].id if path else None, "user", text)
        yield Kept(conversation, message)
        yield from self.regenerate(message.id, stop)

    def regenerate(self, message_id: int, stop: Stop) -> Iterator[ChatEvent]:
        asked = self._store.message(message_id)
        parent = asked.id if asked.role == "user" else asked.parent_id
        assert parent is not None
        yield from self._write(self._store.begin_reply(parent, ReplyInfo()), stop)

    def continue_reply(self, message_id: int, stop: Stop) -> Iterator[ChatEvent]:
        yield from self._write(self._store.resume_reply(message_id), stop)

    def _write(self, message: Message, stop: Stop) -> Iterator[ChatEvent]:
        yield Begun(message)
        yield Reading(1, 2, 0)
        text = message.text
        for word in ("one ", "two"):
            if not stop.is_set:
                text += word
                yield ReplyWrote(word, len(text), answer=word, tokens_per_second=10.0)
        status = Status.STOPPED if stop.is_set else Status.COMPLETE
        yield Ended(self._store.finish_reply(message.id, text, status, ReplyInfo()))

    def context_used(self, _conversation_id: int) -> tuple[int, int]:
        return 12, 8192


class World:
    def __init__(self, folder: Path) -> None:
        self.store = Store.open(folder / "test.sqlite3", folder / "backups")
        self.view = Notes()
        self.work = Steps()
        self.chat = Says(self.store)
        self.controller = ChatController(self.store, self.chat, self.view, self.work)  # type: ignore[arg-type]
        self.controller.reload()

    def said(self, text: str) -> None:
        self.controller.send(text)
        self.work.finish()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.store.close()


def test_the_text_leaves_the_composer_only_when_it_is_kept(world: World) -> None:
    world.controller.send("hello")
    assert world.view.kept == []
    assert world.controller.open_id is None
    world.work.step()
    assert world.view.kept == ["hello"]
    assert [message.text for message in world.controller.messages] == ["hello"]
    assert world.controller.conversation is not None
    assert world.controller.conversation.title == "hello"


def test_a_reply_grows_and_ends(world: World) -> None:
    world.controller.send("hello")
    world.work.step(2)
    writing = world.controller.writing
    assert writing is not None
    world.work.step()
    assert (writing.phase, writing.fraction) == (Phase.READING, 0.5)
    world.work.step()
    assert (writing.phase, writing.answer, writing.speed) == (Phase.WRITING, "one ", 10.0)
    world.work.finish()
    assert world.controller.writing is None
    assert world.controller.messages[-1].text == "one two"
    assert world.controller.context == (12, 8192)
    assert [message.id for message in world.view.ended] == [world.controller.messages[-1].id]


def test_a_text_that_could_not_be_kept_stays_and_is_told(world: World) -> None:
    world.chat.broken = True
    world.said("hello")
    assert world.view.kept == []
    assert [error.code for error in world.view.errors if isinstance(error, StoreError)] == [Code.DISK_FULL]
    assert world.controller.writing is None
    world.chat.broken = False
    world.said("hello")
    assert world.view.kept == ["hello"]


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_nothing_is_not_sent(world: World, text: str) -> None:
    world.said(text)
    assert world.store.conversations() == []


def test_one_reply_at_a_time(world: World) -> None:
    world.controller.send("hello")
    world.work.step(3)
    world.controller.send("again")
    world.controller.regenerate(world.controller.messages[0].id)
    world.work.finish()
    assert [message.text for message in world.controller.messages] == ["hello", "one two"]


def test_stop(world: World) -> None:
    world.controller.send("hello")
    world.work.step(4)
    world.controller.stop()
    world.work.finish()
    assert world.controller.messages[-1].status is Status.STOPPED
    world.controller.go_on(world.controller.messages[-1].id)
    world.work.finish()
    assert world.controller.messages[-1].text == "one one two"


def test_versions(world: World) -> None:
    world.said("hello")
    world.said("and then")
    first = world.controller.messages[1]
    world.controller.regenerate(first.id)
    world.work.step()
    assert len(world.controller.messages) == 2  # what followed belongs to the other version
    world.work.finish()
    second = world.controller.messages[1]
    assert (second.version, second.versions) == (2, 2)
    world.controller.step_version(second.id, -1)
    assert [message.text for message in world.controller.messages] == ["hello", "one two", "and then", "one two"]
    world.controller.step_version(first.id, -1)
    assert world.controller.messages[1].id == first.id


def test_a_reply_goes_on_behind_another_conversation(world: World) -> None:
    world.said("first")
    other = world.controller.open_id
    world.controller.open(None)
    world.controller.send("second")
    world.work.step(3)
    mine = world.controller.open_id
    world.controller.open(other)
    assert world.controller.writing is None
    assert [message.text for message in world.controller.messages] == ["first", "one two"]
    world.work.step(1)
    world.controller.open(mine)
    assert world.controller.writing is not None
    assert world.controller.writing.answer == "one "
    world.controller.open(other)
    world.work.finish()
    assert [message.text for message in world.controller.messages] == ["first", "one two"]
    world.controller.open(mine)
    assert world.controller.messages[-1].text == "one two"


def test_a_new_conversation_opened_while_another_begins_stays_open(world: World) -> None:
    world.controller.send("first")
    world.work.step()
    first = world.controller.open_id
    world.controller.open(None)
    world.work.finish()
    assert world.controller.open_id is None
    assert world.controller.messages == []
    assert [known.id for known in world.controller.conversations] == [first]


def test_delete_opens_the_neighbour_and_restore_comes_back(world: World) -> None:
    world.said("first")
    world.controller.open(None)
    world.said("second")
    second = world.controller.open_id
    assert second is not None
    world.controller.delete(second)
    assert [gone.id for gone in world.view.gone] == [second]
    assert world.controller.messages[0].text == "first"
    world.controller.restore(second)
    assert world.controller.open_id == second
    assert len(world.controller.conversations) == 2


def test_deleting_a_conversation_stops_its_reply(world: World) -> None:
    world.controller.send("hello")
    world.work.step(4)
    writing = world.controller.writing
    assert writing is not None
    assert writing.conversation_id is not None
    world.controller.delete(writing.conversation_id)
    assert writing.stop.is_set
    world.work.finish()
    assert world.controller.open_id is None


def test_an_empty_title_changes_nothing(world: World) -> None:
    world.said("hello")
    assert world.controller.open_id is not None
    world.controller.rename(world.controller.open_id, "  \n ")
    assert world.controller.conversation is not None
    assert world.controller.conversation.title == "hello"
    world.controller.rename(world.controller.open_id, " A  title\n")
    assert world.controller.conversation.title == "A title"


def test_close_stops_everything(world: World) -> None:
    world.controller.send("hello")
    world.work.step(3)
    writing = world.controller.writing
    assert writing is not None
    world.controller.close()
    assert writing.stop.is_set
