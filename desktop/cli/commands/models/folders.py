"""`lamplight models folders`: where models are looked for; nothing in another program's folder is ever changed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import translate
from desktop.base.sizes import bytes_text
from desktop.cli.commands.models.describing import owner_text, place_facts
from desktop.cli.options import Parser, add_json_array_option, add_json_option
from desktop.cli.terminal import Terminal, table
from desktop.library.owners import Owner

if TYPE_CHECKING:
    from desktop.features.services import Services
    from desktop.library.models import Place
    from desktop.library.moving.move import Mover


def declare(parser: Parser) -> None:
    """Add the verbs; without one the folders are listed."""
    parser.set_defaults(run=_list, json=False)
    verbs = parser.add_commands()
    listing = verbs.add_parser("list", help=translate("CommandLine", "list the folders"))
    add_json_array_option(listing)
    listing.set_defaults(run=_list)
    adding = verbs.add_parser("add", help=translate("CommandLine", "look into a folder, at any depth"))
    _add_path(adding, translate("CommandLine", "the folder"))
    add_json_option(adding)
    adding.set_defaults(run=_add)
    removing = verbs.add_parser(
        "remove", help=translate("CommandLine", "look into a folder no more, another program's, too")
    )
    _add_path(removing, translate("CommandLine", "the folder"))
    add_json_option(removing)
    removing.set_defaults(run=_remove)
    moving = verbs.add_parser(
        "move", help=translate("CommandLine", "move everything to another folder: copy, verify, and switch to it")
    )
    _add_path(moving, translate("CommandLine", "where models live from then on"))
    moving.options.add_argument(
        "--clear", action="store_true", help=translate("CommandLine", "remove the originals afterwards")
    )
    add_json_option(moving)
    moving.set_defaults(run=_move)
    clearing = verbs.add_parser(
        "clear", help=translate("CommandLine", "remove what a move left: its originals, or the copies of a cut one")
    )
    add_json_option(clearing)
    clearing.set_defaults(run=_clear)


def _add_path(parser: Parser, help_text: str) -> None:
    parser.arguments.add_argument("path", metavar="FOLDER", help=help_text)


def _list(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    library = services.library
    rows = [(place, True) for place in library.places()] + [(place, False) for place in library.others_left_out()]
    if arguments.json:
        terminal.print_json([place_facts(place, looked_into=looked) for place, looked in rows], indent=2)
        return 0
    terminal.write(table([_row(place, looked) for place, looked in rows]) + "\n")
    return 0


def _row(place: Place, looked_into: bool) -> list[str]:
    said = owner_text(place.owner)
    if place.owner is Owner.LAMPLIGHT:
        said = translate("CommandLine", "where models live")
    if not looked_into:
        said = translate("CommandLine", "{owner}, left out").format(owner=said)
    return [str(place.folder), said]


def _add(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    place = services.library.add_folder(Path(arguments.path))
    if arguments.json:
        terminal.print_json(place_facts(place, looked_into=True))
        return 0
    terminal.write(translate("CommandLine", "{folder} is looked into from now on.").format(folder=place.folder) + "\n")
    return 0


def _remove(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    place = services.library.remove_folder(Path(arguments.path))
    if arguments.json:
        terminal.print_json(place_facts(place, looked_into=False))
        return 0
    told = translate("CommandLine", "{folder} is looked into no more; nothing in it was changed.")
    terminal.write(told.format(folder=place.folder) + "\n")
    return 0


def _move(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Ctrl-C ends it, and everything is where it was."""
    from desktop.cli.progress import INTERRUPTED, Follower

    mover = services.library.mover
    follower = Follower(terminal, streaming=False)
    told = translate("CommandLine", "Moving {name}, {percent} %")
    follower.run(
        lambda stop: mover.move(Path(arguments.path), lambda: stop.is_set),
        lambda step: follower.status(told.format(name=step.name, percent=int(100 * step.done / max(1, step.total)))),
    )
    if follower.stopped and mover.done() is None:
        terminal.note(translate("CommandLine", "(stopped; everything is where it was)"))
        return INTERRUPTED
    record = mover.done()
    if arguments.json:
        cleared = _cleared(mover) if arguments.clear else {"removed": 0, "left": []}
        originals = record.size if record is not None and not arguments.clear else 0
        terminal.print_json({"folder": str(mover.folder), "originals": originals, **cleared})
        return 0
    terminal.write(translate("CommandLine", "Models live in {folder} now.").format(folder=mover.folder) + "\n")
    if arguments.clear:
        return _clear(arguments, services, terminal)
    if record is not None and record.size:
        left = translate(
            "CommandLine", "The originals are still in {folder} ({size}); lamplight models folders clear removes them."
        )
        terminal.note(left.format(folder=record.source, size=bytes_text(record.size)))
    return 0


def _cleared(mover: Mover) -> dict[str, Any]:
    """Remove what a move left; bytes that were removed, and files that had changed and stay. Raises OSError."""
    if mover.interrupted() is not None:
        mover.take_back()
        return {"removed": 0, "left": []}
    cleared = mover.remove_originals() if mover.done() is not None else None
    if cleared is None:
        return {"removed": 0, "left": []}
    return {"removed": cleared.size, "left": [str(path) for path in cleared.left]}


def _clear(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    mover = services.library.mover
    if arguments.json:
        terminal.print_json(_cleared(mover))
        return 0
    cut = mover.interrupted()
    if cut is not None:
        mover.take_back()
        told = translate("CommandLine", "The copies in {folder} are gone; everything is where it was.")
        terminal.write(told.format(folder=cut.target) + "\n")
        return 0
    if mover.done() is None:
        terminal.note(translate("CommandLine", "There is nothing to remove."))
        return 0
    cleared = mover.remove_originals()
    told = translate("CommandLine", "{size} of originals were removed.")
    terminal.write(told.format(size=bytes_text(cleared.size)) + "\n")
    for path in cleared.left:
        terminal.note(translate("CommandLine", "{path} was left: it has changed.").format(path=path))
    return 0
