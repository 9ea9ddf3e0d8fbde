"""`lamplight models downloads`: what was begun and not ended, going on with it, giving it up."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.cli.options import Parser, add_json_array_option
from desktop.cli.terminal import table

if TYPE_CHECKING:
    from desktop.cli.terminal import Terminal
    from desktop.features.models.fetching.download_state import DownloadState
    from desktop.features.services import Services

_LIST, _RESUME, _CANCEL = "list", "resume", "cancel"


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.arguments.add_argument(
        "action",
        metavar="ACTION",
        nargs="?",
        default=_LIST,
        choices=(_LIST, _RESUME, _CANCEL),
        help=translate("CommandLine", "list, resume or cancel; list where none is given"),
    )
    parser.arguments.add_argument(
        "identifier",
        metavar="ID",
        nargs="?",
        help=translate("CommandLine", "which one, as the list says; resume takes all without it"),
    )
    add_json_array_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Do it. Raises HubError(DOWNLOAD_UNKNOWN), and why a download fails."""
    from desktop.base.errors import Code, LamplightError

    if arguments.action == _LIST:
        return _list(services.downloads.states(), arguments.json, terminal)
    if arguments.action == _CANCEL and not arguments.identifier:
        raise LamplightError(Code.USAGE)
    chosen = _chosen(services, arguments.identifier)
    if arguments.action == _RESUME:
        return _resume(chosen, services, terminal)
    for state in chosen:
        services.downloads.cancel(state.identifier)
        said = translate("CommandLine", "{title} is given up; what had arrived of it is deleted.")
        terminal.write(said.format(title=state.title) + "\n")
    return 0


def _chosen(services: Services, identifier: str | None) -> list[DownloadState]:
    if identifier is None:
        return services.downloads.states()
    starting = [state for state in services.downloads.states() if state.identifier.startswith(identifier)]
    return starting if len(starting) == 1 else [services.downloads.state(identifier)]


def _resume(chosen: list[DownloadState], services: Services, terminal: Terminal) -> int:
    from desktop.cli.downloads import follow_download

    for state in chosen:
        said = translate("CommandLine", "{title}, from {host}")
        terminal.note(said.format(title=state.title, host=state.host))
        services.downloads.resume(state.identifier)
        again = f"lamplight models downloads resume {state.identifier[:6]}"
        status = follow_download(services.downloads, state.identifier, terminal, again)
        if status:
            return status
    return 0


def _list(states: list[DownloadState], json: bool, terminal: Terminal) -> int:
    from desktop.cli.downloads import facts
    from desktop.features.models.fetching.download_text import amount_text, percent_text, reason_text, state_text

    if json:
        terminal.print_json([facts(state) for state in states], indent=2)
    elif states:
        rows = [
            [state.identifier[:6], percent_text(state), amount_text(state), state.title, state_text(state)]
            for state in states
        ]
        terminal.write(table(rows) + "\n")
        for reason in filter(None, map(reason_text, states)):
            terminal.note(reason)
    else:
        terminal.note(translate("CommandLine", "Nothing is being fetched."))
    return 0
