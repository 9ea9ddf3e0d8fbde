"""`lamplight ask --conversation ID`: one more question in a kept conversation; question and answer are kept too."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from desktop.base.settings import MAX_TOKENS
from desktop.cli.options import clean
from desktop.cli.progress import INTERRUPTED, Follower, cut_text
from desktop.cli.recovery import open_store
from desktop.cli.replies import as_json, failure_of
from desktop.cli.terminal import Terminal

if TYPE_CHECKING:
    from desktop.features.chat.chat import ChatEvent
    from desktop.features.services import Services
    from desktop.store import Message
    from desktop.store.attachments.records import Attachment


def run(
    question: str, attached: list[Attachment], arguments: argparse.Namespace, services: Services, terminal: Terminal
) -> int:
    """Answer and return the exit status. Raises LamplightError."""
    from desktop.store import Status
    from desktop.store.attachments.attachments import Attachments

    open_store(services, terminal)
    store, number = services.open_store(), arguments.conversation
    store.conversation(number)  # an unknown one is said before the model is loaded
    if arguments.system is not None:
        store.set_system_prompt(number, clean(arguments.system))
    documents = Attachments(store.database)
    ids = [documents.attach(number, document, pane="ask").id for document in attached]
    follower = Follower(terminal, streaming=not arguments.json)
    message = _follow(follower, question, ids, number, services)
    if message is None:
        return INTERRUPTED
    if arguments.json:
        terminal.print_json(as_json(message, services))
    if follower.stopped:
        return INTERRUPTED
    follower.raise_failure()
    if message.status is Status.CUT:
        terminal.note(cut_text(services.settings[MAX_TOKENS]))
    return 0


def _follow(
    follower: Follower, question: str, attached: list[int], conversation: int, services: Services
) -> Message | None:
    """The reply as it is kept; None where nothing came."""
    from desktop.features.chat.chat import Ended, Loading, Reading, Wrote

    message: Message | None = None

    def take(event: ChatEvent) -> None:
        nonlocal message
        match event:
            case Loading():
                follower.loading(event.fraction)
            case Reading():
                follower.reading(event.done, event.total)
            case Wrote():
                follower.wrote(event.text)
            case Ended():
                message = event.message
                follower.failed(failure_of(event.message, services))

    follower.run(lambda stop: services.chat.send(question, conversation, stop, attached=attached), take)
    follower.say_moved(services.model_manager)
    return message
