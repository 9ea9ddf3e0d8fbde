"""`lamplight bench`: how fast the engine is on this machine, beside the raw loop of llama.cpp."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.base.errors import Code, ModelFileError
from desktop.base.i18n import translate
from desktop.base.settings import MODEL, THREADS
from desktop.cli.options import Parser, add_json_result_option, add_model_option
from desktop.cli.terminal import Terminal, table
from desktop.features.models.abilities import with_file

if TYPE_CHECKING:
    from desktop.engine.bench.comparison import Report, Sides
    from desktop.features.services import Services
    from desktop.library.models import ModelFile


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.description = translate(
        "CommandLine", "Measure the engine beside the raw loop of llama.cpp, in turns; takes some minutes."
    )
    add_model_option(parser)
    add_json_result_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Measure and print. Raises LamplightError."""
    from desktop.engine.bench.comparison import run as measure

    model = _model(arguments.model, services)
    words = _steps()
    report = measure(
        model.path,
        threads=services.settings[THREADS],
        progress=lambda step: terminal.status(words[step]() if step in words else step),
    )
    terminal.status("")
    if arguments.json:
        terminal.print_json(report.as_json(), indent=2)
    else:
        terminal.write(_shown(report, model.name) + "\n")
    return 0


def _model(wanted: str | None, services: Services) -> ModelFile:
    chosen = wanted or services.settings[MODEL]
    model = with_file(services.library.find(chosen)) if chosen else services.library.default()
    if model is None:
        raise ModelFileError(Code.NO_MODEL)
    return model


def _steps() -> dict[str, Callable[[], str]]:
    return {
        "decode": lambda: translate("CommandLine", "measuring: writing one reply…"),
        "prefill": lambda: translate("CommandLine", "measuring: reading a prompt…"),
        "batch": lambda: translate("CommandLine", "measuring: 16 replies together…"),
        "restore": lambda: translate("CommandLine", "measuring: a saved conversation…"),
    }


def _shown(report: Report, name: str) -> str:
    """The table, and a line about what was measured."""
    head = ["", translate("CommandLine", "ratio"), "Lamplight", translate("CommandLine", "against")]
    rows = [
        _row(translate("CommandLine", "writing, raw loop"), report.decode),
        _row(translate("CommandLine", "reading a prompt, raw loop"), report.prefill),
        _row(translate("CommandLine", "16 together, one by one"), report.batch),
        _row(translate("CommandLine", "first word, saved and cold"), report.restore),
    ]
    about = translate("CommandLine", "{name}, {threads} threads, {memory} MB in memory, loaded in {seconds} s")
    said = about.format(
        name=name,
        threads=report.threads,
        memory=f"{report.memory_bytes / 1e6:,.0f}",
        seconds=f"{report.load_seconds:.1f}",
    )
    return f"{table([head, *rows])}\n\n{said}"


def _row(label: str, sides: Sides) -> list[str]:
    unit = "s" if sides.unit == "seconds" else translate("CommandLine", "tokens/s")
    digits = 3 if sides.unit == "seconds" else 1
    return [label, f"{sides.ratio:.2f}", f"{sides.ours:.{digits}f} {unit}", f"{sides.theirs:.{digits}f} {unit}"]
