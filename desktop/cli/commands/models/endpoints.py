"""`lamplight models endpoints`: models on other machines. Nothing is sent anywhere before its host has been named."""

from __future__ import annotations

import argparse
import getpass
from typing import TYPE_CHECKING, Any

from desktop.base import secrets
from desktop.base.endpoints import Endpoint, host_of, is_readable_on_the_way, normalized
from desktop.base.errors import Code, EndpointError, LamplightError, ModelFileError
from desktop.base.i18n import translate
from desktop.cli.options import Parser, add_json_array_option, number_between
from desktop.cli.terminal import Terminal, table

if TYPE_CHECKING:
    from desktop.features.services import Services
    from desktop.library.models import ModelFile

_MOST_AT_ONCE = 64


def declare(parser: Parser) -> None:
    """Add the verbs; without one the models are listed."""
    parser.set_defaults(run=_list, json=False)
    verbs = parser.add_commands()
    listing = verbs.add_parser("list", help=translate("CommandLine", "list the models on other machines"))
    add_json_array_option(listing)
    listing.set_defaults(run=_list)
    adding = verbs.add_parser("add", help=translate("CommandLine", "add models of a server, by its address"))
    adding.arguments.add_argument(
        "address", metavar="ADDRESS", help=translate("CommandLine", "such as http://192.168.1.7:8080")
    )
    add_options(adding)
    adding.set_defaults(run=add)
    moving = verbs.add_parser("move", help=translate("CommandLine", "a model’s server has another address now"))
    _add_name(moving)
    moving.arguments.add_argument(
        "address", metavar="ADDRESS", help=translate("CommandLine", "such as http://192.168.1.7:8080")
    )
    _add_trust(moving)
    moving.set_defaults(run=_move)
    removing = verbs.add_parser("remove", help=translate("CommandLine", "take a model off the list"))
    _add_name(removing)
    removing.set_defaults(run=_remove)
    testing = verbs.add_parser("test", help=translate("CommandLine", "ask a server again what it can do"))
    _add_name(testing)
    testing.options.add_argument(
        "--at-once",
        type=number_between(1, _MOST_AT_ONCE),
        metavar="N",
        help=translate("CommandLine", "how many requests are sent side by side"),
    )
    add_json_array_option(testing)
    testing.set_defaults(run=_test)


def add_options(parser: Parser) -> None:
    """What adding a server can be told."""
    parser.options.add_argument(
        "--model", action="append", metavar="NAME", help=translate("CommandLine", "a model of that server; repeatable")
    )
    parser.options.add_argument("--all", action="store_true", help=translate("CommandLine", "all of its models"))
    _add_trust(parser)


def _add_trust(parser: Parser) -> None:
    """What is needed to reach a server."""
    parser.options.add_argument(
        "--key",
        action="store_true",
        help=translate("CommandLine", "ask for the server's key, which is kept in the system's keyring"),
    )
    parser.options.add_argument(
        "--unencrypted",
        action="store_true",
        help=translate("CommandLine", "use plain HTTP to another machine without asking"),
    )
    add_json_array_option(parser)


