"""`lamplight models`: what there is, adding a file, taking one off the list."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import translate
from desktop.base.settings import MODEL
from desktop.cli.options import Parser, add_json_array_option
from desktop.cli.terminal import Terminal, no_model, table

if TYPE_CHECKING:
    from desktop.features.services import Services
    from desktop.library.models import ModelFile


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.set_defaults(run=_list, json=False)
    actions = parser.add_commands()
    listing = actions.add_parser("list", help=translate("CommandLine", "list the models; the one in use has a star"))
    add_json_array_option(listing)
    listing.set_defaults(run=_list)
    adding = actions.add_parser("add", help=translate("CommandLine", "add a GGUF file, which stays where it is"))
    adding.arguments.add_argument("path", metavar="PATH", help=translate("CommandLine", "the file"))
    adding.set_defaults(run=_add)
    removing = actions.add_parser(
        "remove", help=translate("CommandLine", "take a model off the list; no file is deleted")
    )
    removing.arguments.add_argument("name", metavar="NAME", help=translate("CommandLine", "its name in the list"))
    removing.set_defaults(run=_remove)


def _list(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    models = services.library.models()
    used = _in_use(models, services)
    if arguments.json:
        terminal.print_json([_facts(model, model is used) for model in models], indent=2)
    elif models:
        terminal.write(table([_row(model, model is used) for model in models]) + "\n")
    else:
        terminal.note(no_model())
    return 0


def _add(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    model = services.library.add(Path(arguments.path))
    terminal.write(translate("CommandLine", "Added {name}.").format(name=model.key) + "\n")
    return 0


def _remove(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    model = services.library.remove(arguments.name)
    removed = translate("CommandLine", "{name} is off the list; its file stays at {path}.")
    terminal.write(removed.format(name=model.key, path=model.path) + "\n")
    return 0


def _in_use(models: list[ModelFile], services: Services) -> ModelFile | None:
    """The model a reply would be written with now."""
    wanted = services.settings[MODEL]
    default = services.library.default()
    chosen = next((model for model in models if wanted in (model.key, str(model.path))), default)
    return next((model for model in models if chosen and model.path == chosen.path), None)


def _row(model: ModelFile, used: bool) -> list[str]:
    trained = translate("CommandLine", "{count} tokens").format(count=f"{model.trained_context:,}")
    return ["*" if used else " ", model.key, _size(model.size), model.quantization, trained, model.name]


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def _facts(model: ModelFile, used: bool) -> dict[str, Any]:
    return {
        "key": model.key,
        "name": model.name,
        "path": str(model.path),
        "size": model.size,
        "architecture": model.architecture,
        "quantization": model.quantization,
        "parameters": model.parameters,
        "trained_context": model.trained_context,
        "has_template": model.has_template,
        "licence": model.licence,
        "starter": model.starter,
        "in_use": used,
    }
