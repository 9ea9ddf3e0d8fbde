"""`lamplight story lore`: a story's bible out of and into the lorebooks of SillyTavern and NovelAI."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import translate
from desktop.cli.commands.story_common import add_project_argument, find_project, open_stories
from desktop.cli.options import Parser, add_json_array_option, add_json_option
from desktop.cli.terminal import Terminal, table

if TYPE_CHECKING:
    from desktop.features.services import Services
    from desktop.store.stories.records import BibleEntry

_PROGRAMS = ("sillytavern", "novelai")


def add_lore(actions: Any) -> None:
    """Declare `story lore` with its import, export and list."""
    parser = actions.add_parser(
        "lore", help=translate("CommandLine", "list a story's bible, or carry it in or out as a lorebook")
    )
    parser.set_defaults(run=lambda *_: _usage(parser))
    kinds = parser.add_commands()
    _add_list(kinds)
    _add_import(kinds)
    _add_export(kinds)


def _usage(parser: argparse.ArgumentParser) -> int:
    parser.print_help(sys.stderr)
    return 2


def _add_list(kinds: Any) -> None:
    parser = kinds.add_parser("list", help=translate("CommandLine", "list the entries of a story's bible"))
    add_project_argument(parser)
    add_json_array_option(parser)
    parser.set_defaults(run=_list)


def _add_import(kinds: Any) -> None:
    parser = kinds.add_parser(
        "import",
        help=translate("CommandLine", "add a lorebook's entries to a story's bible"),
        description=translate(
            "CommandLine",
            "Add the entries of a lorebook to a story's bible: SillyTavern's world info, a character card with a book\n"
            "(JSON or PNG), or NovelAI's .lorebook, .scenario or .story.",
        ),
    )
    add_project_argument(parser)
    _add_file(parser)
    add_json_option(parser)
    parser.set_defaults(run=_import)


def _add_export(kinds: Any) -> None:
    parser = kinds.add_parser("export", help=translate("CommandLine", "write a story's bible as a lorebook"))
    add_project_argument(parser)
    _add_file(parser)
    parser.options.add_argument(
        "--for",
        dest="program",
        choices=_PROGRAMS,
        help=translate("CommandLine", "the program that is to read it; else by the file's name"),
    )
    parser.set_defaults(run=_export)


def _add_file(parser: Parser) -> None:
    parser.arguments.add_argument("path", metavar="FILE", help=translate("CommandLine", "the lorebook's file"))


# -- running -----------------------------------------------------------------------------------------------------------


def _list(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    stories = open_stories(services, terminal)
    entries = stories.bible(find_project(stories, arguments.project).id)
    if arguments.json:
        terminal.print_json([_facts(entry) for entry in entries], indent=2)
    elif entries:
        rows = [[entry.kind.value, entry.activation.value, entry.name, ", ".join(entry.keys)] for entry in entries]
        terminal.write(table(rows) + "\n")
    else:
        terminal.note(translate("CommandLine", "This story's bible is empty."))
    return 0


def _import(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.features.story.transfer.lorebooks import import_lorebook

    stories = open_stories(services, terminal)
    project = find_project(stories, arguments.project)
    before = len(stories.bible(project.id))
    _, left_out = import_lorebook(stories, project.id, Path(arguments.path))
    added = len(stories.bible(project.id)) - before
    if arguments.json:
        terminal.print_json({"project": project.id, "added": added, "left_out": left_out}, indent=2)
        return 0
    terminal.note(translate("CommandLine", "%n entries added.", "", added))
    if left_out:
        terminal.note(translate("CommandLine", "%n entries could not be read.", "", left_out))
    return 0


def _export(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.features.story.transfer.lorebooks import export_lorebook

    stories = open_stories(services, terminal)
    path = Path(arguments.path)
    program = arguments.program or ("novelai" if path.suffix.lower() == ".lorebook" else "sillytavern")
    number = export_lorebook(stories, find_project(stories, arguments.project).id, program, path)
    terminal.note(translate("CommandLine", "%n entries written.", "", number))
    return 0


def _facts(entry: BibleEntry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "name": entry.name,
        "keys": list(entry.keys),
        "activation": entry.activation,
        "priority": entry.priority,
        "budget": entry.budget,
        "depth": entry.depth,
        "text": entry.text,
    }
