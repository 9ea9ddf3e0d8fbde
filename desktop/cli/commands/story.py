"""`lamplight story`: the projects of the story feature made, listed, shown, exported and imported."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import translate
from desktop.cli.commands import story_lore, story_write
from desktop.cli.commands.story_common import add_project_argument, find_project, open_stories
from desktop.cli.options import Parser, add_json_array_option, add_json_option, clean
from desktop.cli.terminal import Terminal, table

if TYPE_CHECKING:
    from desktop.features.services import Services
    from desktop.store.stories.records import Node, Project

_KINDS = ("docx", "epub", "odt", "html", "md", "txt", "pdf")


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.set_defaults(run=_list, json=False)
    actions = parser.add_commands()
    for add in (_add_list, _add_new, _add_outline, story_write.add_draft, _add_export, _add_import):
        add(actions)
    story_lore.add_lore(actions)


def _add_list(actions: Any) -> None:
    parser = actions.add_parser("list", help=translate("CommandLine", "list the stories, the newest first"))
    add_json_array_option(parser)
    parser.set_defaults(run=_list)


def _add_new(actions: Any) -> None:
    parser = actions.add_parser("new", help=translate("CommandLine", "make an empty story"))
    parser.arguments.add_argument("title", metavar="PROJECT", help=translate("CommandLine", "its title"))
    option = parser.options.add_argument
    option("--language", default="", metavar="LANGUAGE", help=translate("CommandLine", "en, zh, …; else by its title"))
    option("--author", default="", metavar="NAME", help=translate("CommandLine", "who writes it"))
    option("--premise", default="", metavar="TEXT", help=translate("CommandLine", "what it is about"))
    add_json_option(parser)
    parser.set_defaults(run=_new)


def _add_outline(actions: Any) -> None:
    parser = actions.add_parser("outline", help=translate("CommandLine", "print a story's parts, chapters and scenes"))
    add_project_argument(parser)
    add_json_array_option(parser)
    story_write.add_outline_options(parser)
    parser.set_defaults(run=_outline, parser=parser)


def _add_export(actions: Any) -> None:
    parser = actions.add_parser(
        "export",
        help=translate("CommandLine", "write a story to a file"),
        description=translate(
            "CommandLine",
            "Write a story, or one chapter or scene of it, as docx, epub, odt, html, md, txt or pdf: by the file's\n"
            "name or --format. Without --output, text goes to the standard output.",
        ),
    )
    add_project_argument(parser)
    option = parser.options.add_argument
    option("-o", "--output", metavar="OUT", help=translate("CommandLine", "write to this file"))
    option("--format", choices=_KINDS, help=translate("CommandLine", "the kind of file; else by its name, else md"))
    option("--node", type=int, metavar="ID", help=translate("CommandLine", "only this chapter or scene of the outline"))
    option("--folder", metavar="FOLDER", help=translate("CommandLine", "write plain files into it, one for each scene"))
    option("--scene-titles", action="store_true", help=translate("CommandLine", "with the titles of scenes"))
    option("--no-front-matter", action="store_true", help=translate("CommandLine", "without title and dedication"))
    parser.set_defaults(run=_export, parser=parser)


def _add_import(actions: Any) -> None:
    parser = actions.add_parser(
        "import",
        help=translate("CommandLine", "take in a manuscript"),
        description=translate(
            "CommandLine",
            "Take in a manuscript as a new story: txt, md, docx, epub, a novelWriter project or a folder of text\n"
            "files. Chapters are recognised by their headings.",
        ),
    )
    parser.arguments.add_argument("path", metavar="PATH", help=translate("CommandLine", "a file or folder"))
    option = parser.options.add_argument
    option("--into", metavar="PROJECT", help=translate("CommandLine", "append it to this story"))
    option("--title", default="", metavar="TITLE", help=translate("CommandLine", "the title of the new story"))
    add_json_option(parser)
    parser.set_defaults(run=_import)


# -- running -----------------------------------------------------------------------------------------------------------


def _list(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    found = open_stories(services, terminal).projects()
    if arguments.json:
        terminal.print_json([_facts(project) for project in found], indent=2)
    elif found:
        rows = [
            [str(item.id), item.updated.astimezone().date().isoformat(), str(item.words), item.title] for item in found
        ]
        terminal.write(table(rows) + "\n")
    else:
        terminal.note(translate("CommandLine", "There are no stories yet."))
    return 0


def _new(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.formats.manuscript.read_text import language_of
    from desktop.store.stories.records import StorySettings

    title = clean(arguments.title).strip()
    language = arguments.language or language_of(title + clean(arguments.premise))
    settings = StorySettings(premise=clean(arguments.premise), author=clean(arguments.author))
    made = open_stories(services, terminal).create_project(title, language, settings)
    if arguments.json:
        terminal.print_json(_facts(made), indent=2)
    else:
        terminal.write(
            translate("CommandLine", "Story {number}: {title}").format(number=made.id, title=made.title) + "\n"
        )
    return 0


def _outline(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    if arguments.propose:
        return story_write.outline(arguments, services, terminal)
    stories = open_stories(services, terminal)
    nodes = stories.outline(find_project(stories, arguments.project).id)
    if arguments.json:
        terminal.print_json([_node_facts(node) for node in nodes], indent=2)
    elif nodes:
        depth: dict[int | None, int] = {None: -1}
        rows = []
        for node in nodes:
            depth[node.id] = depth.get(node.parent_id, -1) + 1
            rows.append([str(node.id), str(node.words), "  " * depth[node.id] + (node.title or "–")])
        terminal.write(table(rows) + "\n")
    else:
        terminal.note(translate("CommandLine", "This story has no parts yet."))
    return 0


def _export(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.features.story.transfer.export import default_style, export, export_file
    from desktop.features.story.transfer.folder import write_folder
    from desktop.formats.manuscript.book import Style

    if arguments.output and arguments.folder:
        arguments.parser.error(translate("CommandLine", "either --output or --folder"))
    stories = open_stories(services, terminal)
    project = find_project(stories, arguments.project)
    if arguments.folder:
        made = write_folder(stories, project.id, Path(arguments.folder))
        for name in made.left:
            told = translate("CommandLine", "{name} was changed by hand and is left as it is.")
            terminal.note(told.format(name=name))
        number = len(made.written)
        terminal.note(translate("CommandLine", "%n files written.", "", number))
        return 0
    base = default_style(stories, project.id, arguments.node)
    front = base.front_matter and not arguments.no_front_matter
    style = Style(front, bool(arguments.scene_titles), base.scene_break)
    if arguments.output:
        path = Path(arguments.output)
        export_file(stories, project.id, path, kind=arguments.format, node_id=arguments.node, style=style)
        terminal.note(translate("CommandLine", "Written to {path}.").format(path=arguments.output))
        return 0
    kind = arguments.format or "md"
    if kind not in ("md", "txt", "html"):
        arguments.parser.error(translate("CommandLine", "this kind of file needs --output"))
    terminal.write_document(export(stories, project.id, kind, node_id=arguments.node, style=style).decode())
    return 0


def _import(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.features.story.transfer.imports import import_into, import_project

    stories = open_stories(services, terminal)
    path = Path(arguments.path)
    if arguments.into:
        done = import_into(stories, find_project(stories, arguments.into).id, path)
    else:
        done = import_project(stories, path, clean(arguments.title).strip())
    if arguments.json:
        terminal.print_json({**_facts(done.project), "chapters": done.chapters, "scenes": done.scenes}, indent=2)
    else:
        told = translate("CommandLine", "Story {number}: {title}. Chapters: {chapters}. Scenes: {scenes}.")
        project = done.project
        facts = {"number": project.id, "title": project.title, "chapters": done.chapters, "scenes": done.scenes}
        terminal.write(told.format(**facts) + "\n")
    return 0


# -- inside ------------------------------------------------------------------------------------------------------------


def _facts(project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "title": project.title,
        "language": project.language,
        "words": project.words,
        "updated": project.updated.isoformat(),
    }


def _node_facts(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "parent": node.parent_id,
        "kind": node.kind,
        "title": node.title,
        "status": node.status,
        "words": node.words,
        "target_words": node.target_words,
        "beats": node.beats,
        "summary": node.summary,
    }
