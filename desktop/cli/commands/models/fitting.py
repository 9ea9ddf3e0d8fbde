"""`lamplight models fit`: whether the models run here, with what, and how fast."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import translate
from desktop.cli.options import Parser, add_json_array_option
from desktop.cli.terminal import no_model, table
from desktop.features.models.abilities import with_file

if TYPE_CHECKING:
    from desktop.cli.terminal import Terminal
    from desktop.features.models.fits import Fits
    from desktop.features.services import Services
    from desktop.library.fit.verdict import Verdict
    from desktop.library.models import ModelFile


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.arguments.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        help=translate("CommandLine", "a model of the list or a GGUF file; all of the list without it"),
    )
    parser.arguments.add_argument(
        "--context",
        metavar="TOKENS",
        type=int,
        help=translate("CommandLine", "with so many tokens of context instead of the settings’"),
    )
    parser.arguments.add_argument(
        "--measure",
        action="store_true",
        help=translate("CommandLine", "measure this machine again, when nothing else is running"),
    )
    add_json_array_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Tell. Raises ModelFileError (MODEL_UNKNOWN, or what is wrong with the file), LamplightError(INVALID_VALUE)."""
    from desktop.base.errors import Code, LamplightError
    from desktop.features.models.fit_text import verdict_text

    if arguments.context is not None and arguments.context < 1:
        raise LamplightError(Code.INVALID_VALUE, name="context", value=str(arguments.context), least=1, most=None)
    models = (
        [with_file(services.library.find(arguments.name))]
        if arguments.name
        else [model for model in services.library.models() if not model.host]
    )
    manager = services.model_manager
    if not models:
        terminal.note(no_model())
    if arguments.measure or (models and manager.fits.rates is None):
        terminal.note(translate("CommandLine", "Measuring this machine, a second …"))
        manager.fits.measured(again=True)
    found = [(model, verdict) for model in models if (verdict := manager.fit(model, arguments.context)) is not None]
    if arguments.name and not found:
        raise LamplightError(Code.MODEL_UNREADABLE, path=str(models[0].path), cause="")
    if arguments.json:
        terminal.print_json([_facts(model, verdict, manager.fits) for model, verdict in found], indent=2)
    elif arguments.name:
        terminal.write("\n".join(_lines(*found[0], manager.fits)) + "\n")
    elif found:
        terminal.write(table([[model.key, verdict_text(verdict)] for model, verdict in found]) + "\n")
    return 0


def _lines(model: ModelFile, verdict: Verdict, fits: Fits) -> list[str]:
    """The verdict, then where the memory goes."""
    from desktop.features.models import fit_text

    memory = verdict.memory
    parts = [
        (translate("CommandLine", "weights"), memory.weights),
        (translate("CommandLine", "cache for {count} tokens").format(count=f"{verdict.context:,}"), memory.cache),
        (translate("CommandLine", "states"), memory.states),
        (translate("CommandLine", "buffers"), memory.compute + memory.output),
        (translate("CommandLine", "the engine itself"), memory.vocabulary + memory.process + memory.programs),
    ]
    lines = [f"{model.name}: {fit_text.verdict_text(verdict)}", fit_text.memory_line(verdict)]
    rows = [["  " + name, fit_text.memory_text(size)] for name, size in parts if size]
    for part in verdict.placement.devices:
        said = translate("CommandLine", "{layers} layers on {device}")
        name = said.format(layers=part.layers, device=part.device.description)
        rows.append(["  " + name, fit_text.memory_text(part.memory.needed)])
    lines.append(table(rows))
    ran = fits.ran(model.path)
    if ran and ran.writing:
        lines.append(fit_text.real_text(verdict.speed, ran.writing))
    if ran and ran.resident:
        lines.append(fit_text.held_text(verdict, ran.resident))
    return lines


def _facts(model: ModelFile, verdict: Verdict, fits: Fits) -> dict[str, Any]:
    memory, speed, ran = verdict.memory, verdict.speed, fits.ran(Path(model.path))
    return {
        "key": model.key,
        "name": model.name,
        "outcome": str(verdict.outcome),
        "context": verdict.context,
        "needed": verdict.needed,
        "free": verdict.free,
        "longest_context": verdict.limit,
        "shorter_context": verdict.shorter or None,
        "memory": {
            "weights": memory.weights,
            "cache": memory.cache,
            "states": memory.states,
            "compute": memory.compute,
            "output": memory.output,
            "vocabulary": memory.vocabulary,
            "process": memory.process + memory.programs,
        },
        "resident": memory.resident,
        "layers": verdict.placement.layers,
        "layers_on_devices": verdict.placement.gpu_layers,
        "devices": [
            {"name": part.device.name, "layers": part.layers, "needed": part.memory.needed, "free": part.device.free}
            for part in verdict.placement.devices
        ],
        "tokens_per_second": {
            "writing": round(speed.writing, 1) if speed else None,
            "reading": round(speed.reading, 1) if speed else None,
        },
        "measured": {
            "writing": round(ran.writing, 1) if ran and ran.writing else None,
            "reading": round(ran.reading, 1) if ran and ran.reading else None,
            "resident": ran.resident if ran and ran.resident else None,
        },
    }
