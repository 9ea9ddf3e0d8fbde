"""`lamplight data`: where a person's things are, moving the writing, and removing all of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.base.sizes import bytes_text
from desktop.cli.options import Parser, add_json_array_option, clean
from desktop.cli.terminal import Terminal, table
from desktop.cli.window_closed import require_closed

if TYPE_CHECKING:
    from desktop.features.home.inventory import Kept
    from desktop.features.services import Services


def declare(parser: Parser) -> None:
    """Add the verbs; without one it is said where things are."""
    parser.set_defaults(run=_where, json=False)
    verbs = parser.add_commands()
    showing = verbs.add_parser(
        "where", help=translate("CommandLine", "say what lies where, and how much room it takes")
    )
    add_json_array_option(showing)
    showing.set_defaults(run=_where)
    moving = verbs.add_parser("move", help=translate("CommandLine", "move the writing to another folder; models stay"))
    moving.arguments.add_argument(
        "path", metavar="FOLDER", help=translate("CommandLine", "where the writing lives from then on")
    )
    moving.set_defaults(run=_move)
    removing = verbs.add_parser("remove", help=translate("CommandLine", "remove everything, after a word was typed"))
    removing.options.add_argument(
        "--models", action="store_true", help=translate("CommandLine", "also models in the folder chosen for them")
    )
    removing.options.add_argument(
        "--confirm", metavar="WORD", help=translate("CommandLine", "the word, where nobody is there to type it")
    )
    removing.set_defaults(run=_remove)


def _where(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.features.home.inventory import what_text
    from desktop.features.home.removing import inventory

    kept = inventory(services.paths, services.settings)
    if arguments.json:
        terminal.print_json([_facts(each) for each in kept], indent=2)
        return 0
    rows = []
    for each in kept:
        rows += [
            [what_text(each.what) if not at else "", _size(each, at), place] for at, place in enumerate(_places(each))
        ]
    terminal.write(table(rows) + "\n")
    return 0


def _move(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Raises StoreError, LamplightError: everything is then where it was."""
    from desktop.features.home.moving import move_writing

    require_closed(services.paths)
    services.close()
    moved = move_writing(services.paths, services.settings, Path(clean(arguments.path)))
    terminal.write(translate("CommandLine", "The writing lives in {folder} now.").format(folder=moved.data) + "\n")
    return 0


def _remove(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.features.home.inventory import What, what_text
    from desktop.features.home.removing import inventory, is_word, remove, word

    require_closed(services.paths)
    kept = inventory(services.paths, services.settings)
    for each in kept:
        stays = each.what is What.MODELS_ELSEWHERE and not arguments.models
        said = translate("CommandLine", "stays: {what}") if stays else translate("CommandLine", "goes: {what}")
        size = f", {bytes_text(each.size)}" if each.size else ""
        terminal.note(said.format(what=what_text(each.what)) + size)
        for place in _places(each):
            terminal.note(f"  {place}")
    asked = translate("CommandLine", "It can’t be undone. Type “{word}” to go on: ").format(word=word())
    typed = arguments.confirm if arguments.confirm is not None else _typed(asked, terminal)
    if not is_word(typed):
        terminal.note(translate("CommandLine", "Nothing was removed."))
        return 1
    services.close()
    removed = remove(kept, services.paths, models_elsewhere=arguments.models)
    told = translate("CommandLine", "Everything is gone; {size} are free again.")
    terminal.write(told.format(size=bytes_text(removed.size)) + "\n")
    for name, cause in removed.left:
        left = translate("CommandLine", "{path} could not be removed: {cause}")
        terminal.note(left.format(path=name, cause=cause or translate("CommandLine", "the keyring doesn’t answer")))
    return 1 if removed.left else 0


def _typed(asked: str, terminal: Terminal) -> str:
    if not terminal.interactive:
        return ""
    try:
        return terminal.ask(asked)
    except EOFError:
        return ""


def _places(kept: Kept) -> list[str]:
    """Each path, or of many in one folder the folder with their number; names in the keyring."""
    if kept.names:
        return list(kept.names)
    folders = list(dict.fromkeys(path.parent for path in kept.shown))
    found = []
    for folder in folders:
        inside = [path for path in kept.shown if path.parent == folder]
        found += [str(path) for path in inside] if len(inside) <= _MOST else [f"{folder} ({len(inside)})"]
    return found


_MOST = 12  # paths of one folder that are named


def _size(kept: Kept, at: int) -> str:
    return bytes_text(kept.size) if kept.size and not at else ""


def _facts(kept: Kept) -> dict[str, object]:
    return {
        "what": kept.what.value,
        "paths": [str(path) for path in kept.paths],
        "size": kept.size,
        "keyring": list(kept.names),
    }
