"""`lamplight models list` and `info`: what there is, and all that is known of one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.base.settings import MODEL
from desktop.base.sizes import bytes_text
from desktop.cli.commands.models.describing import model_facts, owner_text, problem_facts
from desktop.cli.options import Parser, add_json_array_option, add_json_option
from desktop.cli.terminal import Terminal, no_model, table
from desktop.library.owners import Owner

if TYPE_CHECKING:
    from desktop.features.services import Services
    from desktop.library.models import ModelFile, Snapshot

_OWN = (Owner.LAMPLIGHT, Owner.PERSON, Owner.STARTER)


def declare(parser: Parser) -> None:
    """Add the arguments of `list`."""
    add_json_array_option(parser)
    parser.options.add_argument(
        "--unusable", action="store_true", help=translate("CommandLine", "list what can't be used instead, and why")
    )
    parser.set_defaults(run=run)


def declare_info(parser: Parser) -> None:
    """Add the arguments of `info`."""
    parser.arguments.add_argument(
        "name", metavar="NAME|PATH", help=translate("CommandLine", "a model of the list, or a GGUF file")
    )
    add_json_option(parser)
    parser.set_defaults(run=_info)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """List the models."""
    snapshot = look(services, terminal)
    if getattr(arguments, "unusable", False):
        _list_problems(arguments, snapshot, terminal)
        return 0
    used = _in_use(snapshot.models, services)
    if arguments.json:
        facts = [model_facts(model, in_use=model is used) for model in snapshot.models]
        terminal.print_json(facts, indent=2)
    elif snapshot.models:
        terminal.write(table([_row(model, model is used) for model in snapshot.models]) + "\n")
    else:
        terminal.note(no_model())
    if snapshot.problems and not arguments.json:
        told = translate("CommandLine", "({count} can't be used; lamplight models list --unusable says why)")
        terminal.note(told.format(count=len(snapshot.problems)))
    return 0


def look(services: Services, terminal: Terminal) -> Snapshot:
    """Go through all folders; where that takes a while, how far it has come is said."""
    from desktop.library.models import Snapshot

    found = Snapshot()
    for found in services.library.look(patient=False):
        told = translate("CommandLine", "Looking for models, {count} so far")
        terminal.status("" if found.complete else told.format(count=len(found.models)))
    return found


def _list_problems(arguments: argparse.Namespace, snapshot: Snapshot, terminal: Terminal) -> None:
    if arguments.json:
        terminal.print_json([problem_facts(problem) for problem in snapshot.problems], indent=2)
        return
    for problem in snapshot.problems:
        terminal.write(f"{sentence(problem.error)}\n")


def _info(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    model = services.library.find(arguments.name)
    used = _in_use(services.library.models(), services)
    if arguments.json:
        terminal.print_json(model_facts(model, in_use=used is not None and used.path == model.path), indent=2)
    else:
        terminal.write(table([[label, value] for label, value in _lines(model) if value]) + "\n")
    return 0


def _lines(model: ModelFile) -> list[tuple[str, str]]:
    count = f"{model.parameters:,}" if model.parameters else ""
    tokens = translate("CommandLine", "{count} tokens").format(count=f"{model.trained_context:,}")
    answers = (
        translate("CommandLine", "finds texts that are alike; writes nothing")
        if model.embeds
        else translate("CommandLine", "answers")
        if model.has_template
        else translate("CommandLine", "goes on with a text; has no chat template")
    )
    lines = [
        (translate("CommandLine", "name"), model.name),
        (translate("CommandLine", "key"), model.key),
        (translate("CommandLine", "what it does"), answers),
        (translate("CommandLine", "size"), bytes_text(model.size) if model.size else ""),
        (translate("CommandLine", "parameters"), count),
        (translate("CommandLine", "architecture"), model.architecture),
        (translate("CommandLine", "quantization"), model.quantization),
        (translate("CommandLine", "trained with"), tokens if model.trained_context else ""),
        (translate("CommandLine", "languages"), ", ".join(model.languages)),
        (translate("CommandLine", "licence"), model.licence),
        (translate("CommandLine", "owner"), owner_text(model.owner)),
    ]
    if model.endpoint is not None:
        lines.append((translate("CommandLine", "address"), model.endpoint.address))
    lines += [(translate("CommandLine", "file"), str(path)) for path in model.files]
    if model.projector is not None:
        lines.append((translate("CommandLine", "for pictures"), str(model.projector)))
    lines += [
        (
            translate("CommandLine", "the same file") if copy.linked else translate("CommandLine", "a copy"),
            f"{copy.path} ({owner_text(copy.owner)})",
        )
        for copy in model.copies
    ]
    return lines


def _in_use(models: tuple[ModelFile, ...] | list[ModelFile], services: Services) -> ModelFile | None:
    """The model a reply would be written with now."""
    wanted = services.settings[MODEL]
    chosen = next((model for model in models if wanted in (model.key, str(model.path))), None)
    if chosen is not None:
        return chosen
    default = services.library.default()
    return next((model for model in models if default and model.path == default.path), None)


def _row(model: ModelFile, used: bool) -> list[str]:
    trained = translate("CommandLine", "{count} tokens").format(count=f"{model.trained_context:,}")
    owner = "" if model.owner in _OWN else owner_text(model.owner)
    return [
        "*" if used else " ",
        model.key,
        bytes_text(model.size) if model.size else "",
        model.quantization,
        trained if model.trained_context else "",
        model.name,
        owner,
    ]
