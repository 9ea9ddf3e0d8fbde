"""What can be done with a model of the list; the window adds models and shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.ui.commands import Command, CommandOn
from desktop.ui.panes.models.downloads import commands as downloads_commands
from desktop.ui.panes.models.hardware import commands as hardware_commands

if TYPE_CHECKING:
    from desktop.library.models import ModelFile


def _group() -> str:
    return translate("ModelsPane", "Models")


SHOW_FOLDER: CommandOn[ModelFile] = CommandOn(
    "models.folder", lambda: translate("ModelsPane", "Show the folder"), _group, icon="folder"
)
OPTIONS: CommandOn[ModelFile] = CommandOn(
    "models.options", lambda: translate("ModelsPane", "Options"), _group, icon="sliders"
)
REMOVE: CommandOn[ModelFile] = CommandOn(
    "models.remove", lambda: translate("ModelsPane", "Remove from the list"), _group, icon="x"
)

ALL: tuple[Command, ...] = (SHOW_FOLDER, OPTIONS, REMOVE, *downloads_commands.ALL, *hardware_commands.ALL)
