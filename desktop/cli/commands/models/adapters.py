"""`lamplight models adapters`: the shelf of a model, and how strongly what stands there works."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.error_text import sentence
from desktop.base.errors import Code, ModelFileError
from desktop.base.i18n import translate
from desktop.cli.options import Parser, add_json_array_option, add_model_option, clean
from desktop.cli.terminal import Terminal, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.features.services import Services
    from desktop.library.adapters.records import ShelfEntry
    from desktop.library.models import ModelFile

    Run = Callable[[argparse.Namespace, Services, Terminal], int]

_ON, _OFF = "on", "off"


def declare(parser: Parser) -> None:
    """Add the verbs; without one the shelf is listed."""
    parser.description = translate(
        "CommandLine",
        "LoRA adapters and control vectors of a model. Those that are on work for everything it writes, from the next "
        "reply on; a strength of 0 is none, 1 is as it was made, and it may be negative.",
    )
    parser.set_defaults(run=_list, json=False, model=None)
    verbs = parser.add_commands()
    listing = verbs.add_parser("list", help=translate("CommandLine", "list the adapters; those at work have a star"))
    add_json_array_option(listing)
    _finish(listing, _list)
    adding = verbs.add_parser("add", help=translate("CommandLine", "put a GGUF file on the shelf, where it lies"))
    adding.arguments.add_argument("path", metavar="PATH", help=translate("CommandLine", "the file"))
    _finish(adding, _add)
    removing = verbs.add_parser("remove", help=translate("CommandLine", "take one off the shelf; its file stays"))
    removing.arguments.add_argument("name", metavar="NAME", help=translate("CommandLine", "its name in the list"))
    _finish(removing, _remove)
    setting = verbs.add_parser("set", help=translate("CommandLine", "change how strongly adapters work"))
    setting.arguments.add_argument(
        "values",
        nargs="+",
        metavar="NAME=SCALE",
        help=translate("CommandLine", "a name in the list, and a number, on or off"),
    )
    setting.options.add_argument(
        "--layers",
        metavar="FIRST-LAST",
        help=translate("CommandLine", "the layers a control vector works on; “all” for its own"),
    )
    add_json_array_option(setting)
    _finish(setting, _set)


def _finish(parser: Parser, run: Run) -> None:
    add_model_option(parser)
    parser.set_defaults(run=run, parser=parser)


def adapters_of(wanted: Sequence[str], services: Services) -> None:
    """Let the files of `--adapter` work for this run, instead of those on the shelf; "none" is none.

    Raises ModelFileError, also for a strength that is none, and OSError.
    """
    from dataclasses import replace

    model = chosen_model(None, services)
    rows = []
    for text in wanted:
        if text == "none":
            continue
        name, scale = _parted(clean(text))
        path = Path(name).expanduser()
        row = services.adapters.shelves.read(model, path) if path.exists() else None
        row = row or services.adapters.shelves.find(model, name).row
        rows.append(replace(row, on=True, scale=row.scale if scale is None else scale))
    services.adapters.instead(rows)


def chosen_model(name: str | None, services: Services) -> ModelFile:
    """The model that is asked for, else the one that would write now. Raises ModelFileError."""
    if name is not None:
        return services.library.find(name)
    return services.model_manager.resolve()


def _list(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    model = chosen_model(arguments.model, services)
    _show(services.adapters.shelves.entries(model), model, arguments, services, terminal)
    return 0


def _add(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    model = chosen_model(arguments.model, services)
    entry = services.adapters.shelves.add(model, Path(arguments.path))
    said = translate("CommandLine", "{name} works for {model}, at {scale}.")
    terminal.write(said.format(name=entry.key, model=model.name, scale=f"{entry.row.scale:g}") + "\n")
    return 0


def _remove(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    model = chosen_model(arguments.model, services)
    entry = services.adapters.shelves.find(model, clean(arguments.name))
    services.adapters.shelves.remove(model, entry.row.sha256)
    said = translate("CommandLine", "{name} is off the shelf of {model}; its file stays at {path}.")
    terminal.write(said.format(name=entry.key, model=model.name, path=entry.row.path) + "\n")
    return 0


def _set(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    model, shelves = chosen_model(arguments.model, services), services.adapters.shelves
    layers = _layers(arguments)
    changes: list[tuple[ShelfEntry, dict[str, Any]]] = []
    for text in arguments.values:
        name, _, value = clean(text).rpartition("=")
        if not name:
            arguments.parser.error(translate("CommandLine", "“{text}” is not NAME=SCALE").format(text=text))
        entry = shelves.find(model, name)
        change: dict[str, Any] = {"layers": layers} if layers is not None else {}
        change |= {"on": value == _ON} if value in (_ON, _OFF) else {"scale": _scale(value), "on": True}
        changes.append((entry, change))
    for entry, change in changes:
        shelves.set(model, entry.row, **change)
    _show(shelves.entries(model), model, arguments, services, terminal)
    return 0


def _layers(arguments: argparse.Namespace) -> tuple[int, int] | None:
    text = arguments.layers
    if text is None:
        return None
    first, _, last = ("0", "-", "0") if text == "all" else text.partition("-")
    if not (first.isdecimal() and last.isdecimal()) or int(first) > int(last):
        arguments.parser.error(translate("CommandLine", "“{text}” is not FIRST-LAST").format(text=clean(text)))
    return int(first), int(last)


def _parted(text: str) -> tuple[str, float | None]:
    """FILE=SCALE; a file's own name may have an equals sign in it."""
    name, equals, value = text.rpartition("=")
    if not equals or Path(text).expanduser().exists():
        return text, None
    return name, _scale(value)


def _scale(text: str) -> float:
    from desktop.library.adapters.records import STRONGEST

    try:
        scale = float(text)
    except ValueError:
        scale = float("nan")
    if not -STRONGEST <= scale <= STRONGEST:
        raise ModelFileError(Code.INVALID_VALUE, name=translate("CommandLine", "strength"), value=text)
    return scale


def _show(
    entries: list[ShelfEntry], model: ModelFile, arguments: argparse.Namespace, services: Services, terminal: Terminal
) -> None:
    if arguments.json:
        terminal.print_json([_facts(entry) for entry in entries], indent=2)
    elif entries:
        terminal.write(table([_row(entry) for entry in entries]) + "\n")
    else:
        said = translate("CommandLine", "No adapter for {model}: add a GGUF file, or put it into {folder}.")
        terminal.note(said.format(model=model.name, folder=services.adapters.shelves.folder))
    for entry in entries:
        if entry.error is not None:
            terminal.note(f"{entry.key}: {sentence(entry.error)}")


def _row(entry: ShelfEntry) -> list[str]:
    row = entry.row
    kind = f"LoRA r{row.rank}" if row.rank else translate("CommandLine", "control vector")
    return ["*" if row.works else " ", entry.key, f"{row.scale:g}", kind, f"{row.size / 1e6:.1f} MB", row.name]


def _facts(entry: ShelfEntry) -> dict[str, Any]:
    row = entry.row
    first, last = row.first_layer or row.layers[0], row.last_layer or row.layers[1]
    return {
        "key": entry.key,
        "name": row.name,
        "path": str(row.path),
        "sha256": row.sha256,
        "kind": row.kind,
        "size": row.size,
        "rank": row.rank,
        "layers": [first, last] if last else [],
        "made_for": row.base,
        "scale": row.scale,
        "on": row.on,
        "found": entry.found,
        "error": entry.error.code if entry.error is not None else "",
    }
