"""Every command with its options, as the parsers of the command line declare them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.base.i18n import translator
from desktop.cli.options import Parser
from desktop.cli.parser import parser


@dataclass(frozen=True)
class Option:
    """`names` are empty for what is no option but an argument in its place."""

    names: tuple[str, ...]
    value: str
    help: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Command:
    """`path` is what is written after the program's name; `below` are the commands that may follow."""

    path: tuple[str, ...]
    help: str
    options: tuple[Option, ...]
    below: tuple[tuple[str, str], ...]


def commands() -> list[Command]:
    """All of them in English, the program itself first."""
    translator.use("en")
    return list(_all(parser(), (), ""))


def _all(found: Parser, path: tuple[str, ...], help_text: str) -> Iterator[Command]:
    declare, found._declare = found._declare, None
    if declare is not None:
        declare(found)
    below: list[tuple[str, str]] = []
    parsers: dict[str, Parser] = {}
    options: list[Option] = []
    for action in found._actions:
        if isinstance(action, argparse._SubParsersAction):
            parsers.update(action.choices)
            below += [(choice.dest, choice.help or "") for choice in action._choices_actions]
        elif action.help is not argparse.SUPPRESS:
            options.append(_option(action))
    yield Command(path, help_text, tuple(options), tuple(below))
    words = dict(below)
    for name, inner in parsers.items():
        yield from _all(inner, (*path, name), words.get(name, ""))


def _option(action: argparse.Action) -> Option:
    value = ""
    if action.nargs != 0:
        metavar = action.metavar if isinstance(action.metavar, str) else " ".join(action.metavar or ())
        value = metavar or action.dest.upper()
    choices = tuple(str(choice) for choice in action.choices or ())
    return Option(tuple(action.option_strings), value, " ".join((action.help or "").split()), choices)
