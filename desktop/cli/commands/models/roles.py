"""`lamplight models roles`: which model is for what."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.cli.options import Parser, add_json_option
from desktop.cli.terminal import Terminal, table

if TYPE_CHECKING:
    from desktop.features.services import Services
    from desktop.library.models import ModelFile

_ROLES = ("chat", "prose", "translation")


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.description = translate(
        "CommandLine",
        "Which model is for what. Without one of its own prose takes the one for chat, translation the best there is.",
    )
    told = {
        "chat": translate("CommandLine", "chat with this model of the list"),
        "prose": translate("CommandLine", "write stories with it; default takes the one for chat"),
        "translation": translate("CommandLine", "translate with it; default takes the best there is"),
    }
    for role in _ROLES:
        parser.options.add_argument(f"--{role}", metavar="NAME", help=told[role])
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Show or change, and return the exit status. Raises LamplightError."""
    from desktop.features.models.roles import SETTINGS, Role

    for role in Role:
        wanted: str | None = getattr(arguments, role.value)
        if wanted is not None:
            taken_back = wanted.strip().lower() in ("", "default")
            services.settings.set(SETTINGS[role], "" if taken_back else services.library.find(wanted).key)
    found = {role: _model(role, services) for role in Role}
    if arguments.json:
        values = {
            role.value: {"model": model.key if model else None, "chosen": bool(services.settings[SETTINGS[role]])}
            for role, model in found.items()
        }
        terminal.print_json(values)
        return 0
    chosen, default = translate("CommandLine", "chosen"), translate("CommandLine", "default")
    rows = [
        [role.value, model.key if model else "-", chosen if services.settings[SETTINGS[role]] else default]
        for role, model in found.items()
    ]
    terminal.write(table(rows) + "\n")
    return 0


def _model(role: str, services: Services) -> ModelFile | None:
    from desktop.features.models.roles import Role

    managers = {
        Role.CHAT: services.model_manager,
        Role.PROSE: services.prose_manager,
        Role.TRANSLATION: services.translation_model.manager,
    }
    try:
        return managers[Role(role)].resolve()
    except LamplightError:
        return None  # there is none for it
