"""`lamplight ask --conversation ID`: one more question in a kept conversation; question and answer are kept too."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Code, LamplightError
from desktop.base.settings import MAX_TOKENS
from desktop.cli.ask import cut_text, loading_text, read_attached, reading_text
from desktop.cli.terminal import Terminal

if TYPE_CHECKING:
    from desktop.features.chat.chat import ChatEvent
    from desktop.features.services import Services
    from desktop.store import Message


def run(question: str, arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Answer and return the exit status. Raises LamplightError."""
    from desktop.cli.arguments import clean
    from desktop.cli.interrupt import follow
    from desktop.cli.recovery import open_store
    from desktop.features.generation.stop import Stop
    from desktop.store.conversations.attachments import Attachments

    open_store(services, terminal)
    store, chat = services.open_store(), services.chat
    store.conversation(arguments.conversation)  # an unknown one is said before the model is loaded
    if arguments.system is not None:
        store.set_system_prompt(arguments.conversation, clean(arguments.system))
    stop, answer = Stop(), _Answer(terminal, streaming=not arguments.json)
    number = arguments.conversation
    documents = Attachments(store)
    attached = [documents.attach(number, document, pane="ask").id for document in read_attached(arguments.attach)]
    presses = follow(lambda: chat.send(question, number, stop, attached=attached), stop, answer.take)
    terminal.status("")
    if answer.message is None:
        return 130
    if arguments.json:
        model = services.model_manager.model
        terminal.print_json(_as_json(answer.message, model.key if model else ""))
    return _conclude(answer.message, services, terminal, pressed=presses > 0)


class _Answer:
    """The reply as it comes."""

    def __init__(self, terminal: Terminal, streaming: bool) -> None:
        self._terminal = terminal
        self._streaming = streaming
        self.message: Message | None = None

    def take(self, event: ChatEvent) -> None:
        from desktop.features.chat.chat import Ended, Loading, Reading, Wrote

        match event:
            case Loading():
                self._terminal.status(loading_text(event.fraction))
            case Reading():
                self._terminal.status(reading_text(event.done, event.total))
            case Wrote() if self._streaming:
                self._terminal.write(event.text)
            case Ended():
                self.message = event.message
                if self._streaming:
                    self._terminal.end_line()


def _conclude(message: Message, services: Services, terminal: Terminal, pressed: bool) -> int:
    from desktop.store import Status

    if pressed:
        return 130
    reply, model = message.reply, services.model_manager.model
    if message.status in (Status.FAILED, Status.INTERRUPTED):
        code = Code(reply.error_code) if reply and reply.error_code else Code.ENGINE_FAILED
        raise LamplightError(
            code, path=str(model.path) if model else "", cause=reply.error_cause if reply is not None else ""
        )
    if message.status is Status.CUT:
        terminal.note(cut_text(services.settings[MAX_TOKENS]))
    return 0


def _as_json(message: Message, model: str) -> str:
    reply = message.reply
    values: dict[str, Any] = {"text": message.text, "model": model}
    if reply is not None:
        values |= {
            "prompt_tokens": reply.prompt_tokens,
            "completion_tokens": reply.completion_tokens,
            "first_token_seconds": round(reply.first_token_seconds, 4),
            "tokens_per_second": round(reply.tokens_per_second, 2),
            "stop_reason": reply.ending,
        }
    values |= {"conversation": message.conversation_id, "message": message.id}
    return json.dumps(values, ensure_ascii=(sys.stdout.encoding or "").lower().replace("-", "") != "utf8")
