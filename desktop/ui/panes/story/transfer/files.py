"""Stories out of the program and into it: documents, a folder of plain files, lorebooks."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.ui.panes.story.transfer.book_popup import BookPopup
from desktop.ui.widgets import Menu, file_dialog, toast

if TYPE_CHECKING:
    from desktop.ui.panes.story.pane import StoryPane

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


class Files:
    """Asks where, then works off the main thread."""

    def __init__(self, pane: StoryPane) -> None:
        self._pane = pane

    # -- out ---------------------------------------------------------------------------------------------------------

    def ask_for_export(self, anchor: QWidget, node_id: int | None = None) -> None:
        """Which kind of file; of the whole story, or of what stands at and below a node."""
        menu = Menu(anchor)
        for kind, name in kinds():
            menu.add(name, partial(self._ask_where, kind, name, node_id), hint=f".{kind}")
        if node_id is None:
            menu.separator()
            menu.add(translate("StoryPane", "A folder of plain files…"), self.ask_for_folder, icon="folder")
            menu.add(translate("StoryPane", "Author, dedication, scene breaks…"), partial(self.edit_book, anchor))
        menu.open_below(anchor)

    def _ask_where(self, kind: str, name: str, node_id: int | None) -> None:
        project = self._pane.controller.project
        if project is None:
            return
        node = self._pane.controller.node(node_id)
        title = (node.title if node else "") or project.title or "story"
        dialog = file_dialog(self._pane.page_, translate("StoryPane", "Export"), translate("StoryPane", "Save"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{name} (*.{kind})"])
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(f"{_FORBIDDEN.sub(' ', title)[:80]}.{kind}")
        dialog.fileSelected.connect(lambda path: self.export(Path(path), node_id))
        dialog.open()

    def export(self, path: Path, node_id: int | None = None) -> None:
        """Write the story, or a part of it, as the kind that the file's ending names."""
        from desktop.features.story.transfer.export import export_file

        pane = self._pane
        project = pane.controller.project
        if project is None:
            return

        def done(_: object) -> None:
            toast(pane.page_, translate("StoryPane", "Saved as {name}.").format(name=path.name))

        self._out(
            lambda: export_file(pane.stories, project.id, path, node_id=node_id),
            done,
            lambda: translate("StoryPane", "“{name}” was not written.").format(name=path.name),
            lambda: self.export(path, node_id),
        )

    def _out(
        self,
        write: Callable[[], Any],
        done: Callable[[Any], object],
        before: Callable[[], str],
        again: Callable[[], object],
    ) -> None:
        """Save, then write. What goes wrong in either stays in sight until it was tried again; the text is kept."""
        pane = self._pane

        def failed(error: Exception) -> None:
            if not isinstance(error, LamplightError | OSError):
                raise error
            pane.page_.show_error(error, again, before)

        pane.saver.save(then=lambda: pane.work.file(write, done, failed), failed=failed)

    def edit_book(self, anchor: QWidget) -> None:
        """Front matter and what stands between scenes, for everything that is exported."""
        project = self._pane.controller.project
        if project is not None:
            popup = BookPopup(anchor, project.settings)
            popup.kept.connect(lambda settings: self._pane.controller.update_project(settings=settings))
            popup.open_below(anchor)

    def ask_for_folder(self) -> None:
        """Where the story goes as plain files."""
        said = translate("StoryPane", "A folder of plain files")
        dialog = file_dialog(self._pane.page_, said, translate("StoryPane", "Save"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: self.write_folder(Path(path)))
        dialog.open()

    def write_folder(self, folder: Path) -> None:
        """One Markdown file for each scene; what was changed in the folder meanwhile is left alone."""
        from desktop.features.story.transfer.folder import Written, write_folder

        pane = self._pane
        project = pane.controller.project
        if project is None:
            return

        def done(written: Written) -> None:
            count = len(written.written)
            toast(pane.page_, translate("StoryPane", "Wrote %n files.", "", count))

        self._out(
            lambda: write_folder(pane.stories, project.id, folder),
            done,
            lambda: translate("StoryPane", "“{name}” was not written.").format(name=folder.name),
            lambda: self.write_folder(folder),
        )

    def ask_for_changed_folder(self) -> None:
        """The folder that this story was written to."""
        said = translate("StoryPane", "Read back a folder of plain files")
        dialog = file_dialog(self._pane.page_, said, translate("StoryPane", "Read"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: self.read_folder(Path(path)))
        dialog.open()

    def read_folder(self, folder: Path) -> None:
        """Take in what was changed in the files; where the scene changed too, the file's text is among its versions."""
        from desktop.features.story.transfer.folder import Read, read_folder

        pane = self._pane
        project = pane.controller.project
        if project is None:
            return

        def done(found: Read) -> None:
            here = next((text for text in found.saved if text.node_id == pane.controller.node_id), None)
            if here is not None:
                pane.reopen(here)
            pane.controller.refresh()
            count = len(found.saved) + len(found.added)
            said = translate("StoryPane", "Read %n changed files.", "", count)
            if found.conflicts:
                said += " " + translate(
                    "StoryPane", "Where the scene had changed too, the file is among its earlier versions."
                )
            toast(pane.page_, said)

        pane.saver.save(then=lambda: pane.work.file(lambda: read_folder(pane.stories, project.id, folder), done))

    # -- in ----------------------------------------------------------------------------------------------------------

    def ask_for_import(self) -> None:
        """Which manuscript."""
        dialog = file_dialog(
            self._pane.page_, translate("StoryPane", "Import a manuscript"), translate("StoryPane", "Import")
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

        pane = self._pane

        def done(found: Imported) -> None:
            pane.controller.reload(found.project.id)
            pane.show_requested.emit()
            count = found.scenes
            scenes = translate("StoryPane", "%n scenes", "", count)
            said = translate("StoryPane", "Imported {name}, {scenes}.").format(name=found.project.title, scenes=scenes)
            toast(pane.page_, said, lambda: pane.controller.trash_project(found.project.id))

        pane.work.file(lambda: import_project(pane.stories, path), done)

    def show_dictionaries(self, folder: Path) -> None:
        """Open the folder for dictionaries of one's own, and say what to put there."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        def show(_: object) -> None:
            said = translate(
                "StoryPane",
                "There is no dictionary of this language. Put a Hunspell one (.dic and .aff) into this folder, and "
                "open the story again.",
            )
            toast(self._pane.page_, said)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

        self._pane.work.file(lambda: folder.mkdir(parents=True, exist_ok=True), show)

    # -- lorebooks ---------------------------------------------------------------------------------------------------

    def lorebooks(self, anchor: QWidget) -> None:
        menu = Menu(anchor)
        menu.add(translate("StoryPane", "Import a lorebook…"), self.ask_for_lorebook, icon="upload")
        for program, name in (("sillytavern", "SillyTavern"), ("novelai", "NovelAI")):
            said = translate("StoryPane", "Export for {program}…").format(program=name)
            menu.add(said, partial(self.ask_where_lore, program), icon="download")
        menu.open_below(anchor, align_right=True)

    def ask_for_lorebook(self) -> None:
        """Which file to read entries of the bible from."""
        dialog = file_dialog(
            self._pane.page_, translate("StoryPane", "Import a lorebook"), translate("StoryPane", "Import")
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([translate("StoryPane", "Lorebooks (*.json *.lorebook *.scenario *.story *.png)")])
        dialog.fileSelected.connect(lambda path: self.import_lore(Path(path)))
        dialog.open()

    def import_lore(self, path: Path) -> None:
        from desktop.features.story.transfer.lorebooks import import_lorebook
        from desktop.store.stories.records import StoryChange

        pane = self._pane
        project = pane.controller.project
        if project is None:
            return

        def back(change: StoryChange) -> None:
            pane.work.run(lambda: pane.stories.undo(change), lambda _: pane.side_panel_controller.read_bible())

        def done(found: tuple[StoryChange, int]) -> None:
            change, left_out = found
            pane.side_panel_controller.read_bible()
            count = len(change.entries_added)
            said = translate("StoryPane", "Imported %n entries.", "", count)
            if left_out:
                said += " " + translate("StoryPane", "%n could not be read.", "", left_out)
            toast(pane.page_, said, lambda: back(change))

        pane.work.file(lambda: import_lorebook(pane.stories, project.id, path), done)

    def ask_where_lore(self, program: str) -> None:
        """Where the bible goes, in the form of another program."""
        from desktop.features.story.transfer.lorebooks import export_lorebook

        pane = self._pane
        project = pane.controller.project
        if project is None:
            return
        ending = "lorebook" if program == "novelai" else "json"
        dialog = file_dialog(pane.page_, translate("StoryPane", "Export"), translate("StoryPane", "Save"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"lorebook.{ending}")

        def done(count: int) -> None:
            toast(pane.page_, translate("StoryPane", "Exported %n entries.", "", count))

        def save(name: str) -> None:
            pane.work.file(lambda: export_lorebook(pane.stories, project.id, program, Path(name)), done)

        dialog.fileSelected.connect(save)
        dialog.open()
