"""A story as a folder of plain files: written, and read back with what was changed in them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop.base.i18n import translate
from desktop.ui.panes.story.context import StoryContext
from desktop.ui.panes.story.transfer.writing import save_and_write
from desktop.ui.widgets import file_dialog, toast


class PlainFolders:
    """Asks which folder, then works off the main thread."""

    def __init__(self, context: StoryContext) -> None:
        self._context = context

    def ask_where_to_write(self) -> None:
        """Where the story goes as plain files."""
        said = translate("StoryPane", "A folder of plain files")
        dialog = file_dialog(self._context.page, said, translate("StoryPane", "Save"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: self.write(Path(path)))
        dialog.open()

    def write(self, folder: Path) -> None:
        """One Markdown file for each scene; what was changed in the folder meanwhile is left alone."""
        from desktop.features.story.transfer.folder import Written, write_folder

        context = self._context
        project = context.controller.project
        if project is None:
            return

        def done(written: Written) -> None:
            count = len(written.written)
            toast(context.page, translate("StoryPane", "Wrote %n files.", "", count))

        save_and_write(
            context,
            lambda: write_folder(context.stories, project.id, folder),
            done,
            lambda: translate("StoryPane", "“{name}” was not written.").format(name=folder.name),
            lambda: self.write(folder),
        )

    def ask_what_to_read(self) -> None:
        """The folder that this story was written to."""
        said = translate("StoryPane", "Read back a folder of plain files")
        dialog = file_dialog(self._context.page, said, translate("StoryPane", "Read"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: self.read(Path(path)))
        dialog.open()

    def read(self, folder: Path) -> None:
        """Take in what was changed in the files; where the scene changed too, the file's text is among its versions."""
        from desktop.features.story.transfer.folder import Read, read_folder

        context = self._context
        project = context.controller.project
        if project is None:
            return

        def done(found: Read) -> None:
            here = next((text for text in found.saved if text.node_id == context.controller.node_id), None)
            if here is not None:
                context.controller.reopen(here)
            context.controller.refresh()
            count = len(found.saved) + len(found.added)
            said = translate("StoryPane", "Read %n changed files.", "", count)
            if found.conflicts:
                said += " " + translate(
                    "StoryPane", "Where the scene had changed too, the file is among its earlier versions."
                )
            toast(context.page, said)

        context.saver.save(
            then=lambda: context.work.file(lambda: read_folder(context.stories, project.id, folder), done)
        )
