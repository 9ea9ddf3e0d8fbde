"""What the commands' parsers share: argparse in the language of the interface, values, and options that many have."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

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
    """An argument parser whose own words are translated too.

    `declare` adds the arguments of a command when that command is parsed, so that its module is imported only then.
    """

    def __init__(self, declare: Callable[[Parser], None] | None = None, **options: Any) -> None:
        super().__init__(**{"formatter_class": Formatter, "allow_abbrev": False, **options, "add_help": False})
        self._declare = declare
        self._commands: Any = None
        self.arguments = self.add_argument_group(translate("CommandLine", "arguments"))
        self.options = self.add_argument_group(translate("CommandLine", "options"))
        self.options.add_argument("-h", "--help", action="help", help=translate("CommandLine", "show this help"))

    def add_commands(self) -> Any:
        """The commands below this one, to which `add_parser` adds."""
        self._commands = self.add_subparsers(
            prog=self.prog,
            title=translate("CommandLine", "commands"),
            metavar=translate("CommandLine", "COMMAND"),
            parser_class=Parser,
        )
        return self._commands

    @property
    def command_names(self) -> tuple[str, ...]:
        """What the commands below this one are called."""
        return tuple(self._commands.choices) if self._commands is not None else ()

    def complete(self) -> Parser:
        """With the arguments of its command, if they were not declared yet."""
        declare, self._declare = self._declare, None
        if declare is not None:
            declare(self)
        return self

    def parse_known_args(self, *arguments: Any, **options: Any) -> Any:
        self.complete()
        return super().parse_known_args(*arguments, **options)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


def clean(argument: str) -> str:
    """Text of the command line; bytes that weren't in the system's encoding become replacement characters."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def value_of(setting: Setting) -> Callable[[str], Any]:
    """The type of an option that stands over a setting."""

    def parse(text: str) -> Any:
        try:
            return setting.parse(text)
        except LamplightError as error:
            raise argparse.ArgumentTypeError(sentence(error).what) from None

    return parse


def number_between(least: int, most: int) -> Callable[[str], int]:
    """The type of an option that is a whole number from `least` to `most`."""

    def parse(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            told = translate("CommandLine", "a number from {least} to {most}")
            raise argparse.ArgumentTypeError(told.format(least=least, most=most))
        return number

    return parse


# -- options that several commands have --------------------------------------------------------------------------------


def add_model_option(parser: Parser) -> None:
    """Which model writes."""
    parser.options.add_argument(
        "--model", metavar="NAME|PATH", help=translate("CommandLine", "a model of the list, or a GGUF file")
    )


def add_anyway_option(parser: Parser) -> None:
    """A model that has no room is tried all the same."""
    parser.options.add_argument(
        "--anyway",
        action="store_true",
        help=translate("CommandLine", "load it even where the memory doesn’t suffice by the arithmetic"),
    )


def add_seed_option(parser: Parser) -> None:
    """What makes a text repeatable."""
    parser.options.add_argument(
        "--seed", type=value_of(SEED), metavar="N", help=translate("CommandLine", "the same seed gives the same text")
    )


def add_json_option(parser: Parser, help_text: str = "") -> None:
    """Facts for another program instead of text for a person; one object, where `help_text` says nothing else."""
    parser.options.add_argument(
        "--json", action="store_true", help=help_text or translate("CommandLine", "print one JSON object")
    )


def add_json_array_option(parser: Parser) -> None:
    """A list for another program."""
    add_json_option(parser, translate("CommandLine", "print a JSON array"))


def add_json_result_option(parser: Parser) -> None:
    """The result of something that takes a while, for another program."""
    add_json_option(parser, translate("CommandLine", "print one JSON object when it is complete"))


def add_generation_options(parser: Parser) -> None:
    """What every command that answers can be told."""
    options = parser.options
    add_model_option(parser)
    add_anyway_option(parser)
    options.add_argument("--system", metavar="TEXT", help=translate("CommandLine", "instructions for the model"))
    options.add_argument(
        "--temperature",
        type=value_of(TEMPERATURE),
        metavar="T",
        help=translate("CommandLine", "0 keeps to the likeliest words, up to 2"),
    )
    add_seed_option(parser)
    options.add_argument(
        "--max-tokens",
        type=value_of(MAX_TOKENS),
        metavar="N",
        help=translate("CommandLine", "the longest reply, in tokens"),
    )


def apply_generation_options(arguments: argparse.Namespace, settings: Settings) -> None:
    """Let the options stand over the settings for this run."""
    for setting in (TEMPERATURE, SEED, MAX_TOKENS):
        value = getattr(arguments, setting.key)
        if value is not None:
            settings.override(setting, value)
