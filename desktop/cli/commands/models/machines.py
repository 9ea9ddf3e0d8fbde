"""`lamplight models devices add|remove|list|lend`: other machines whose devices models use, and this one's for them.

Nobody is contacted before the address has been named, and nothing is agreed to unencrypted without a yes.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translate
from desktop.cli.options import Parser, add_json_array_option, add_json_option
from desktop.cli.terminal import Terminal, table
from desktop.engine.backends.other_machine import is_here, normalized

if TYPE_CHECKING:
    from desktop.features.models.placement.machines import Machine
    from desktop.features.services import Services


def declare(verbs: Any) -> None:
    """Add the verbs."""
    adding = verbs.add_parser("add", help=translate("CommandLine", "let models use another machine’s devices"))
    _add_address(adding)
    _add_agreement(adding)
    add_json_option(adding)
    adding.set_defaults(run=_add)
    removing = verbs.add_parser("remove", help=translate("CommandLine", "use another machine’s devices no more"))
    _add_address(removing)
    removing.set_defaults(run=_remove)
    listing = verbs.add_parser(
        "list", help=translate("CommandLine", "list the machines as they were seen last; ask one by its address")
    )
    _add_address(listing, optional=True)
    add_json_array_option(listing)
    listing.set_defaults(run=_list)
    lending = verbs.add_parser("lend", help=translate("CommandLine", "let another machine use this one’s devices"))
    _add_address(lending)
    _add_agreement(lending)
    lending.set_defaults(run=_lend)


def _add_address(parser: Parser, *, optional: bool = False) -> None:
    parser.arguments.add_argument(
        "address",
        metavar="ADDRESS",
        nargs="?" if optional else None,
        help=translate("CommandLine", "such as 192.168.1.7 or 192.168.1.7:50052"),
    )


def _add_agreement(parser: Parser) -> None:
    parser.options.add_argument(
        "--unencrypted", action="store_true", help=translate("CommandLine", "don’t ask whether the network is yours")
    )


def _add(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    address = normalized(arguments.address)
    _agree(address, arguments.unencrypted, terminal)
    terminal.note(translate("CommandLine", "Asking {host}").format(host=address))
    machine = services.model_manager.engines.hardware.machines.add(address)
    if arguments.json:
        terminal.print_json(facts_of(machine), indent=2)
    else:
        terminal.write(table([_row(machine)]) + "\n")
    return 0


def _remove(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    gone = services.model_manager.engines.hardware.machines.remove(arguments.address)
    terminal.write(translate("CommandLine", "{name} is off the list.").format(name=gone.address) + "\n")
    return 0


def _list(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    machines = services.model_manager.engines.hardware.machines
    if arguments.address is None:
        found = machines.all()
    else:
        address = normalized(arguments.address)
        terminal.note(translate("CommandLine", "Asking {host}").format(host=address))
        known = any(machine.address == address for machine in machines.all())
        found = [machines.look_again(address) if known else machines.ask(address)]
    if arguments.json:
        terminal.print_json([facts_of(machine) for machine in found], indent=2)
    elif found:
        terminal.write(table([_row(machine) for machine in found]) + "\n")
    return 0


def _lend(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Until Ctrl-C, which ends the process."""
    address = normalized(arguments.address)
    _agree(address, arguments.unencrypted, terminal)
    said = translate("CommandLine", "This machine’s devices are lent at {address}. Ctrl-C ends it.")
    terminal.note(said.format(address=address))
    services.model_manager.engines.hardware.lend(address)
    return 0


def _agree(address: str, agreed: bool, terminal: Terminal) -> None:
    """What is open to everybody on the network is agreed to first. Raises LamplightError(USAGE) where nobody can."""
    if agreed or is_here(address):
        return
    told = translate(
        "CommandLine",
        "Between the two machines nothing is encrypted and nobody is asked for a password: {address} must be on a "
        "network of your own.",
    )
    terminal.note(told.format(address=address))
    if not terminal.interactive or not terminal.input_is_a_person:
        raise LamplightError(Code.USAGE, cause="--unencrypted")
    answer = terminal.ask(translate("CommandLine", "Is it? (yes/no) ")).strip().lower()
    if answer not in ("y", "yes", "是", "好"):
        raise LamplightError(Code.CANCELLED)


def _row(machine: Machine) -> list[str]:
    from desktop.features.models.placement.hardware_text import machine_text

    return [machine.address, machine_text(machine)]


def facts_of(machine: Machine) -> dict[str, Any]:
    """A machine as JSON."""
    return {**asdict(machine), "encrypted": is_here(machine.address)}
