"""`lamplight ask`: one question, one answer, nothing kept unless it goes on with a conversation (`ask_on`)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.base.i18n import translate
from desktop.base.settings import MAX_TOKENS, MODEL, SYSTEM_PROMPT
from desktop.cli.terminal import Terminal, read_input

if TYPE_CHECKING:
    from desktop.engine.protocol.messages import Event, Finished, Generate
    from desktop.features.generation.stop import Stop
    from desktop.features.services import Services
    from desktop.store.conversations.attachment_rows import Attachment


def add(commands: Any) -> None:
    """Declare the command."""
    from desktop.cli.arguments import add_generation_options

    parser = commands.add_parser(
        "ask",
        help=translate("CommandLine", "ask one question"),
        description=translate(
            "CommandLine",
            "Ask one question; the answer is written as it comes, and not kept unless it goes on with a conversation.",
        ),
    )
    parser.arguments.add_argument(
        "text",
        metavar="TEXT",
        nargs="?",
        help=translate("CommandLine", "the question; - or a pipe reads it from the standard input"),
    )
    add_generation_options(parser)
    parser.options.add_argument(
        "--conversation",
        type=int,
        metavar="ID",
        help=translate("CommandLine", "go on with this conversation, and keep question and answer"),
    )
    parser.options.add_argument(
        "--attach",
        action="append",
        default=[],
        metavar="FILE",
        help=translate("CommandLine", "a document to be read with the question; may be given several times"),
    )
    parser.options.add_argument(
        "--json",
        action="store_true",
        help=translate("CommandLine", "print one JSON object when the answer is complete"),
    )
    parser.set_defaults(run=run, parser=parser)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Answer and return the exit status. Raises LamplightError."""
    from desktop.cli.arguments import apply_generation_options
    from desktop.cli.interrupt import follow
    from desktop.features.chat.attachments import with_attachments
    from desktop.features.generation.stop import Stop

    question = _question(arguments)
    apply_generation_options(arguments, services.settings)
    choose_model(arguments.model, services)
    if arguments.conversation is not None:
        from desktop.cli import ask_on

        return ask_on.run(question, arguments, services, terminal)
    stop = Stop()
    question = with_attachments(question, read_attached(arguments.attach))
    answer = _Answer(terminal, streaming=not arguments.json)
    presses = follow(lambda: _write(services, _request(services, question, arguments.system), stop), stop, answer.take)
    return _conclude(answer, services, terminal, pressed=presses > 0)


def choose_model(wanted: str | None, services: Services) -> None:
    """Use this model for this run. Raises ModelFileError where it isn't one, NO_MODEL where there is none at all."""
    if wanted is not None:
        services.settings.override(MODEL, str(services.library.find(wanted).path))
    elif services.library.default() is None:
        raise ModelFileError(Code.NO_MODEL)


def read_attached(names: list[str]) -> list[Attachment]:
    """The documents of `--attach`. Raises DocumentError."""
    from pathlib import Path

    from desktop.features.chat.attachments import read_document
    from desktop.store.conversations.attachment_rows import Attachment

    paths = [Path(name) for name in names]
    return [Attachment(path.name, read_document(path).text(), path=str(path.resolve())) for path in paths]


def _question(arguments: argparse.Namespace) -> str:
    from desktop.cli.arguments import clean

    text: str | None = arguments.text
    from_input = text == "-" or (text is None and not sys.stdin.isatty())
    question = read_input() if from_input else clean(text or "")
    if not question.strip():
        arguments.parser.error(translate("CommandLine", "there is no question"))
    return question


def _request(services: Services, question: str, system: str | None) -> Generate:
    from desktop.cli.arguments import clean
    from desktop.engine.protocol.messages import Generate, Message
    from desktop.features.generation.sampling import from_settings

    settings = services.settings
    instructions = settings[SYSTEM_PROMPT] if system is None else clean(system)
    turns = [Message("system", instructions)] if instructions else []
    return Generate(
        messages=(*turns, Message("user", question)),
        sampling=from_settings(settings),
        max_tokens=settings[MAX_TOKENS],
    )


def _write(services: Services, request: Generate, stop: Stop) -> Iterator[Event]:
    if stop.is_set:
        return
    call = services.model_manager.engine().generate(request)
    with stop.stopping(call.cancel):
        yield from call.events()


class _Answer:
    """What has come so far."""

    def __init__(self, terminal: Terminal, streaming: bool) -> None:
        self._terminal = terminal
        self._streaming = streaming
        self.text = ""
        self.finished: Finished | None = None

    def take(self, event: Event) -> None:
        from desktop.engine.protocol.messages import Delta, Finished, LoadProgress, PromptProgress

        match event:
            case LoadProgress():
                self._terminal.status(loading_text(event.fraction))
            case PromptProgress():
                self._terminal.status(reading_text(event.done, event.total))
            case Delta():
                self.text += event.text
                if self._streaming:
                    self._terminal.write(event.text)
            case Finished():
                self.finished = event


def loading_text(fraction: float) -> str:
    """The passing line while a model is read."""
    return translate("CommandLine", "Loading the model, {percent} %").format(percent=int(fraction * 100))


def reading_text(done: int, total: int) -> str:
    """The passing line while a long prompt is read; nothing for one that takes no time."""
    if done >= total or total < 512:
        return ""
    return translate("CommandLine", "Reading, {done} of {total} tokens").format(done=done, total=total)


def cut_text(limit: int) -> str:
    """What is said of a reply that the token limit ended."""
    return translate("CommandLine", "(cut at {limit} tokens; --max-tokens allows more)").format(limit=limit)


def _conclude(answer: _Answer, services: Services, terminal: Terminal, pressed: bool) -> int:
    from desktop.engine.protocol.outcome import Ending

    finished = answer.finished
    model = services.model_manager.model
    if finished is not None and not answer._streaming and (answer.text or finished.outcome.complete):
        terminal.print_json(_as_json(answer.text, finished, model.key if model else ""))
    if answer._streaming:
        terminal.end_line()
    terminal.status("")
    if pressed or finished is None:
        return 130
    ending, outcome = finished.outcome.ending, finished.outcome
    if ending in (Ending.FAILED, Ending.DIED) or (ending is Ending.CONTEXT_FULL and not answer.text):
        raise LamplightError(
            Code(outcome.code or (Code.CONTEXT_FULL if ending is Ending.CONTEXT_FULL else Code.ENGINE_FAILED)),
            path=str(model.path) if model else "",
            cause=outcome.cause,
            signal=outcome.signal,
            exit_code=outcome.exit_code,
        )
    if ending is Ending.LENGTH:
        terminal.note(cut_text(services.settings[MAX_TOKENS]))
    if ending is Ending.CONTEXT_FULL:
        terminal.note(translate("CommandLine", "(cut: the model's context is full)"))
    return 0


def _as_json(text: str, finished: Finished, model: str) -> str:
    return json.dumps(
        {
            "text": text,
            "model": model,
            "prompt_tokens": finished.prompt_tokens,
            "completion_tokens": finished.completion_tokens,
            "first_token_seconds": round(finished.first_token_seconds, 4),
            "tokens_per_second": round(finished.tokens_per_second, 2),
            "stop_reason": finished.outcome.ending,
        },
        ensure_ascii=(sys.stdout.encoding or "").lower().replace("-", "") != "utf8",
    )
