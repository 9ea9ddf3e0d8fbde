"""What can be done about how a model is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.ui.commands import Command, CommandOn

if TYPE_CHECKING:
    from desktop.library.models import ModelFile

OPTIONS: CommandOn[ModelFile] = CommandOn(
    "models.options",
    lambda: translate("ModelsPane", "Options"),
    lambda: translate("ModelsPane", "Models"),
    icon="sliders",
)

ALL: tuple[Command, ...] = (OPTIONS,)
