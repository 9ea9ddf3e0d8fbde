"""`lamplight models get`: a model from a hub, whole and right; what was begun goes on with the same command."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.cli.commands.models import starter
from desktop.cli.consent import agreed
from desktop.cli.options import Parser, add_json_result_option, clean

if TYPE_CHECKING:
    from desktop.cli.terminal import Terminal
    from desktop.features.models.fetching.choosing import Chosen
    from desktop.features.services import Services
    from desktop.hub.catalogue import CatalogueModel

# Names that are no model of a hub; each gets the same as `run` and returns the exit status.
SPECIAL: dict[str, Callable[[argparse.Namespace, Services, Terminal], int]] = {starter.NAME: starter.get}


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.arguments.add_argument(
        "name",
        metavar="NAME|REPO[:QUANT]|URL",
        help=translate(
            "CommandLine",
            "a name from `models search`, a repository such as maker/model:Q4_K_M, or the address of a GGUF file",
        ),
    )
    parser.options.add_argument(
        "--pictures", action="store_true", help=translate("CommandLine", "also fetch what lets it read pictures")
    )
    parser.options.add_argument(
        "--yes", action="store_true", help=translate("CommandLine", "don’t ask before the hub is contacted")
    )
    add_json_result_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Fetch it. Raises HubError, and what stops a download for good."""
    from desktop.cli.downloads import fetch
    from desktop.hub.catalogue import find

    name = clean(arguments.name).strip()
    if name in SPECIAL:
        return SPECIAL[name](arguments, services, terminal)
    model = find(name)
    chosen = (
        _of_catalogue(model, arguments, services, terminal) if model else _named(name, arguments, services, terminal)
    )
    if chosen is None:
        terminal.note(translate("CommandLine", "Nothing was asked of it."))
        return 1
    again = f"lamplight models get {shlex.quote(name)}"
    return fetch(chosen.title, chosen.files, services, terminal, again, json=arguments.json)


def _of_catalogue(
    model: CatalogueModel, arguments: argparse.Namespace, services: Services, terminal: Terminal
) -> Chosen | None:
    from desktop.base.errors import Code, HubError
    from desktop.features.models.fetching.choosing import choose_catalogue_file

    repository = model.repository_at(services.hubs.source)
    if not repository:
        raise HubError(Code.HUB_NOT_FOUND, host=services.hubs.host, name=model.name)
    for words in (model.trap, model.doubt):
        if words:
            terminal.note(str(words))
    if not _agreed(services.hubs.host, repository, arguments, terminal):
        return None
    found = services.hubs.repository(repository)
    return choose_catalogue_file(found, model, pictures=arguments.pictures or None)


def _named(name: str, arguments: argparse.Namespace, services: Services, terminal: Terminal) -> Chosen | None:
    from desktop.features.models.fetching.choosing import Choosing, Chosen
    from desktop.hub.network import host

    meant = services.hubs.reference(name)
    if meant.file is not None:
        if not _agreed(host(meant.file.url), meant.file.name, arguments, terminal):
            return None
        return Chosen(meant.file.name.removesuffix(".gguf"), (meant.file,))
    if not _agreed(services.hubs.host, meant.repository, arguments, terminal):
        return None
    found = services.hubs.repository(meant.repository)
    chosen = Choosing(services.settings).choose(found, meant.wanted, pictures=arguments.pictures)
    if chosen.reason is not None:
        from desktop.features.models.fetching.advice_text import reason_text

        terminal.note(f"{chosen.title}: {reason_text(chosen.reason)}")
    return chosen


def _agreed(host: str, name: str, arguments: argparse.Namespace, terminal: Terminal) -> bool:
    """Say who will be contacted; a person at a terminal is asked."""
    told = translate(
        "CommandLine", "{host} will be asked for {name}; it sees the name and this machine’s address, nothing else."
    )
    terminal.note(told.format(host=host, name=name))
    return agreed(terminal, yes=arguments.yes)
