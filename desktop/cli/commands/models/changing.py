"""`lamplight models add` and `remove`: no file is moved or deleted."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.cli.commands.models import endpoints
from desktop.cli.commands.models.describing import model_facts, place_facts
from desktop.cli.options import Parser, add_json_option

if TYPE_CHECKING:
    from desktop.cli.terminal import Terminal
    from desktop.features.services import Services


def declare_add(parser: Parser) -> None:
    """Add the arguments of `add`."""
    parser.arguments.add_argument(
        "path",
        metavar="PATH",
        help=translate("CommandLine", "a GGUF file, a folder that is looked into, or http://..."),
    )
    endpoints.add_options(parser)
    parser.set_defaults(run=_add)


def declare_remove(parser: Parser) -> None:
    """Add the arguments of `remove`."""
    parser.arguments.add_argument("name", metavar="NAME", help=translate("CommandLine", "its name in the list"))
    add_json_option(parser)
    parser.set_defaults(run=_remove)


def _add(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    if arguments.path.startswith(("http://", "https://")):
        arguments.address = arguments.path
        return endpoints.add(arguments, services, terminal)
    path = Path(arguments.path).expanduser()
    if path.is_dir():
        place = services.library.add_folder(path)
        if arguments.json:
            terminal.print_json(place_facts(place, looked_into=True), indent=2)
        else:
            terminal.write(
                translate("CommandLine", "{folder} is looked into from now on.").format(folder=place.folder) + "\n"
            )
        return 0
    model = services.library.add(path)
    if arguments.json:
        terminal.print_json(model_facts(model, in_use=False), indent=2)
    else:
        terminal.write(translate("CommandLine", "Added {name}.").format(name=model.key) + "\n")
    return 0


def _remove(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    model = services.library.find(arguments.name)
    if model.endpoint is not None:
        services.remote_models.remove(model)
        terminal.write(translate("CommandLine", "{name} is off the list.").format(name=model.key) + "\n")
        return 0
    model = services.library.remove(arguments.name)
    removed = translate("CommandLine", "{name} is off the list; its file stays at {path}.")
    if arguments.json:
        terminal.print_json(model_facts(model, in_use=False), indent=2)
    else:
        terminal.write(removed.format(name=model.key, path=model.path) + "\n")
    return 0