def add(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Add models of a server. Raises LamplightError, OSError."""
    address, key = _reach(arguments, terminal)
    server = services.remote_models.look(address, key)
    offered = [one.name for one in server.models]
    names = offered if arguments.all or len(offered) == 1 else list(arguments.model or ())
    unknown = [name for name in names if name not in offered]
    if unknown:
        raise EndpointError(Code.ENDPOINT_NO_MODEL, cause=f"{host_of(address)}: {unknown[0]}")
    if not names:
        terminal.note(translate("CommandLine", "Name one with --model, or take --all:"))
        terminal.write("".join(f"{name}\n" for name in offered))
        return 2
    kept = services.remote_models.add(server, names, key)
    _show(list(kept.models), arguments.json, terminal)
    return 0


def _add_name(parser: Parser) -> None:
    parser.arguments.add_argument("name", metavar="NAME", help=translate("CommandLine", "its name in the list"))


def _list(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    _show(services.remote_models.all(), arguments.json, terminal)
    return 0


def _move(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    model = _find(arguments.name, services)
    address, key = _reach(arguments, terminal)
    _show(list(services.remote_models.move(model, address, key).models), arguments.json, terminal)
    return 0


def _reach(arguments: argparse.Namespace, terminal: Terminal) -> tuple[str, str]:
    """The address and its key, agreed to and named before anything is sent. Raises LamplightError."""
    address = normalized(arguments.address)
    _warn(address, arguments.unencrypted, terminal)
    key = _key(terminal) if arguments.key else ""
    terminal.note(translate("CommandLine", "Asking {host}").format(host=host_of(address)))
    return address, key


def _remove(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    model = _find(arguments.name, services)
    services.remote_models.remove(model)
    terminal.write(translate("CommandLine", "{name} is off the list.").format(name=model.key) + "\n")
    return 0


def _test(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    model = _find(arguments.name, services)
    terminal.note(translate("CommandLine", "Asking {host}").format(host=model.host))
    if arguments.at_once:
        model = services.remote_models.set_at_once(model, arguments.at_once)
    _show([services.remote_models.test(model)], arguments.json, terminal)
    return 0


def _find(name: str, services: Services) -> ModelFile:
    model = services.library.find(name)
    if model.endpoint is None:
        known = ", ".join(found.key for found in services.remote_models.all())
        raise ModelFileError(Code.MODEL_UNKNOWN, name=name, known=known)
    return model


def _warn(address: str, agreed: bool, terminal: Terminal) -> None:
    """Plain HTTP to another machine is agreed to first. Raises LamplightError(USAGE) where nobody can."""
    if not is_readable_on_the_way(address) or agreed:
        return
    told = translate(
        "CommandLine", "{host} is reached without encryption: everybody on the network between can read what is sent."
    )
    terminal.note(told.format(host=host_of(address)))
    if not terminal.interactive or not terminal.input_is_a_person:
        raise LamplightError(Code.USAGE, cause="--unencrypted")
    answer = terminal.ask(translate("CommandLine", "Use it all the same? (yes/no) ")).strip().lower()
    if answer not in ("y", "yes", "是", "好"):
        raise LamplightError(Code.CANCELLED)


def _key(terminal: Terminal) -> str:
    """A key, from a person who isn't shown it, or a line of the input. Raises LamplightError(KEYRING_MISSING)."""
    secrets.require_keyring()
    if terminal.input_is_a_person:
        return getpass.getpass(translate("CommandLine", "Key: ")).strip()
    return terminal.input.readline(10_000).decode("utf-8", "replace").strip()


def _show(models: list[ModelFile], as_json: bool, terminal: Terminal) -> None:
    if as_json:
        terminal.print_json([facts_of(model) for model in models], indent=2)
    elif models:
        terminal.write(table([_row(model) for model in models]) + "\n")


def _row(model: ModelFile) -> list[str]:
    endpoint = model.endpoint
    assert endpoint is not None
    tokens = translate("CommandLine", "{count} tokens").format(count=f"{endpoint.context:,}")
    return [
        model.key,
        endpoint.kind.shown or translate("CommandLine", "unknown server"),
        tokens if endpoint.context else "",
        _can(endpoint),
    ]


def _can(endpoint: Endpoint) -> str:
    can = endpoint.abilities
    words = [
        translate("CommandLine", "answers") if can.chat else "",
        translate("CommandLine", "goes on with a text") if can.completions or can.continues else "",
        translate("CommandLine", "tells probabilities") if can.probabilities else "",
    ]
    return ", ".join(word for word in words if word)


def facts_of(model: ModelFile) -> dict[str, Any]:
    """A model on another machine as JSON; whether it has a key, never the key."""
    from desktop.features.models.kept_sampling import unsent_at

    endpoint = model.endpoint
    assert endpoint is not None
    can = endpoint.abilities
    return {
        "key": model.key,
        "name": model.name,
        "model": endpoint.model,
        "address": endpoint.address,
        "server": str(endpoint.kind),
        "context": endpoint.context,
        "at_once": endpoint.at_once,
        "has_key": endpoint.has_key,
        "encrypted": not is_readable_on_the_way(endpoint.address),
        "chat": can.chat,
        "completions": can.completions,
        "continues": can.continues,
        "probabilities": can.probabilities,
        "embeddings": can.embeddings,
        "counts_tokens": bool(can.tokenizer),
        "unsent": unsent_at(endpoint.kind),
    }
