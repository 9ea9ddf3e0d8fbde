"""`lamplight write`: go on with a text; nothing is kept."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import translate
from desktop.cli.options import (
    Parser,
    add_anyway_option,
    add_json_result_option,
    add_model_option,
    add_seed_option,
    clean,
    number_between,
)
from desktop.cli.progress import INTERRUPTED, Follower, choose_model, failure, model_key
from desktop.cli.terminal import Terminal
from desktop.cli.text_input import is_input, read_file, read_input

if TYPE_CHECKING:
    from desktop.features.services import Services
    from desktop.features.story.writing.plain_text import Done
    from desktop.store.stories.records import StorySettings

_WORDS = 150
MOST_WORDS = 20_000
words = number_between(1, MOST_WORDS)
_MOST_STYLE = 200_000  # characters of a style sample that are looked at


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.description = translate(
        "CommandLine",
        "Go on with a text, as the story desk does at the caret; only what is new is written. Nothing is kept.\n"
        "--json prints an object with text, words, language, model, seed, prompt_tokens, completion_tokens,\n"
        "first_token_seconds, tokens_per_second, stop_reason and left_out (characters that were not read).",
    )
    parser.arguments.add_argument(
        "file",
        metavar="FILE|-",
        nargs="?",
        help=translate("CommandLine", "a text file; - or a pipe reads the standard input"),
    )
    option = parser.options.add_argument
    option(
        "--words",
        type=words,
        default=_WORDS,
        metavar="N",
        help=translate("CommandLine", "about so many words, characters of Chinese; it ends with a sentence"),
    )
    option("--style", metavar="FILE", help=translate("CommandLine", "a page whose style is followed"))
    option(
        "--preset",
        choices=("balanced", "wild", "careful"),
        default="balanced",
        help=translate("CommandLine", "how freely it is written"),
    )
    option(
        "--ban",
        action="append",
        default=[],
        metavar="PHRASE",
        help=translate("CommandLine", "a word or phrase never to be written; may be given again"),
    )
    add_model_option(parser)
    add_anyway_option(parser)
    add_seed_option(parser)
    add_json_result_option(parser)
    parser.set_defaults(run=run, parser=parser)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Go on with the text and return the exit status. Raises LamplightError."""
    text = _text(arguments, terminal)
    settings = _settings(arguments)
    choose_model(arguments.model, services, terminal, prose=True, anyway=arguments.anyway)
    follower = Follower(terminal, streaming=not arguments.json)
    done = _follow(follower, text, settings, arguments, services)
    follower.say_moved(services.prose_manager)
    if done is None:
        return INTERRUPTED
    if arguments.json and (done.text or done.complete):
        terminal.print_json(_facts(done, model_key(services)))
    if follower.stopped and not done.complete:
        return INTERRUPTED
    follower.raise_failure()
    if not done.complete and not arguments.json:
        terminal.note(translate("CommandLine", "(cut: --words allows more, and the same command goes on)"))
    return 0


def _text(arguments: argparse.Namespace, terminal: Terminal) -> str:
    if is_input(arguments.file, terminal):
        text = read_input(terminal)
    else:
        text = read_file(Path(arguments.file)) if arguments.file is not None else ""
    if not text.strip():
        arguments.parser.error(translate("CommandLine", "there is no text"))
    # The last line end is the file's, not the text's: a paragraph that goes on has none.
    return text[:-1] if text.endswith("\n") and not text.endswith("\n\n") else text


def _settings(arguments: argparse.Namespace) -> StorySettings:
    from desktop.store.stories.records import StorySettings

    style = read_file(Path(arguments.style))[:_MOST_STYLE] if arguments.style else ""
    return StorySettings(preset=arguments.preset, banned=tuple(map(clean, arguments.ban)), style_sample=style)


def _follow(
    follower: Follower, text: str, settings: StorySettings, arguments: argparse.Namespace, services: Services
) -> Done | None:
    """What was written; None where it was stopped before there was any."""
    from desktop.features.story.context.events import Loading, Reading
    from desktop.features.story.context.model_session import StoryModel
    from desktop.features.story.writing.plain_text import Done, Piece, write_on

    story_model = StoryModel(services.prose_manager, services.paths.config / "prompts" / "story")
    seed = arguments.seed if arguments.seed is not None and arguments.seed >= 0 else None
    done: Done | None = None

    def take(event: object) -> None:
        nonlocal done
        match event:
            case Loading():
                follower.loading(event.fraction)
            case Reading():
                follower.reading(event.done, event.total)
            case Piece():
                follower.wrote(event.text if follower.text else event.text.lstrip(" "))
            case Done():
                done = event
                follower.failed(failure(event.finished.outcome, event.text, services))

    follower.run(lambda stop: write_on(story_model, text, settings, stop, words=arguments.words, seed=seed), take)
    return done


def _facts(done: Done, model: str) -> dict[str, Any]:
    from desktop.features.story.writing.plain_text import language_of
    from desktop.store.stories.word_count import count

    finished, language = done.finished, language_of(done.text)
    return {
        "text": done.text,
        "words": count(done.text, language),
        "language": language,
        "model": model,
        "seed": done.seed,
        "prompt_tokens": done.sent.used,
        "completion_tokens": finished.completion_tokens,
        "first_token_seconds": round(finished.first_token_seconds, 4),
        "tokens_per_second": round(finished.tokens_per_second, 2),
        "stop_reason": "length" if done.complete and not finished.outcome.complete else finished.outcome.ending,
        "left_out": done.sent.left_out_text,
    }
