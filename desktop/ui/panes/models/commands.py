"""What can be done in the models pane: the commands of its rooms together; the window adds models and shows them."""

from __future__ import annotations

from desktop.ui.commands import Command
from desktop.ui.panes.models.adapters import commands as adapters_commands
from desktop.ui.panes.models.downloads import commands as downloads_commands
from desktop.ui.panes.models.hardware import commands as hardware_commands
from desktop.ui.panes.models.machine import commands as machine_commands
from desktop.ui.panes.models.options import commands as options_commands

ALL: tuple[Command, ...] = (
    *machine_commands.ALL,
    *downloads_commands.ALL,
    *options_commands.ALL,
    *hardware_commands.ALL,
    *adapters_commands.ALL,
)
