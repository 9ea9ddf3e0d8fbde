"""Stories out of the program and into it as documents: what can be written, where to, and manuscripts to read."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.base.i18n import translate
from desktop.ui.panes.story import commands
from desktop.ui.panes.story.context import StoryContext
from desktop.ui.panes.story.transfer.book_popup import BookPopup
from desktop.ui.panes.story.transfer.writing import save_and_write
from desktop.ui.widgets import Menu, file_dialog, toast

_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
_READ = ("txt", "md", "docx", "epub", "nwx")


def kinds() -> list[tuple[str, str]]:
    """What can be written."""
    return [
        ("docx", translate("StoryPane", "Word document")),
        ("epub", translate("StoryPane", "EPUB book")),
        ("odt", translate("StoryPane", "OpenDocument text")),
        ("pdf", "PDF"),
        ("html", translate("StoryPane", "Web page")),
        ("md", "Markdown"),
        ("txt", translate("StoryPane", "Plain text")),
    ]


class Documents(QObject):
    """Asks where, then works off the main thread. `imported` tells that there is another story, open now."""

    imported = Signal()

    def __init__(self, context: StoryContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    # -- out ---------------------------------------------------------------------------------------------------------

    def ask_for_export(self, anchor: QWidget, node_id: int | None = None) -> None:
        """Which kind of file; of the whole story, or of what stands at and below a node."""
        menu = Menu(anchor)
        for kind, name in kinds():
            menu.add(name, partial(self._ask_where, kind, name, node_id), note=f".{kind}")
        if node_id is None:
            menu.separator()
            menu.command(commands.FOLDER)
            menu.command(commands.BOOK)
        menu.open_below(anchor)

    def _ask_where(self, kind: str, name: str, node_id: int | None) -> None:
        project = self._context.controller.project
        if project is None:
            return
        node = self._context.controller.node(node_id)
        title = (node.title if node else "") or project.title or "story"
        dialog = file_dialog(self._context.page, translate("StoryPane", "Export"), translate("StoryPane", "Save"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{name} (*.{kind})"])
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(f"{_FORBIDDEN.sub(' ', title)[:80]}.{kind}")
        dialog.fileSelected.connect(lambda path: self.export(Path(path), node_id))
        dialog.open()

    def export(self, path: Path, node_id: int | None = None) -> None:
        """Write the story, or a part of it, as the kind that the file's ending names."""
        from desktop.features.story.transfer.export import export_file

        context = self._context
        project = context.controller.project
        if project is None:
            return

        def done(_: object) -> None:
            toast(context.page, translate("StoryPane", "Saved as {name}.").format(name=path.name))

        save_and_write(
            context,
            lambda: export_file(context.stories, project.id, path, node_id=node_id),
            done,
            lambda: translate("StoryPane", "“{name}” was not written.").format(name=path.name),
            lambda: self.export(path, node_id),
        )

    def edit_book(self, anchor: QWidget) -> None:
        """Front matter and what stands between scenes, for everything that is exported."""
        project = self._context.controller.project
        if project is not None:
            popup = BookPopup(anchor, project.settings)
            popup.kept.connect(lambda settings: self._context.controller.update_project(settings=settings))
            popup.open_below(anchor)

    # -- in ----------------------------------------------------------------------------------------------------------

    def ask_for_import(self) -> None:
        """Which manuscript."""
        dialog = file_dialog(
            self._context.page, translate("StoryPane", "Import a manuscript"), translate("StoryPane", "Import")
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        endings = " ".join(f"*.{ending}" for ending in _READ)
        dialog.setNameFilters(
            [
                translate("StoryPane", "Manuscripts ({endings})").format(endings=endings),
                translate("StoryPane", "All files (*)"),
            ]
        )
        dialog.fileSelected.connect(lambda path: self.import_(Path(path)))
        dialog.open()

    def import_(self, path: Path) -> None:
        """A new story from a manuscript, its chapters recognised."""
        from desktop.features.story.transfer.imports import Imported, import_project

        context = self._context

        def done(found: Imported) -> None:
            context.controller.reload(found.project.id)
            self.imported.emit()
            count = found.scenes
            scenes = translate("StoryPane", "%n scenes", "", count)
            said = translate("StoryPane", "Imported {name}, {scenes}.").format(name=found.project.title, scenes=scenes)
            toast(context.page, said, lambda: context.controller.trash_project(found.project.id))

        context.work.file(lambda: import_project(context.stories, path), done)
