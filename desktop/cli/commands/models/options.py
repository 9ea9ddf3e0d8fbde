"""`lamplight models options`: how one model is loaded, what that takes, and changing it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import translate
from desktop.base.sizes import bytes_text
from desktop.cli.options import Parser, add_json_option
from desktop.cli.terminal import Terminal, table
from desktop.features.models.abilities import with_file

if TYPE_CHECKING:
    from desktop.features.models.measured_options import MeasuredOptions
    from desktop.features.models.model_options import ModelOptions
    from desktop.features.services import Services
    from desktop.library.models import ModelFile

# What is typed -> the options it stands for.
_NAMES = {
    "context": ("context",),
    "gpu-layers": ("gpu_layers",),
    "threads": ("threads",),
    "flash-attention": ("flash_attention",),
    "cache": ("cache_type_k", "cache_type_v"),
    "cache-k": ("cache_type_k",),
    "cache-v": ("cache_type_v",),
    "mmap": ("mmap",),
}


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.description = translate(
        "CommandLine",
        "How one model is loaded, and the memory that takes. What isn't set here is as in the settings. A change is "
        "used when the model is loaded the next time.",
    )
    parser.arguments.add_argument(
        "name", metavar="NAME|PATH", help=translate("CommandLine", "a model of the list, or a GGUF file")
    )
    parser.options.add_argument(
        "--set",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME=VALUE",
        help=translate(
            "CommandLine",
            "context=TOKENS, gpu-layers=auto|all|none|N, threads=N, flash-attention=auto|on|off, "
            "cache=f16|q8_0|q4_0 (also cache-k and cache-v), mmap=on|off; default takes one back",
        ),
    )
    parser.options.add_argument(
        "--defaults", action="store_true", help=translate("CommandLine", "take everything back to the settings first")
    )
    parser.options.add_argument(
        "--try", dest="only_try", action="store_true", help=translate("CommandLine", "show what it takes, keep nothing")
    )
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Show or change, and return the exit status. Raises LamplightError."""
    from desktop.features.models.model_options import ModelOptions
    from desktop.features.models.option_checks import check_options

    engines = services.model_manager.engines
    model = with_file(services.library.find(arguments.name))
    before = engines.options.of(model.path)
    wanted = _changed(ModelOptions() if arguments.defaults else before, arguments.set)
    if wanted != before or arguments.set:
        check_options(model, wanted, services.settings)
    if wanted != before and not arguments.only_try:
        engines.options.set(model.path, wanted)
    if arguments.json:
        terminal.print_json(_facts(model, wanted, services))
    else:
        terminal.write(_text(model, wanted, services) + "\n")
    return 0


def _changed(options: ModelOptions, texts: list[str]) -> ModelOptions:
    """The options with what was typed. Raises LamplightError."""
    from desktop.base.errors import Code, LamplightError
    from desktop.features.models.model_options import parse

    for text in texts:
        typed, _, value = text.partition("=")
        names = _NAMES.get(typed.strip().lower().replace("_", "-"))
        if names is None:
            raise LamplightError(Code.OPTION_UNKNOWN, name=typed, known=", ".join(_NAMES))
        options = replace(options, **{name: parse(name, value) for name in names})
    return options


def _facts(model: ModelFile, options: ModelOptions, services: Services) -> dict[str, Any]:
    measured = _measure(model, options, services)
    load, cost = measured.load, measured.cost
    return {
        "key": model.key,
        "options": options.chosen,
        "load": {
            "context": load.context,
            "gpu_layers": "auto" if load.gpu_layers is None else load.gpu_layers,
            "threads": load.threads,
            "flash_attention": load.flash_attention,
            "cache_type_k": load.cache_type_k,
            "cache_type_v": load.cache_type_v,
            "mmap": load.mmap,
        },
        "memory": {
            "weights": cost.weights,
            "cache": cost.cache,
            "rest": cost.rest,
            "needed": cost.total,
            "free": measured.free,
        },
    }


def _text(model: ModelFile, options: ModelOptions, services: Services) -> str:
    measured = _measure(model, options, services)
    load, cost = measured.load, measured.cost
    chosen = options.chosen
    own, default = translate("CommandLine", "set for this model"), translate("CommandLine", "default")

    def row(name: str, value: str, *fields: str) -> list[str]:
        return [name, value, own if any(field in chosen for field in fields) else default]

    automatic = translate("CommandLine", "automatic")
    layers = {None: automatic, -1: translate("CommandLine", "all")}.get(load.gpu_layers, str(load.gpu_layers))
    cache = load.cache_type_k
    if load.cache_type_v != load.cache_type_k:
        cache = f"{load.cache_type_k}, {load.cache_type_v}"
    rows = [
        row("context", f"{load.context:,}", "context"),
        row("gpu-layers", layers, "gpu_layers"),
        row("threads", str(load.threads) if load.threads else automatic, "threads"),
        row("flash-attention", load.flash_attention, "flash_attention"),
        row("cache", cache, "cache_type_k", "cache_type_v"),
        row("mmap", "on" if load.mmap else "off", "mmap"),
    ]
    told = translate("CommandLine", "Takes {total} of {free} free: {weights} weights, {cache} cache, {rest} the rest.")
    memory = told.format(
        total=bytes_text(cost.total),
        free=bytes_text(measured.free),
        weights=bytes_text(cost.weights),
        cache=bytes_text(cost.cache),
        rest=bytes_text(cost.rest),
    )
    return f"{model.name}\n{table(rows)}\n{memory}"


def _measure(model: ModelFile, options: ModelOptions, services: Services) -> MeasuredOptions:
    from desktop.features.models.measured_options import measure_options

    return measure_options(services.model_manager.engines, services.settings, model, options)
