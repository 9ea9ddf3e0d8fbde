"""`lamplight chats`: the kept conversations listed, shown, searched, exported and imported."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import translate
from desktop.cli.options import Parser, add_json_array_option, add_json_option, clean
from desktop.cli.recovery import open_store
from desktop.cli.terminal import Terminal, table

if TYPE_CHECKING:
    from desktop.features.exchange.imports import ImportEvent
    from desktop.features.services import Services
    from desktop.store import Conversation
    from desktop.store.conversations.exchange import Exchange
    from desktop.store.core.snippet import Snippet
    from desktop.store.search.records import Filters, Found

_FORMS = ("md", "json", "html", "docx", "pdf")
_BINARY = ("docx", "pdf")


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.set_defaults(run=_list, folder=None, tag="", archived=False, trash=False, json=False)
    actions = parser.add_commands()
    _add_list(actions)
    _add_show(actions)
    _add_search(actions)
    _add_export(actions)
    _add_import(actions)


def _add_list(actions: Any) -> None:
    parser = actions.add_parser("list", help=translate("CommandLine", "list the conversations, the newest first"))
    option = parser.options.add_argument
    option("--folder", metavar="NAME", help=translate("CommandLine", "those in this folder and below it"))
    option("--tag", default="", metavar="NAME", help=translate("CommandLine", "those with this tag"))
    option("--archived", action="store_true", help=translate("CommandLine", "those in the archive"))
    option("--trash", action="store_true", help=translate("CommandLine", "those in the trash"))
    add_json_array_option(parser)
    parser.set_defaults(run=_list)


def _add_show(actions: Any) -> None:
    parser = actions.add_parser("show", help=translate("CommandLine", "print a conversation"))
    parser.arguments.add_argument("id", type=int, metavar="ID", help=translate("CommandLine", "its number in the list"))
    add_json_option(parser, translate("CommandLine", "print one JSON object, all versions in it"))
    parser.set_defaults(run=_show)


def _add_search(actions: Any) -> None:
    parser = actions.add_parser(
        "search",
        help=translate("CommandLine", "find messages, documents sent with them, and titles"),
        description=translate(
            "CommandLine",
            "Find messages, documents sent with them, and titles that have all words: beginnings of words, "
            '"phrases", -words that must be absent.',
        ),
    )
    parser.arguments.add_argument("words", nargs="+", metavar="WORD", help=translate("CommandLine", "what to look for"))
    option = parser.options.add_argument
    option("--model", default="", metavar="NAME", help=translate("CommandLine", "only what this model wrote"))
    option("--tag", default="", metavar="NAME", help=translate("CommandLine", "only in conversations with this tag"))
    option("--pane", default="", metavar="NAME", help=translate("CommandLine", "only in this pane: chat, story…"))
    option("--since", type=_day, metavar="DATE", help=translate("CommandLine", "from this day on: 2026-01-31"))
    option("--until", type=_day, metavar="DATE", help=translate("CommandLine", "up to and with this day"))
    option("--limit", type=int, default=20, metavar="N", help=translate("CommandLine", "at most so many messages"))
    add_json_option(parser)
    parser.set_defaults(run=_search)


def _add_export(actions: Any) -> None:
    parser = actions.add_parser("export", help=translate("CommandLine", "write conversations to a file"))
    parser.arguments.add_argument(
        "ids", type=int, nargs="*", metavar="ID", help=translate("CommandLine", "their numbers in the list; else all")
    )
    option = parser.options.add_argument
    option(
        "--format",
        choices=_FORMS,
        help=translate("CommandLine", "md, html, docx or pdf to read, json complete; else by the file's name"),
    )
    option("-o", "--output", metavar="OUT", help=translate("CommandLine", "write to this file"))
    option("--folder", metavar="FOLDER", help=translate("CommandLine", "write a file for each into this folder"))
    parser.set_defaults(run=_export, parser=parser)


def _add_import(actions: Any) -> None:
    parser = actions.add_parser(
        "import",
        help=translate("CommandLine", "take in conversations of other programs"),
        description=translate(
            "CommandLine",
            "Take in conversations that Lamplight, ChatGPT, Claude, LM Studio, Jan, Open WebUI or SillyTavern wrote.\n"
            "What is there already is not doubled; what can't be read is named, and the rest arrives.",
        ),
    )
    parser.arguments.add_argument(
        "paths", nargs="+", metavar="PATH", help=translate("CommandLine", "files, .zip archives or folders")
    )
    add_json_option(parser)
    parser.set_defaults(run=_import)


# -- running -----------------------------------------------------------------------------------------------------------


def _list(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.store.conversations.organisation import Organisation
    from desktop.store.conversations.organisation_records import View

    open_store(services, terminal)
    organisation = Organisation(services.open_store().database)
    folder = None
    if arguments.folder:
        named = [found.id for found in organisation.folders() if found.name.casefold() == arguments.folder.casefold()]
        folder = named[0] if named else -1
    view = View(
        folder=folder, deep=True, tag=arguments.tag, archived=bool(arguments.archived), trashed=bool(arguments.trash)
    )
    found = organisation.conversations(view)
    if arguments.json:
        terminal.print_json([_facts(item) for item in found], indent=2)
    elif found:
        terminal.write(table([[str(item.id), _day_text(item.updated), _title(item.title)] for item in found]) + "\n")
    else:
        terminal.note(translate("CommandLine", "There are no conversations here."))
    return 0


def _show(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.features.exchange import own, pages

    open_store(services, terminal)
    thread = _exchange(services).read(arguments.id)
    if arguments.json:
        terminal.print_json({"id": arguments.id, **own.as_json(thread)}, indent=2)
    else:
        terminal.write(pages.markdown([thread]))
    return 0


def _search(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.store.search.records import Filters
    from desktop.store.search.search import Search

    open_store(services, terminal)
    until = arguments.until + timedelta(days=1) if arguments.until else None
    filters: Filters = Filters(arguments.since, until, arguments.model, arguments.pane, arguments.tag)
    search = Search(services.open_store().database)
    search.complete()
    found = search.find(clean(" ".join(arguments.words)), filters, max(1, arguments.limit))
    if arguments.json:
        terminal.print_json(_found_json(found), indent=2)
    elif found.titles or found.messages:
        _write_found(found, terminal)
    else:
        terminal.note(translate("CommandLine", "Nothing was found."))
    return 0


def _export(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.features.exchange.export import Form, export, export_file, export_folder
    from desktop.store.conversations.organisation import Organisation
    from desktop.store.conversations.organisation_records import View

    ending = Path(arguments.output).suffix.lower().lstrip(".") if arguments.output else ""
    form = Form(arguments.format or (ending if ending in _FORMS else "md"))
    if arguments.output and arguments.folder:
        arguments.parser.error(translate("CommandLine", "either --output or --folder"))
    if form in _BINARY and not (arguments.output or arguments.folder):
        arguments.parser.error(translate("CommandLine", "docx and pdf need --output or --folder"))
    open_store(services, terminal)
    exchange = _exchange(services)
    every = Organisation(services.open_store().database).conversations(View(archived=None))
    ids = arguments.ids or [item.id for item in every]
    if arguments.folder:
        made = export_folder(exchange, ids, form, Path(arguments.folder), services.paper)
        terminal.note(translate("CommandLine", "%n files written.", count=len(made)))
    elif arguments.output:
        export_file(exchange, ids, form, Path(arguments.output), services.paper)
        terminal.note(translate("CommandLine", "Written to {path}.").format(path=arguments.output))
    elif form is Form.JSON:
        terminal.print_json_text(export(exchange, ids, form).decode())
    else:
        terminal.write_document(export(exchange, ids, form).decode())
    return 0


def _import(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.features.exchange.imports import Arrived, Expected, Summary, import_files

    open_store(services, terminal)
    summary, arrived, problems = Summary(), list[dict[str, Any]](), list[str]()
    for event in import_files(_exchange(services), map(Path, arguments.paths)):
        summary = summary.plus(event)
        if isinstance(event, Arrived):
            terminal.status(_title(event.title))
            kept = event.kept
            arrived.append({"id": kept.conversation_id, "title": event.title, "new": kept.new, "messages": kept.added})
        elif not isinstance(event, Expected):
            problems.append(_problem_text(event))
            terminal.note(problems[-1])
    terminal.status("")
    if arguments.json:
        terminal.print_json({"conversations": arrived, "problems": problems}, indent=2)
    else:
        told = translate("CommandLine", "New: {new}. With new messages: {grown}. Known already: {known}.")
        terminal.write(told.format(new=summary.new, grown=summary.grown, known=summary.known) + "\n")
    return 1 if problems else 0


# -- inside ------------------------------------------------------------------------------------------------------------


def _exchange(services: Services) -> Exchange:
    from desktop.store.conversations.exchange import Exchange

    return Exchange(services.open_store().database)


def _problem_text(event: ImportEvent) -> str:
    from desktop.base.error_text import sentence
    from desktop.features.exchange.common import Problem
    from desktop.features.exchange.imports import FileFailed

    if isinstance(event, FileFailed):
        return str(sentence(event.error))
    assert isinstance(event, Problem)
    return translate("CommandLine", "“{name}” could not be read ({cause}).").format(name=event.name, cause=event.cause)


def _write_found(found: Found, terminal: Terminal) -> None:
    for title in found.titles:
        terminal.write(f"{title.conversation_id}  {_title(title.title.text)}\n")
    for hit in found.messages:
        when = _day_text(hit.created)
        inside = translate("Chat", "In the document {name}").format(name=_title(hit.document)) if hit.document else ""
        place = " · ".join(filter(None, (_title(hit.title), inside, when)))
        terminal.write(f"{hit.conversation_id}  {place}\n    {hit.snippet.text.strip()}\n")
    if found.more:
        terminal.note(translate("CommandLine", "There are more; --limit shows them."))


def _found_json(found: Found) -> dict[str, Any]:
    return {
        "titles": [
            {"conversation": item.conversation_id, "pane": item.pane, **_snippet_json(item.title)}
            for item in found.titles
        ],
        "messages": [
            {
                "conversation": hit.conversation_id,
                "message": hit.message_id,
                "title": hit.title,
                "pane": hit.pane,
                "role": hit.role,
                "created": hit.created.isoformat(),
                "model": hit.model,
                "document": hit.document,
                **_snippet_json(hit.snippet),
            }
            for hit in found.messages
        ],
        "more": found.more,
    }


def _snippet_json(snippet: Snippet) -> dict[str, Any]:
    return {"text": snippet.text, "hits": [list(hit) for hit in snippet.hits]}


def _facts(item: Conversation) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "created": item.created.isoformat(),
        "updated": item.updated.isoformat(),
        "tags": list(item.tags),
        "pinned": item.pinned is not None,
        "archived": item.archived is not None,
        "trashed": item.trashed.isoformat() if item.trashed else None,
    }


def _title(title: str) -> str:
    return " ".join(title.split()) or translate("CommandLine", "(untitled)")


def _day_text(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _day(text: str) -> datetime:
    """A day of the calendar, from its beginning here."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").astimezone().astimezone(UTC)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(translate("CommandLine", "not a date like 2026-01-31")) from None
