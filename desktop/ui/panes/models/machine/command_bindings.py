"""Joins what can be done with folders and with all models to one section."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.ui import tasks
from desktop.ui.commands import commands
from desktop.ui.model_list import ModelList
from desktop.ui.panes.models.machine.commands import ADD_FOLDER, LEAVE_OUT, MOVE_ALL, VERIFY
from desktop.ui.panes.models.machine.machine_section import MachineSection
from desktop.ui.panes.models.machine.views import FOLDERS, View
from desktop.ui.text.number_format import home_text
from desktop.ui.widgets import Confirm, file_dialog, toast

if TYPE_CHECKING:
    from desktop.library.models import ModelFile, Place

_OWN_FOLDER = "Lamplight models"


def bind_machine(section: MachineSection, model_list: ModelList) -> None:
    """For the palette, and for the buttons and menus of the pages."""
    page = section.page()
    commands.bind(ADD_FOLDER, lambda: _ask_folder(section, model_list), page)
    commands.bind(MOVE_ALL, lambda: _ask_move(section), page, enabled=lambda: not section.mover.moving)
    commands.bind_on(VERIFY, lambda model: _verify(section, model), page)
    commands.bind_on(LEAVE_OUT, lambda place: _leave_out(section, model_list, place), page)
    section.mover.changed.connect(lambda: commands.refresh(MOVE_ALL))


def target_in(folder: Path) -> Path:
    """The folder that was chosen where nothing else is in it, else one of its own inside. Raises OSError."""
    return folder if not any(folder.iterdir()) or folder.name == _OWN_FOLDER else folder / _OWN_FOLDER


def _ask_folder(section: MachineSection, model_list: ModelList) -> None:
    dialog = file_dialog(
        section.page().window(), translate("ModelsPane", "Look into a folder"), translate("ModelsPane", "Add")
    )
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)

    def chosen(name: str) -> None:
        section.show_view(View(FOLDERS))
        model_list.add_folder(Path(name))

    dialog.fileSelected.connect(chosen)
    dialog.open()


def _ask_move(section: MachineSection) -> None:
    section.show_view(View(FOLDERS))
    dialog = file_dialog(
        section.page().window(), translate("ModelsPane", "Move all models to"), translate("ModelsPane", "Choose")
    )
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(partial(_confirm_move, section))
    dialog.open()


def _confirm_move(section: MachineSection, name: str) -> None:
    def asked(target: Path) -> None:
        question = Confirm(
            section.page(),
            translate("ModelsPane", "Move all models to {folder}?").format(folder=home_text(target)),
            translate(
                "ModelsPane",
                "They are copied and checked first, then used from there. Nothing is removed before you say so.",
            ),
            translate("ModelsPane", "Move"),
            translate("ModelsPane", "Leave them"),
        )
        question.confirmed.connect(lambda: section.move_to(target))
        question.ask()

    def failed(error: Exception) -> None:
        toast(section.page(), str(sentence(error)))

    tasks.run(lambda: target_in(Path(name)), asked, failed, section, lane="files")


def _verify(section: MachineSection, model: ModelFile) -> None:
    reading = translate("ModelsPane", "Reading the whole of {name}, to see whether it is still what it was.")
    toast(section.page(), reading.format(name=model.name))

    def done(compared: bool) -> None:
        said = (
            translate("ModelsPane", "{name} is unchanged.")
            if compared
            else translate("ModelsPane", "{name} was read for the first time; from now on changes are found.")
        )
        toast(section.page(), said.format(name=model.name))

    tasks.run(
        lambda: section.library.verify(model),
        done,
        lambda error: toast(section.page(), str(sentence(error))),
        section,
    )


def _leave_out(section: MachineSection, model_list: ModelList, place: Place) -> None:
    model_list.remove_folder(place.folder)
    said = translate("ModelsPane", "{folder} is not looked into any more; nothing in it was changed.")
    toast(
        section.page(),
        said.format(folder=home_text(place.folder)),
        partial(model_list.add_folder, place.folder),
    )
