"""`lamplight models add` and `remove`: no file is moved or deleted."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.cli.options import Parser

if TYPE_CHECKING:
    from desktop.cli.terminal import Terminal
    from desktop.features.services import Services


def declare_add(parser: Parser) -> None:
    """Add the arguments of `add`."""
    parser.arguments.add_argument("path", metavar="PATH", help=translate("CommandLine", "the file"))
    parser.set_defaults(run=_add)


def declare_remove(parser: Parser) -> None:
    """Add the arguments of `remove`."""
    parser.arguments.add_argument("name", metavar="NAME", help=translate("CommandLine", "its name in the list"))
    parser.set_defaults(run=_remove)


def _add(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    model = services.library.add(Path(arguments.path))
    terminal.write(translate("CommandLine", "Added {name}.").format(name=model.key) + "\n")
    return 0


def _remove(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    model = services.library.remove(arguments.name)
    removed = translate("CommandLine", "{name} is off the list; its file stays at {path}.")
    terminal.write(removed.format(name=model.key, path=model.path) + "\n")
    return 0
