"""`lamplight write`: go on with a text; nothing is kept."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Code, DocumentError, LamplightError
from desktop.base.i18n import translate
from desktop.cli.terminal import Terminal

if TYPE_CHECKING:
    from desktop.features.services import Services
    from desktop.features.story.writing.plain_text import Done
    from desktop.store.stories.records import StorySettings

_WORDS = 150
MOST_WORDS = 20_000
_MOST_STYLE = 200_000  # characters of a style sample that are looked at


def add(commands: Any) -> None:
    """Declare the command."""
    from desktop.base.settings import SEED
    from desktop.cli.arguments import _of

    parser = commands.add_parser(
        "write",
        help=translate("CommandLine", "go on with a text"),
        description=translate(
            "CommandLine",
            "Go on with a text, as the story desk does at the caret; only what is new is written. Nothing is kept.\n"
            "--json prints an object with text, words, language, model, seed, prompt_tokens, completion_tokens,\n"
            "first_token_seconds, tokens_per_second, stop_reason and left_out (characters that were not read).",
        ),
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
    option("--model", metavar="NAME|PATH", help=translate("CommandLine", "a model of the list, or a GGUF file"))
    option("--seed", type=_of(SEED), metavar="N", help=translate("CommandLine", "the same seed gives the same text"))
    option("--json", action="store_true", help=translate("CommandLine", "print one JSON object when it is complete"))
    parser.set_defaults(run=run, parser=parser)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Go on with the text and return the exit status. Raises LamplightError."""
    from desktop.cli.arguments import clean
    from desktop.cli.ask import choose_model
    from desktop.cli.interrupt import follow
    from desktop.features.generation.stop import Stop
    from desktop.features.story.context.model_session import StoryModel
    from desktop.features.story.writing.plain_text import write_on
    from desktop.store.stories.records import StorySettings

    text = _text(arguments)
    style = _file(Path(arguments.style))[:_MOST_STYLE] if arguments.style else ""
    settings: StorySettings = StorySettings(
        preset=arguments.preset, banned=tuple(map(clean, arguments.ban)), style_sample=style
    )
    choose_model(arguments.model, services)
    story_model = StoryModel(services.model_manager, services.paths.config / "prompts" / "story")
    stop, follower = Stop(), _Follower(terminal, streaming=not arguments.json)
    seed = arguments.seed if arguments.seed is not None and arguments.seed >= 0 else None
    try:
        presses = follow(
            lambda: write_on(story_model, text, settings, stop, words=arguments.words, seed=seed), stop, follower.take
        )
    except LamplightError as error:
        if error.code is Code.CANCELLED:  # while the model was loaded
            return 130
        raise
    return _conclude(follower, services, terminal, arguments.json, presses > 0)


def words(text: str) -> int:
    """A number of words that can be wished for."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= MOST_WORDS:
        raise argparse.ArgumentTypeError(
            translate("CommandLine", "a number from {least} to {most}").format(least=1, most=MOST_WORDS)
        )
    return number


def _text(arguments: argparse.Namespace) -> str:
    from desktop.formats.encoding import MOST_BYTES, decode

    given: str | None = arguments.file
    if given == "-" or (given is None and not sys.stdin.isatty()):
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise _too_large(translate("CommandLine", "the input"), len(data))
        text = decode(data, translate("CommandLine", "the input")).text
    elif given is None:
        text = ""
    else:
        text = _file(Path(given))
    if not text.strip():
        arguments.parser.error(translate("CommandLine", "there is no text"))
    # The last line end is the file's, not the text's: a paragraph that goes on has none.
    return text[:-1] if text.endswith("\n") and not text.endswith("\n\n") else text


def _file(path: Path) -> str:
    """A text file's text. Raises DocumentError: missing, unreadable, too large, binary."""
    from desktop.formats.encoding import MOST_BYTES, decode

    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _too_large(str(path), size)
        data = path.read_bytes()
    except (FileNotFoundError, ValueError) as error:
        raise DocumentError(Code.DOCUMENT_MISSING, path=str(path)) from error
    except OSError as error:
        raise DocumentError(Code.DOCUMENT_UNREADABLE, path=str(path), cause=str(error)) from error
    return decode(data, str(path)).text


def _too_large(path: str, size: int) -> DocumentError:
    from desktop.formats.encoding import MOST_BYTES

    return DocumentError(Code.STORY_TOO_LARGE, path=path, size=size >> 20, limit=MOST_BYTES >> 20)


class _Follower:
    """Shows what comes, and keeps the end."""

    def __init__(self, terminal: Terminal, streaming: bool) -> None:
        self._terminal = terminal
        self._streaming = streaming
        self._begun = False
        self.done: Done | None = None

    def take(self, event: object) -> None:
        from desktop.cli.ask import loading_text, reading_text
        from desktop.features.story.context.events import Loading, Reading
        from desktop.features.story.writing.plain_text import Done, Piece

        match event:
            case Loading():
                self._terminal.status(loading_text(event.fraction))
            case Reading():
                self._terminal.status(reading_text(event.done, event.total))
            case Piece() if self._streaming:
                self._terminal.write(event.text if self._begun else event.text.lstrip(" "))
                self._begun = True
            case Done():
                self.done = event


def _conclude(follower: _Follower, services: Services, terminal: Terminal, as_json: bool, pressed: bool) -> int:
    from desktop.engine.protocol.outcome import Ending

    terminal.status("")
    if not as_json:
        terminal.end_line()
    done = follower.done
    model = services.model_manager.model
    if done is None:
        return 130
    outcome = done.finished.outcome
    if outcome.ending in (Ending.FAILED, Ending.DIED) or (outcome.ending is Ending.CONTEXT_FULL and not done.text):
        raise LamplightError(
            Code(outcome.code or (Code.CONTEXT_FULL if outcome.ending is Ending.CONTEXT_FULL else Code.ENGINE_FAILED)),
            path=str(model.path) if model else "",
            cause=outcome.cause,
            signal=outcome.signal,
            exit_code=outcome.exit_code,
        )
    if as_json and (done.text or done.complete):
        terminal.print_json(_as_json(done, model.key if model else ""))
    if pressed and not done.complete:
        return 130
    if not done.complete and not as_json:
        terminal.note(translate("CommandLine", "(cut: --words allows more, and the same command goes on)"))
    return 0


def _as_json(done: Done, model: str) -> str:
    from desktop.features.story.writing.plain_text import language_of
    from desktop.store.stories.word_count import count

    finished, language = done.finished, language_of(done.text)
    return json.dumps(
        {
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
        },
        ensure_ascii=(sys.stdout.encoding or "").lower().replace("-", "") != "utf8",
    )
