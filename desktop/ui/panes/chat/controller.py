"""What the chat pane does, without a widget: which conversation is open, what is being written, what is kept.

The view is told what changed and reads it here. Everything slow goes through `work`, everything about the store in
order; callbacks arrive on the main thread, so nothing here needs a lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from desktop.ui.panes.chat.reply_progress import Writing
from desktop.ui.work import Work

if TYPE_CHECKING:
    from desktop.features.chat.chat import Chat, ChatEvent
    from desktop.features.chat.new_conversation import NewConversation
    from desktop.features.generation.stop import Stop
    from desktop.store import Conversation, Message, Store

T = TypeVar("T")


class ChatView(Protocol):
    """What the widgets do when something changed; they read the new state from the controller."""

    def list_changed(self) -> None: ...
    def conversation_changed(self) -> None: ...
    def messages_changed(self, *, fresh: bool) -> None: ...
    def writing_changed(self) -> None: ...
    def reply_began(self) -> None: ...
    def reply_ended(self, message: Message) -> None: ...
    def context_changed(self) -> None: ...
    def text_kept(self, text: str) -> None: ...
    def deleted(self, conversation: Conversation) -> None: ...
    def failed(self, error: Exception) -> None: ...


class ChatController:
    """One window's chat. `open_id` is None for a conversation that has no message yet."""

    def __init__(self, store: Store, chat: Chat, view: ChatView, work: Work) -> None:
        self._store = store
        self._chat = chat
        self._view = view
        self._work = work
        self.conversations: list[Conversation] = []
        self.listed = False
        self.open_id: int | None = None
        self.messages: list[Message] = []
        self.context: tuple[int, int] = (0, 0)
        self.left_out = 0  # messages the last reply had no room for
        self.drafts: dict[int | None, str] = {}
        self._writings: list[Writing] = []
        self._aside: Conversation | None = None  # the open one where it isn't listed: it is archived

    # -- what is so ------------------------------------------------------------------------------------------------

    @property
    def conversation(self) -> Conversation | None:
        """The open conversation."""
        known = (*self.conversations, self._aside) if self._aside is not None else self.conversations
        return next((each for each in known if each.id == self.open_id), None)

    @property
    def in_trash(self) -> bool:
        """Whether the open conversation is in the trash: it can be read, and nothing more."""
        return self.conversation is not None and self.conversation.trashed is not None

    @property
    def writing(self) -> Writing | None:
        """The reply under way in the open conversation."""
        return self.writing_in(self.open_id)

    def writing_in(self, conversation_id: int | None) -> Writing | None:
        return next((known for known in self._writings if known.conversation_id == conversation_id), None)

    # -- the list --------------------------------------------------------------------------------------------------

    def reload(self, then: Callable[[], object] | None = None) -> None:
        """Read the list of conversations."""

        def take(found: list[Conversation]) -> None:
            self.conversations = found
            self.listed = True
            self._view.list_changed()
            if then is not None:
                then()

        self._work.run(lambda: self._store.conversations("chat"), take)

    def open(self, conversation_id: int | None) -> None:
        """Show another conversation, or a new one (None). What is being written goes on."""
        if conversation_id == self.open_id and (self.messages or conversation_id is None):
            return
        self.open_id = conversation_id
        self.messages = []
        self.context = (0, self.context[1])
        self.left_out = 0
        self._view.conversation_changed()
        if conversation_id is None:
            self._view.messages_changed(fresh=True)
            self.read_context()
        else:
            self._read_path(conversation_id, fresh=True)

    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation the person's title; an empty one changes nothing."""
        title = " ".join(title.split())
        if title:
            self._work.run(lambda: self._store.rename(conversation_id, title), lambda _: self._list_and_title())

    def delete(self, conversation_id: int) -> None:
        """Move a conversation to the trash; the view offers to take it back."""
        conversation = next((known for known in self.conversations if known.id == conversation_id), None)
        if conversation is None:
            return
        writing = self.writing_in(conversation_id)
        if writing is not None:
            writing.stop.set()
        if conversation_id == self.open_id:
            self.open(self._neighbour(conversation_id))
        self._work.run(lambda: self._store.trash(conversation_id), lambda _: self._deleted(conversation))

    def restore(self, conversation_id: int) -> None:
        """Take a conversation back from the trash and open it."""
        self._work.run(
            lambda: self._store.restore(conversation_id), lambda _: self.reload(lambda: self.open(conversation_id))
        )

    # -- writing ---------------------------------------------------------------------------------------------------

    def send(self, text: str, *, attached: Sequence[int] = (), begin: NewConversation | None = None) -> None:
        """Keep the person's message and have it answered. The text stays in the composer until it is on disk.

        `attached` goes with it; `begin` is how a new conversation begins.
        """
        if not (text.strip() or attached) or self.writing is not None or self.in_trash:
            return
        to = self.open_id
        self._write(
            Writing(to, sent=text), lambda stop: self._chat.send(text, to, stop, attached=attached, begin=begin)
        )

    def regenerate(self, message_id: int) -> None:
        """Have another version of a reply written, or the reply a message never got."""
        if self.writing is None:
            self._write(Writing(self.open_id), lambda stop: self._chat.regenerate(message_id, stop))

    def go_on(self, message_id: int) -> None:
        """Have a reply continued where it ends."""
        if self.writing is None:
            self._write(Writing(self.open_id), lambda stop: self._chat.continue_reply(message_id, stop))

    def stop(self) -> None:
        """Stop the reply under way in the open conversation."""
        if self.writing is not None:
            self.writing.stop.set()

    def step_version(self, message_id: int, step: int, then: Callable[[Message], object] | None = None) -> None:
        """Show the version before (-1) or after (1) a message, and what follows it."""

        def switch() -> Message:
            siblings = self._store.siblings(message_id)
            at = next(number for number, one in enumerate(siblings) if one.id == message_id) + step
            if 0 <= at < len(siblings):
                self._store.activate(siblings[at].id)
            return siblings[max(0, min(at, len(siblings) - 1))]

        self.change(switch, then)

    def reread(self) -> None:
        """Read the messages of the open conversation again: another version of one is to be shown."""
        if self.open_id is not None:
            self._read_path(self.open_id, fresh=False)

    def change(self, func: Callable[[], T], then: Callable[[T], object] | None = None) -> None:
        """Change the open conversation's tree, show what it is now, then call `then`. Not while a reply is written."""
        conversation_id = self.open_id
        if conversation_id is None or self.writing is not None:
            return

        def work() -> tuple[T, list[Message]]:
            return func(), self._store.path(conversation_id)

        def show(found: tuple[T, list[Message]]) -> None:
            self._show_path(conversation_id, found[1], fresh=False)
            self.reload()
            if then is not None and conversation_id == self.open_id:
                then(found[0])

        self._work.run(work, show)

    def write(self, make: Callable[[Stop], Iterator[ChatEvent]]) -> None:
        """Have a version of a reply in the open conversation written."""
        if self.writing is None and self.open_id is not None:
            self._write(Writing(self.open_id), make)

    def close(self) -> None:
        """Stop everything under way; what was written is kept by the chat."""
        for writing in self._writings:
            writing.stop.set()

    def read_context(self) -> None:
        """Ask again how full the context is: the model changed."""
        conversation_id = self.open_id

        def take(found: tuple[int, int]) -> None:
            if conversation_id == self.open_id:
                self.context = found
                self._view.context_changed()

        if conversation_id is None:
            self._view.context_changed()
        else:
            self._work.run(lambda: self._chat.context_used(conversation_id), take)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _write(self, writing: Writing, make: Callable[[Any], Iterator[ChatEvent]]) -> None:
        self._writings.append(writing)
        self._view.writing_changed()
        self._work.stream(
            lambda: make(writing.stop),
            lambda event: self._take(writing, event),
            failed=lambda error: self._failed(writing, error),
        )

    def _take(self, writing: Writing, event: ChatEvent) -> None:
        from desktop.features.chat.chat import (  # with all that writes a reply: not before there is one
            Begun,
            Ended,
            Kept,
        )

        here = writing.conversation_id == self.open_id
        writing.take(event)
        match event:
            case Kept(conversation, message, greeting):
                if here and greeting is not None:
                    self.messages = [greeting]
                self._kept(writing, conversation, message, here=here)
            case Begun(message):
                if here:
                    self._place(message)
                    self._view.writing_changed()
                    self._view.reply_began()
            case Ended(message):
                self._ended(writing, message, here=here)
            case _:
                if here:
                    self._show_context(writing)
                    self._view.writing_changed()

    def _show_context(self, writing: Writing) -> None:
        """The context fills while a reply is written."""
        if writing.read:
            self.context = (writing.read + writing.tokens, self.context[1])
            self.left_out = writing.left_out
            self._view.context_changed()

    def _kept(self, writing: Writing, conversation: Conversation, message: Message, *, here: bool) -> None:
        new = writing.conversation_id is None
        if new:
            writing.conversation_id = conversation.id
            self.conversations.insert(0, conversation)
            self._view.list_changed()
        else:
            self.reload()
        if self.drafts.get(None if new else conversation.id) == writing.sent:
            self.drafts.pop(None if new else conversation.id)
        if here:
            self.open_id = conversation.id
            self._view.text_kept(writing.sent)
            if new:
                self._view.conversation_changed()
            self._place(message)
        writing.sent = ""

    def _ended(self, writing: Writing, message: Message, *, here: bool) -> None:
        self._writings.remove(writing)
        if here:
            self._place(message)
            self._view.writing_changed()
            self._view.reply_ended(message)
            self.read_context()
        self.reload()

    def _failed(self, writing: Writing, error: Exception) -> None:
        if writing in self._writings:
            self._writings.remove(writing)
        self._view.failed(error)
        self._view.writing_changed()
        if writing.conversation_id == self.open_id and self.open_id is not None:
            self._read_path(self.open_id, fresh=False)

    def _place(self, message: Message) -> None:
        """Put a message where it stands in the path; a new version takes the place of the one before and the rest."""
        for at, known in enumerate(self.messages):
            if known.id == message.id:
                self.messages[at] = message
                break
            if known.parent_id == message.parent_id:
                self.messages[at:] = [message]
                break
        else:
            self.messages.append(message)
        self._view.messages_changed(fresh=False)

    def _read_path(self, conversation_id: int, *, fresh: bool) -> None:
        listed = self.conversation is not None

        def read() -> tuple[Conversation | None, list[Message]]:
            return None if listed else self._store.conversation(conversation_id), self._store.path(conversation_id)

        def take(found: tuple[Conversation | None, list[Message]]) -> None:
            aside, path = found
            if aside is not None and conversation_id == self.open_id:
                self._aside = aside
                self._view.conversation_changed()
            self._show_path(conversation_id, path, fresh=fresh)

        self._work.run(read, take)
        self.read_context()

    def _show_path(self, conversation_id: int, path: list[Message], *, fresh: bool) -> None:
        if conversation_id == self.open_id:
            self.messages = list(path)
            self._view.messages_changed(fresh=fresh)
            self._view.writing_changed()

    def _list_and_title(self) -> None:
        self.reload(self._view.conversation_changed)

    def _deleted(self, conversation: Conversation) -> None:
        self.reload()
        self._view.deleted(conversation)

    def _neighbour(self, conversation_id: int) -> int | None:
        """The conversation below, or above when it was the last."""
        ids = [known.id for known in self.conversations]
        at = ids.index(conversation_id)
        left = ids[:at] + ids[at + 1 :]
        return left[min(at, len(left) - 1)] if left else None
