"""The story bible as other programs' lorebooks: read into it, and written from it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.base.i18n import translate
from desktop.store.stories.records import StoryChange
from desktop.ui.panes.story import commands
from desktop.ui.panes.story.context import StoryContext
from desktop.ui.widgets import Menu, file_dialog, toast


class Lorebooks:
    """Asks which file, then works off the main thread."""

    def __init__(self, context: StoryContext) -> None:
        self._context = context

    def open_menu(self, anchor: QWidget) -> None:
        menu = Menu(anchor)
        menu.command(commands.IMPORT_LORE)
        for command in commands.EXPORT_LORE.values():
            menu.command(command)
        menu.open_below(anchor, align_right=True)

    def ask_for_import(self) -> None:
        """Which file to read entries of the bible from."""
        dialog = file_dialog(
            self._context.page, translate("StoryPane", "Import a lorebook"), translate("StoryPane", "Import")
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([translate("StoryPane", "Lorebooks (*.json *.lorebook *.scenario *.story *.png)")])
        dialog.fileSelected.connect(lambda path: self.read(Path(path)))
        dialog.open()

    def read(self, path: Path) -> None:
        from desktop.features.story.transfer.lorebooks import import_lorebook

        context = self._context
        project = context.controller.project
        if project is None:
            return

        def done(found: tuple[StoryChange, int]) -> None:
            change, left_out = found
            context.controller.announce(change)
            count = len(change.entries_added)
            said = translate("StoryPane", "Imported %n entries.", "", count)
            if left_out:
                said += " " + translate("StoryPane", "%n could not be read.", "", left_out)
            toast(context.page, said, lambda: context.controller.undo(change))

        context.work.file(lambda: import_lorebook(context.stories, project.id, path), done)

    def ask_for_export(self, program: str) -> None:
        """Where the bible goes, in the form of another program."""
        from desktop.features.story.transfer.lorebooks import export_lorebook

        context = self._context
        project = context.controller.project
        if project is None:
            return
        ending = "lorebook" if program == "novelai" else "json"
        dialog = file_dialog(context.page, translate("StoryPane", "Export"), translate("StoryPane", "Save"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"lorebook.{ending}")

        def done(count: int) -> None:
            toast(context.page, translate("StoryPane", "Exported %n entries.", "", count))

        def save(name: str) -> None:
            context.work.file(lambda: export_lorebook(context.stories, project.id, program, Path(name)), done)

        dialog.fileSelected.connect(save)
        dialog.open()
