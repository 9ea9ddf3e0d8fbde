"""Choosing the document to translate and where its translation goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.base.i18n import translate
from desktop.formats.documents.base import Bilingual
from desktop.ui.panes.translate.controller import TranslationController
from desktop.ui.panes.translate.running_job import TEXT
from desktop.ui.widgets import file_dialog

_READ = ["txt", "md", "html", "htm", "xhtml", "docx", "epub", "srt", "vtt", "ass", "po", "csv", "tsv", "json", "pdf"]


def choose_document(parent: QWidget, then: Callable[[Path], object]) -> None:
    """Let a person choose a document."""
    endings = " ".join(f"*.{ending}" for ending in _READ)
    dialog = file_dialog(parent, translate("TranslatePane", "Open a document"), translate("TranslatePane", "Open"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(
        [
            translate("TranslatePane", "Documents ({endings})").format(endings=endings),
            translate("TranslatePane", "All files (*)"),
        ]
    )
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def choose_output(parent: QWidget, controller: TranslationController, then: Callable[[], object]) -> None:
    """Let a person choose where the translation goes, alone or beside its source."""
    job = controller.job
    if job is None:
        return

    def ask(kind: str) -> None:
        ending = "txt" if kind == TEXT else kind
        source = Path(job.path) if job.path else Path.home() / f"{job.title[:40].strip() or 'text'}.{ending}"
        only = translate("TranslatePane", "Translation only (*.{ending})").format(ending=ending)
        both = translate("TranslatePane", "Source above its translation (*.{ending})").format(ending=ending)
        side = translate("TranslatePane", "Source beside its translation (*.{ending})").format(ending=ending)
        dialog = file_dialog(
            parent, translate("TranslatePane", "Save the translation"), translate("TranslatePane", "Save")
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([only, both, side])
        dialog.setDefaultSuffix(ending)
        dialog.setDirectory(str(source.parent))
        dialog.selectFile(f"{source.stem}.{job.target_language}.{ending}")

        def chosen(name: str) -> None:
            ways = {both: Bilingual.INTERLEAVED, side: Bilingual.SIDE}
            controller.save(Path(name), ways.get(dialog.selectedNameFilter(), Bilingual.NO), then)

        dialog.fileSelected.connect(chosen)
        dialog.open()

    controller.written_as(ask)


def choose_file(parent: QWidget, endings: tuple[str, ...], then: Callable[[Path], object]) -> None:
    """Let a person choose a file with one of these endings."""
    dialog = file_dialog(parent, translate("TranslatePane", "Import"), translate("TranslatePane", "Import"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    patterns = " ".join(f"*.{ending}" for ending in endings)
    dialog.setNameFilters([patterns, translate("TranslatePane", "All files (*)")])
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def choose_new_file(parent: QWidget, name: str, then: Callable[[Path], object]) -> None:
    """Let a person choose where a file goes."""
    dialog = file_dialog(parent, translate("TranslatePane", "Export"), translate("TranslatePane", "Save"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()
