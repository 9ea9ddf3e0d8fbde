"""What can be done with a model's adapters beside setting their strengths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.ui.commands import Command, CommandOn

if TYPE_CHECKING:
    from desktop.library.adapters.records import ShelfRow


def _group() -> str:
    return translate("ModelsPane", "Models")


ADD_ADAPTER = Command("models.adapter_add", lambda: translate("AdaptersPane", "Add an adapter…"), _group, icon="plus")
REMOVE_ADAPTER: CommandOn[ShelfRow] = CommandOn(
    "models.adapter_remove", lambda: translate("AdaptersPane", "Take off the shelf"), _group, icon="x"
)

ALL: tuple[Command, ...] = (ADD_ADAPTER, REMOVE_ADAPTER)
