"""The row that tells where models live, and leads to where they can be moved."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.base.settings import MODELS_FOLDER
from desktop.ui.frame.commands import MODEL_FOLDERS
from desktop.ui.model_list import ModelList
from desktop.ui.panes.settings.row import Row
from desktop.ui.text.number_format import home_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import CommandButton


class ModelsFolderRow(Row):
    """Moving is done in one place only: among the folders of the models."""

    def __init__(self, model_list: ModelList) -> None:
        super().__init__()
        self._model_list = model_list
        say(self, self.name.setText, MODELS_FOLDER.label)
        say(self, lambda _: self._show(), lambda: "")
        self.button = CommandButton(MODEL_FOLDERS, icon=False, keys=False)
        self.add_control(self.button)
        model_list.changed.connect(self._show)

    def _show(self) -> None:
        said = translate("SettingsPane", "{folder}. What is fetched goes there; moving takes everything along.")
        self.note.set_text(said.format(folder=home_text(self._model_list.places.home)))
