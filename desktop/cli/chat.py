"""`lamplight chat`: a conversation in the terminal, kept like any other.

Ctrl-C stops a reply; a second one, or one at the prompt, leaves. Without a terminal every line of the input is a
message, and only the replies go to stdout.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from desktop.base.error_text import told
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.base.settings import MAX_TOKENS, SYSTEM_PROMPT
from desktop.cli.ask import choose_model, cut_text, loading_text, reading_text
from desktop.cli.terminal import Terminal, decode

if TYPE_CHECKING:
    from desktop.features.chat.chat import ChatEvent
    from desktop.features.generation.stop import Stop
    from desktop.features.services import Services
    from desktop.store import Message

_COMMAND = re.compile(r"/[a-z]+")
_PROMPT = "› "


def add(commands: Any) -> None:
    """Declare the command."""
    from desktop.cli.arguments import add_generation_options

    parser = commands.add_parser(
        "chat",
        help=translate("CommandLine", "have a conversation in the terminal"),
        description=translate(
            "CommandLine", "Have a conversation in the terminal; it is kept, and the window has it too."
        ),
    )
    add_generation_options(parser)
    parser.options.add_argument(
        "--conversation", type=int, metavar="ID", help=translate("CommandLine", "go on with this conversation")
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Talk until the input ends and return the exit status. Raises LamplightError."""
    from desktop.cli.arguments import apply_generation_options, clean
    from desktop.cli.recovery import open_store

    open_store(services, terminal)
    apply_generation_options(arguments, services.settings)
    choose_model(arguments.model, services)
    session = _Session(services, terminal, arguments.conversation)
    if arguments.conversation is not None:
        session.show_all()
    if arguments.system is not None:
        session.instruct(clean(arguments.system))
    services.model_manager.engine()  # loads while the first message is typed
    return session.talk()


class _Session:
    """One conversation at a time, begun by its first message."""

    def __init__(self, services: Services, terminal: Terminal, conversation: int | None) -> None:
        self._services = services
        self._terminal = terminal
        self._chat = services.chat
        self._store = services.open_store()
        self._conversation = conversation
        self._said = False
        self._failed = False
        self._commands: dict[str, Callable[[], int | None]] = {
            "/help": self._help,
            "/new": self._new,
            "/again": self._again,
            "/continue": self._continue,
        }

    def talk(self) -> int:
        """Read and answer until the input ends; returns the exit status."""
        if self._terminal.interactive:
            self._terminal.note(translate("CommandLine", "/help lists what you can do. Ctrl-D leaves."))
            with suppress(ImportError):  # Windows has none
                import readline  # noqa: F401  (gives `input` its editing)
        try:
            return self._loop()
        finally:
            if self._said and self._terminal.interactive:
                kept = translate("CommandLine", "Kept. To go on: lamplight chat --conversation {id}")
                self._terminal.note(kept.format(id=self._conversation))

    def show_all(self) -> None:
        """What was said so far. Raises StoreError(CONVERSATION_UNKNOWN)."""
        assert self._conversation is not None
        for message in self._store.path(self._conversation):
            self._terminal.write((_PROMPT if message.role == "user" else "") + message.text)
            self._terminal.end_line()
            self._remark(message)

    def instruct(self, text: str) -> None:
        """Change the instructions of this conversation and of those begun in this run."""
        self._services.settings.override(SYSTEM_PROMPT, text)
        if self._conversation is not None:
            self._store.set_system_prompt(self._conversation, text)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _loop(self) -> int:
        while True:
            try:
                line = self._read()
            except EOFError:
                return 1 if self._failed and not self._terminal.interactive else 0
            if not line.strip():
                continue
            if self._do(line) > 1:
                return 130

    def _read(self) -> str:
        if self._terminal.interactive:
            try:
                return input(_PROMPT)
            except (EOFError, KeyboardInterrupt):
                self._terminal.note("")
                raise
        line = sys.stdin.buffer.readline()
        if not line:
            raise EOFError
        return decode(line).strip("\r\n")

    def _do(self, line: str) -> int:
        """Obey or answer a line; returns how often Ctrl-C was pressed."""
        if _COMMAND.fullmatch(line.strip()):
            command = self._commands.get(line.strip())
            if command is None:
                self._terminal.note(
                    translate("CommandLine", "There is no {name}; /help lists what there is.").format(name=line.strip())
                )
                return 0
            return command() or 0
        return self._follow(lambda stop: self._chat.send(line, self._conversation, stop))

    def _follow(self, reply: Callable[[Stop], Iterator[ChatEvent]]) -> int:
        from desktop.cli.interrupt import follow
        from desktop.features.generation.stop import Stop

        stop = Stop()
        try:
            return follow(lambda: reply(stop), stop, self._show)
        except LamplightError:
            self._terminal.end_line()
            raise

    def _show(self, event: ChatEvent) -> None:
        from desktop.features.chat.chat import Ended, Kept, Loading, Reading, Wrote

        match event:
            case Kept():
                self._conversation, self._said = event.conversation.id, True
            case Loading():
                self._terminal.status(loading_text(event.fraction))
            case Reading():
                self._terminal.status(reading_text(event.done, event.total))
            case Wrote():
                self._terminal.write(event.text)
            case Ended():
                self._terminal.end_line()
                self._remark(event.message)

    def _remark(self, message: Message) -> None:
        """Say how a reply ended where it isn't as the model wanted it."""
        from desktop.store import Status

        self._failed = message.status in (Status.FAILED, Status.INTERRUPTED)
        goes_on = translate("CommandLine", "/continue goes on.")
        match message.status:
            case Status.STOPPED:
                self._terminal.note(translate("CommandLine", "(stopped)") + " " + goes_on)
            case Status.CUT:
                self._terminal.note(cut_text(self._services.settings[MAX_TOKENS]) + " " + goes_on)
            case Status.INTERRUPTED | Status.FAILED:
                reply = message.reply
                if reply is not None and reply.error_code:
                    model = self._services.model_manager.model
                    details = {"cause": reply.error_cause, "path": str(model.path) if model else ""}
                    self._terminal.fail(str(told(reply.error_code, details)))
                self._terminal.note(translate("CommandLine", "(interrupted)") + " " + goes_on)
            case Status.WRITING:
                self._terminal.note(translate("CommandLine", "(still being written in another window)"))

    def _help(self) -> None:
        self._terminal.note(
            "\n".join(
                (
                    translate("CommandLine", "/new       begin another conversation"),
                    translate("CommandLine", "/again     write another reply to the last message"),
                    translate("CommandLine", "/continue  go on with a reply that was stopped or cut"),
                    translate("CommandLine", "Ctrl-C     stop the reply, or leave"),
                    translate("CommandLine", "Ctrl-D     leave"),
                )
            )
        )

    def _new(self) -> None:
        self._conversation, self._said = None, False

    def _again(self) -> int:
        last = self._last()
        return self._follow(lambda stop: self._chat.regenerate(last.id, stop)) if last else 0

    def _continue(self) -> int:
        from desktop.store import Status

        last = self._last()
        if last is None or last.role != "assistant" or last.status in (Status.COMPLETE, Status.WRITING):
            self._terminal.note(translate("CommandLine", "There is nothing to continue."))
            return 0
        self._terminal.write(last.text)
        return self._follow(lambda stop: self._chat.continue_reply(last.id, stop))

    def _last(self) -> Message | None:
        path = self._store.path(self._conversation) if self._conversation is not None else []
        if not path:
            self._terminal.note(translate("CommandLine", "Nothing was said yet."))
            return None
        return path[-1]
