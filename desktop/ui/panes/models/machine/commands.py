"""What can be done with a model of the list, with folders of models, and with all models at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.ui.commands import Command, CommandOn

if TYPE_CHECKING:
    from desktop.library.models import ModelFile, Place


def _group() -> str:
    return translate("ModelsPane", "Models")


ADD_FOLDER = Command(
    "models.add_folder", lambda: translate("ModelsPane", "Add a folder of models…"), _group, icon="folder"
)
MOVE_ALL = Command(
    "models.move",
    lambda: translate("ModelsPane", "Move all models…"),
    _group,
    icon="folder",
    label=lambda: translate("ModelsPane", "Move everything…"),
)
SHOW_FOLDER: CommandOn[ModelFile] = CommandOn(
    "models.folder", lambda: translate("ModelsPane", "Show the folder"), _group, icon="folder"
)
REMOVE: CommandOn[ModelFile] = CommandOn(
    "models.remove", lambda: translate("ModelsPane", "Remove from the list"), _group, icon="x"
)
VERIFY: CommandOn[ModelFile] = CommandOn(
    "models.verify", lambda: translate("ModelsPane", "Check the file"), _group, icon="check"
)
LEAVE_OUT: CommandOn[Place] = CommandOn(
    "models.leave_out", lambda: translate("ModelsPane", "Don’t look in this folder"), _group, icon="x"
)

ALL: tuple[Command, ...] = (SHOW_FOLDER, REMOVE, ADD_FOLDER, MOVE_ALL, VERIFY, LEAVE_OUT)
