"""The verbs of `lamplight models`; each module is imported when one of its verbs is the one asked for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.cli.options import Parser

if TYPE_CHECKING:
    from desktop.cli.terminal import Terminal
    from desktop.features.services import Services


def declare(parser: Parser) -> None:
    """Add the verbs; without one the models are listed."""
    parser.set_defaults(run=_list_all, json=False)
    verbs = parser.add_commands()
    for name, help_text, declare_verb in _verbs():
        verbs.add_parser(name, help=help_text, declare=declare_verb)


def _list_all(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.cli.commands.models import listing

    return listing.run(arguments, services, terminal)


def _verbs() -> Iterator[tuple[str, str, Callable[[Parser], None]]]:
    """Name, line in the list, and what declares its arguments."""
    yield "list", translate("CommandLine", "list the models; the one in use has a star"), _list
    yield "info", translate("CommandLine", "say all that is known of a model"), _info
    yield "fit", translate("CommandLine", "whether they run on this machine, and how fast"), _fit
    yield "add", translate("CommandLine", "add a GGUF file or a folder, which stay where they are"), _add
    yield "search", translate("CommandLine", "search a hub; without words, what suits this machine"), _search
    yield "get", translate("CommandLine", "fetch a model from a hub"), _get
    yield "remove", translate("CommandLine", "take a model off the list; no file is deleted"), _remove
    yield "verify", translate("CommandLine", "see whether model files are still what they were"), _verify
    yield "folders", translate("CommandLine", "say where models are looked for, and change it"), _folders
    yield "options", translate("CommandLine", "how one model is loaded, and the memory that takes"), _options
    yield "roles", translate("CommandLine", "which model is for what: chat, stories, translation"), _roles
    yield "endpoints", translate("CommandLine", "models on other machines: list, add, test or remove them"), _endpoints
    yield "downloads", translate("CommandLine", "what is being fetched: list, resume or cancel it"), _downloads
    yield "devices", translate("CommandLine", "what this machine can compute on, and how fast it is"), _devices
    yield (
        "adapters",
        translate("CommandLine", "what changes how a model writes: list, add, set"),
        _adapters,
    )


# The imports stand in functions, not in strings: the checks of the architecture and the bundle see them there.


def _list(parser: Parser) -> None:
    from desktop.cli.commands.models import listing

    listing.declare(parser)


def _fit(parser: Parser) -> None:
    from desktop.cli.commands.models import fitting

    fitting.declare(parser)


def _info(parser: Parser) -> None:
    from desktop.cli.commands.models import listing

    listing.declare_info(parser)


def _add(parser: Parser) -> None:
    from desktop.cli.commands.models import changing

    changing.declare_add(parser)


def _remove(parser: Parser) -> None:
    from desktop.cli.commands.models import changing

    changing.declare_remove(parser)


def _verify(parser: Parser) -> None:
    from desktop.cli.commands.models import verifying

    verifying.declare(parser)


def _folders(parser: Parser) -> None:
    from desktop.cli.commands.models import folders

    folders.declare(parser)


def _downloads(parser: Parser) -> None:
    from desktop.cli.commands.models import downloading

    downloading.declare(parser)


def _options(parser: Parser) -> None:
    from desktop.cli.commands.models import options

    options.declare(parser)


def _roles(parser: Parser) -> None:
    from desktop.cli.commands.models import roles

    roles.declare(parser)


def _get(parser: Parser) -> None:
    from desktop.cli.commands.models import getting

    getting.declare(parser)


def _search(parser: Parser) -> None:
    from desktop.cli.commands.models import searching

    searching.declare(parser)


def _endpoints(parser: Parser) -> None:
    from desktop.cli.commands.models import endpoints

    endpoints.declare(parser)


def _devices(parser: Parser) -> None:
    from desktop.cli.commands.models import devices

    devices.declare(parser)


def _adapters(parser: Parser) -> None:
    from desktop.cli.commands.models import adapters

    adapters.declare(parser)
