"""`lamplight ask`: one question, one answer, nothing kept unless it goes on with a conversation."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import translate
from desktop.base.settings import MAX_TOKENS, SYSTEM_PROMPT
from desktop.cli.options import (
    Parser,
    add_generation_options,
    add_json_result_option,
    apply_generation_options,
    clean,
)
from desktop.cli.progress import INTERRUPTED, Follower, choose_model, cut_text, failure, model_key
from desktop.cli.terminal import Terminal
from desktop.cli.text_input import is_input, read_input

if TYPE_CHECKING:
    from desktop.engine.protocol.messages import Event, Finished, Generate
    from desktop.features.generation.stop import Stop
    from desktop.features.services import Services
    from desktop.store.attachments.records import Attachment

_MOST_QUESTION = 16 << 20  # bytes of a question that is piped in


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.description = translate(
        "CommandLine",
        "Ask one question; the answer is written as it comes, and not kept unless it goes on with a conversation.",
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
        "--adapter",
        action="append",
        default=[],
        metavar="FILE[=SCALE]",
        help=translate(
            "CommandLine",
            "an adapter for this answer, instead of those at work; may be given several times, “none” is none",
        ),
    )
    add_json_result_option(parser)
    parser.set_defaults(run=run, parser=parser)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Answer and return the exit status. Raises LamplightError."""
    question = _question(arguments, terminal)
    apply_generation_options(arguments, services.settings)
    choose_model(arguments.model, services, terminal, anyway=arguments.anyway)
    if arguments.adapter:
        from desktop.cli.commands.models.adapters import adapters_of

        adapters_of(arguments.adapter, services)
    attached = _attached(arguments.attach)
    if arguments.conversation is not None:
        from desktop.cli.commands import ask_conversation

        return ask_conversation.run(question, attached, arguments, services, terminal)
    return _answer(question, attached, arguments, services, terminal)


def _question(arguments: argparse.Namespace, terminal: Terminal) -> str:
    if is_input(arguments.text, terminal):
        question = read_input(terminal, _MOST_QUESTION)
    else:
        question = clean(arguments.text or "")
    if not question.strip():
        arguments.parser.error(translate("CommandLine", "there is no question"))
    return question


def _attached(names: list[str]) -> list[Attachment]:
    """The documents of `--attach`. Raises DocumentError."""
    if not names:
        return []  # what reads documents takes a while to import
    from desktop.features.chat.attachments import read_document
    from desktop.store.attachments.records import Attachment

    paths = [Path(name) for name in names]
    return [Attachment(path.name, read_document(path).text(), path=str(path.resolve())) for path in paths]


def _answer(
    question: str,
    attached: list[Attachment],
    arguments: argparse.Namespace,
    services: Services,
    terminal: Terminal,
) -> int:
    from desktop.engine.protocol.messages import Delta, Finished, LoadProgress, PromptProgress
    from desktop.engine.protocol.outcome import Ending

    if attached:
        from desktop.features.chat.attachments import with_attachments

        question = with_attachments(question, attached)
    request = _request(services, question, arguments.system)
    follower = Follower(terminal, streaming=not arguments.json)
    finished: Finished | None = None

    def take(event: Event) -> None:
        nonlocal finished
        match event:
            case LoadProgress():
                follower.loading(event.fraction)
            case PromptProgress():
                follower.reading(event.done, event.total)
            case Delta():
                follower.wrote(event.text)
            case Finished():
                finished = event
                follower.failed(failure(event.outcome, follower.text, services))

    follower.run(lambda stop: _write(services, request, stop), take)
    follower.say_moved(services.model_manager)
    if finished is None:
        return INTERRUPTED
    if arguments.json and (follower.text or finished.outcome.complete):
        facts = _facts(follower.text, finished, model_key(services))
        terminal.print_json(facts | _adapters(services))
    if follower.stopped:
        return INTERRUPTED
    follower.raise_failure()
    if finished.outcome.ending is Ending.LENGTH:
        terminal.note(cut_text(services.settings[MAX_TOKENS]))
    if finished.outcome.ending is Ending.CONTEXT_FULL:
        terminal.note(translate("CommandLine", "(cut: the model's context is full)"))
    return 0


def _request(services: Services, question: str, system: str | None) -> Generate:
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


def _adapters(services: Services) -> dict[str, Any]:
    """Those that worked; nothing where none did."""
    model = services.model_manager.model
    return services.model_manager.engines.adapters_for(model) if model is not None else {}


def _facts(text: str, finished: Finished, model: str) -> dict[str, Any]:
    return {
        "text": text,
        "model": model,
        "prompt_tokens": finished.prompt_tokens,
        "completion_tokens": finished.completion_tokens,
        "first_token_seconds": round(finished.first_token_seconds, 4),
        "tokens_per_second": round(finished.tokens_per_second, 2),
        "stop_reason": finished.outcome.ending,
    }
