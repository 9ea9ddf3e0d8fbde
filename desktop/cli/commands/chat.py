"""`lamplight chat`: a conversation in the terminal, kept like any other.

Ctrl-C stops a reply; a second one, or one at the prompt, leaves. Without a terminal every line of the input is a
message, and only the replies go to stdout: as text, or as JSON Lines.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from desktop.base.error_text import told
from desktop.base.i18n import translate
from desktop.base.settings import MAX_TOKENS, SYSTEM_PROMPT
from desktop.cli.options import (
    Parser,
    add_generation_options,
    add_json_option,
    apply_generation_options,
    clean,
)
from desktop.cli.progress import INTERRUPTED, Follower, choose_model, cut_text, model_path
from desktop.cli.recovery import open_store
from desktop.cli.replies import as_json
from desktop.cli.terminal import Terminal
from desktop.cli.text_input import input_lines
from desktop.store import Status

if TYPE_CHECKING:
    from desktop.engine.protocol.devices import Attempt
    from desktop.features.chat.chat import ChatEvent
    from desktop.features.generation.stop import Stop
    from desktop.features.services import Services
    from desktop.store import Message

_COMMAND = re.compile(r"/[a-z]+")
_PROMPT = "› "


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.description = translate(
        "CommandLine", "Have a conversation in the terminal; it is kept, and the window has it too."
    )
    add_generation_options(parser)
    parser.options.add_argument(
        "--conversation", type=int, metavar="ID", help=translate("CommandLine", "go on with this conversation")
    )
    add_json_option(parser, translate("CommandLine", "print one JSON object, on a line of its own, for each reply"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Talk until the input ends and return the exit status. Raises LamplightError."""
    open_store(services, terminal)
    apply_generation_options(arguments, services.settings)
    choose_model(arguments.model, services, terminal, anyway=arguments.anyway)
    session = _Session(services, terminal, arguments.conversation, as_json=arguments.json)
    if arguments.conversation is not None:
        session.show_all()
    if arguments.system is not None:
        session.instruct(clean(arguments.system))
    services.model_manager.engine()  # loads while the first message is typed
    return session.talk()


class _Session:
    """One conversation at a time, begun by its first message."""

    def __init__(
        self, services: Services, terminal: Terminal, conversation: int | None, *, as_json: bool = False
    ) -> None:
        self._services = services
        self._terminal = terminal
        self._chat = services.chat
        self._store = services.open_store()
        self._conversation = conversation
        self._as_json = as_json
        self._said = False
        self._failed = False
        self._moved: tuple[Attempt, ...] = ()  # what was said of the graphics card
        self._lines = input_lines(terminal)
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
        messages = self._store.path(self._conversation)
        for message in messages if not self._as_json else []:
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
                return INTERRUPTED

    def _read(self) -> str:
        if self._terminal.interactive:
            try:
                return self._terminal.ask(_PROMPT)
            except (EOFError, KeyboardInterrupt):
                self._terminal.note("")
                raise
        line = next(self._lines, None)
        if line is None:
            raise EOFError
        return line

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
        from desktop.features.chat.chat import Ended, Kept, Loading, Reading, Wrote

        follower = Follower(self._terminal, streaming=not self._as_json)
        ended: Message | None = None

        def take(event: ChatEvent) -> None:
            nonlocal ended
            match event:
                case Kept():
                    self._conversation, self._said = event.conversation.id, True
                case Loading():
                    follower.loading(event.fraction)
                case Reading():
                    follower.reading(event.done, event.total)
                case Wrote():
                    follower.wrote(event.text)
                case Ended():
                    ended = event.message

        follower.run(reply, take)
        self._moved = follower.say_moved(self._services.model_manager, self._moved)
        if ended is not None:
            if self._as_json:
                self._terminal.print_json(as_json(ended, self._services))
            self._remark(ended)
        return follower.presses

    def _remark(self, message: Message) -> None:
        """Say how a reply ended where it isn't as the model wanted it."""
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
                    details = {"cause": reply.error_cause, "path": model_path(self._services)}
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
        last = self._last()
        if last is None or last.role != "assistant" or last.status in (Status.COMPLETE, Status.WRITING):
            self._terminal.note(translate("CommandLine", "There is nothing to continue."))
            return 0
        if not self._as_json:
            self._terminal.write(last.text)
        return self._follow(lambda stop: self._chat.continue_reply(last.id, stop))

    def _last(self) -> Message | None:
        path = self._store.path(self._conversation) if self._conversation is not None else []
        if not path:
            self._terminal.note(translate("CommandLine", "Nothing was said yet."))
            return None
        return path[-1]
