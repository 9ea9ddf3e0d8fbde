"""`lamplight models list`: what there is."""

from __future__ import annotations

import argparse
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
    add_json_array_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """List the models."""
    models = services.library.models()
    used = _in_use(models, services)
    if arguments.json:
        terminal.print_json([_facts(model, model is used) for model in models], indent=2)
    elif models:
        terminal.write(table([_row(model, model is used) for model in models]) + "\n")
    else:
        terminal.note(no_model())
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
