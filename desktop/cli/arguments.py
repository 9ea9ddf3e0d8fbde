"""The parser, in the language of the interface. A command is a module of its own with `add` and `run`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import desktop
from desktop.base.error_text import sentence
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.base.settings import MAX_TOKENS, SEED, TEMPERATURE, Setting, Settings


class Formatter(argparse.RawDescriptionHelpFormatter):
    """argparse's own layout with our word for "usage"."""

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, translate("CommandLine", "usage: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser whose own words are translated too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": Formatter, "allow_abbrev": False, **options, "add_help": False})
        self.arguments = self.add_argument_group(translate("CommandLine", "arguments"))
        self.options = self.add_argument_group(translate("CommandLine", "options"))
        self.options.add_argument("-h", "--help", action="help", help=translate("CommandLine", "show this help"))

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


def parser() -> Parser:
    """All commands. The result of parsing has `run`, which is None where no command was given."""
    from desktop.cli import ask, bench, chat, chats, models, story, write
    from desktop.cli import translate as translate_command

    made = Parser(
        prog="lamplight",
        description=translate(
            "CommandLine", "Chat with a language model on your own machine. Without a command, the window opens."
        ),
    )
    made.options.add_argument(
        "--version",
        action="version",
        version=f"lamplight {desktop.__version__}",
        help=translate("CommandLine", "show the version"),
    )
    made.options.add_argument(
        "--translate-clipboard",
        action="store_true",
        help=translate("CommandLine", "show the clipboard's text translated in a small window"),
    )
    made.set_defaults(run=None)
    commands = made.add_subparsers(
        title=translate("CommandLine", "commands"), metavar=translate("CommandLine", "COMMAND"), parser_class=Parser
    )
    for command in (ask, chat, chats, translate_command, story, write, models, bench):
        command.add(commands)
    return made


def add_generation_options(parser: Parser) -> None:
    """What every command that writes text can be told."""
    options = parser.options
    options.add_argument(
        "--model", metavar="NAME|PATH", help=translate("CommandLine", "a model of the list, or a GGUF file")
    )
    options.add_argument("--system", metavar="TEXT", help=translate("CommandLine", "instructions for the model"))
    options.add_argument(
        "--temperature",
        type=_of(TEMPERATURE),
        metavar="T",
        help=translate("CommandLine", "0 keeps to the likeliest words, up to 2"),
    )
    options.add_argument(
        "--seed", type=_of(SEED), metavar="N", help=translate("CommandLine", "the same seed gives the same text")
    )
    options.add_argument(
        "--max-tokens",
        type=_of(MAX_TOKENS),
        metavar="N",
        help=translate("CommandLine", "the longest reply, in tokens"),
    )


def apply_generation_options(arguments: argparse.Namespace, settings: Settings) -> None:
    """Let the options stand over the settings for this run."""
    for setting in (TEMPERATURE, SEED, MAX_TOKENS):
        value = getattr(arguments, setting.key)
        if value is not None:
            settings.override(setting, value)


def clean(argument: str) -> str:
    """Text of the command line; bytes that weren't in the system's encoding become replacement characters."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _of(setting: Setting) -> Callable[[str], Any]:
    def parse(text: str) -> Any:
        try:
            return setting.parse(text)
        except LamplightError as error:
            raise argparse.ArgumentTypeError(sentence(error).what) from None

    return parse
