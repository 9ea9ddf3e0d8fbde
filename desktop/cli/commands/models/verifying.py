"""`lamplight models verify`: whether model files are still what they were."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from desktop.base.error_text import sentence
from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translate
from desktop.cli.commands.models.listing import look
from desktop.cli.options import Parser, add_json_array_option
from desktop.features.models.abilities import with_file

if TYPE_CHECKING:
    from desktop.cli.terminal import Terminal
    from desktop.features.services import Services
    from desktop.library.models import ModelFile


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.arguments.add_argument(
        "names", metavar="NAME", nargs="*", help=translate("CommandLine", "models of the list; all where none is named")
    )
    add_json_array_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Read each model whole; 1 where one is not what it was."""
    names = dict.fromkeys(arguments.names)
    named = [with_file(services.library.find(name)) for name in names]
    models = named or [model for model in look(services, terminal).models if not model.host]
    results = []
    for model in models:
        result = _verified(model, services, terminal)
        results.append(result)
        if not arguments.json:
            terminal.write(f"{model.key}: {result['told']}\n")
    if arguments.json:
        terminal.print_json(results, indent=2)
    return 0 if all(result["sound"] for result in results) else 1


def _verified(model: ModelFile, services: Services, terminal: Terminal) -> dict[str, Any]:
    read = 0

    def progress(count: int) -> None:
        nonlocal read
        read += count
        told = translate("CommandLine", "Reading {name}, {percent} %")
        terminal.status(told.format(name=model.key, percent=int(100 * read / max(1, model.size))))

    facts: dict[str, Any] = {"key": model.key, "path": str(model.path), "sound": True, "compared": True, "code": None}
    try:
        facts["compared"] = services.library.verify(model, progress)
    except LamplightError as error:
        if error.code is Code.CANCELLED:
            raise
        return {**facts, "sound": False, "code": str(error.code), "told": str(sentence(error))}
    finally:
        terminal.status("")
    facts["sha256"] = services.library.sha256(model)
    told = (
        translate("CommandLine", "unchanged")
        if facts["compared"]
        else translate("CommandLine", "read for the first time; from now on changes are found")
    )
    return {**facts, "told": told}
